using System.Globalization;
using System.Net;
using System.Text;
using BlueSky.Access;
using BlueSky.Messages;
using BlueSky.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Web.Tests;

public sealed class IngestTests
{
    private const string Good = """
        {"source":"s-1","mn":"MN1","period":"minute","dataTime":"2021-08-01T10:00:00","periodSeconds":60,"values":[{"channel":"a34002-Avg","value":35.10,"mark":"N"}]}
        """;

    [Fact]
    public async Task An_observation_arrives_as_it_was_sent()
    {
        await using var web = await TestWeb.Borrow();
        var answer = await Send(web, """
            {"batch":"b-17","observations":[{"source":"s-1","mn":"MN1","period":"instant","dataTime":"2021-08-01T02:00:00Z",
             "values":[{"channel":"AL@003-Rtd","value":1.05,"mark":"T"},{"channel":"a34002-Rtd","value":35.1},{"channel":"i22001-Info","text":"停机"}]}]}
            """);
        var body = await answer.Json();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("b-17", 1), ((string)body["batch"]!, (int)body["safe"]!));
        Assert.Equal("stored", (string)body["results"]![0]!["result"]!);
        var (source, observation) = Assert.Single(web.World.Ingested);
        Assert.Equal(("s-1", "MN1", Period.Instant, "b-17", 0),
            (source, observation.Mn, observation.Period, observation.Qn, observation.PeriodSeconds));
        Assert.Equal(new DateTimeOffset(2021, 8, 1, 10, 0, 0, TimeSpan.FromHours(8)), observation.DataTime);
        Assert.Equal(Samples.Noon, observation.ReceivedAt);
        Assert.Equal(
            [new Reading("AL@003-Rtd", 1.05m, Quality.OverRange), new Reading("a34002-Rtd", 35.1m, Quality.Unmarked)], observation.Readings);
        Assert.Equal([new TextReading("i22001-Info", "停机")], observation.Texts);
    }

    [Fact]
    public async Task Observations_go_to_the_shards_of_their_sources_in_order_and_results_come_back_in_order()
    {
        await using var web = await TestWeb.Borrow();
        web.World.Answer = o => o.SourceId == "s-3" ? IngestResult.Duplicate : IngestResult.Stored;
        var items = Enumerable.Range(0, 40).Select(i => Good.Replace("s-1", $"s-{i % 5}", StringComparison.Ordinal)
            .Replace("10:00:00", $"10:{i:00}:00", StringComparison.Ordinal)).ToArray();
        var body = await (await Send(web, Batch(items))).Json();
        Assert.Equal(40, (int)body["safe"]!);
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal($"s-{i % 5}", (string)body["results"]![i]!["source"]!);
            Assert.Equal(i % 5 == 3 ? "duplicate" : "stored", (string)body["results"]![i]!["result"]!);
        }

        foreach (var source in web.World.Ingested.GroupBy(o => o.SourceId))
            Assert.Equal(source.Order(Comparer<RoutedObservation>.Create((a, b) => a.Observation.DataTime.CompareTo(b.Observation.DataTime))), source);
        Assert.Equal(
            Enumerable.Range(0, 5).Select(i => IngestShard.Of($"s-{i}")).Distinct().Order(), web.World.Shards.Order());
    }

    [Theory]
    [InlineData("\"source\":\"s-1\"", "\"source\":\"s 1\"", "source")]
    [InlineData("\"source\":\"s-1\",", "", "source")]
    [InlineData("\"mn\":\"MN1\"", "\"mn\":\"\"", "mn")]
    [InlineData("\"mn\":\"MN1\"", "\"mn\":\"a;b\"", "mn")]
    [InlineData("\"mn\":\"MN1\"", "\"mn\":\"manual:inspection\"", "mn")]
    [InlineData("\"minute\"", "\"week\"", "period")]
    [InlineData("\"minute\"", "0", "period")]
    [InlineData("\"minute\"", "\"hour\"", "periodSeconds")]
    [InlineData("\"minute\"", "\"instant\"", "periodSeconds")]
    [InlineData(",\"periodSeconds\":60", "", "periodSeconds")]
    [InlineData("\"2021-08-01T10:00:00\"", "\"today\"", "dataTime")]
    [InlineData("\"2021-08-01T10:00:00\"", "\"2021-08-01T10:00:00.5\"", "dataTime")]
    [InlineData("\"2021-08-01T10:00:00\"", "1627783200", "dataTime")]
    [InlineData("\"dataTime\":\"2021-08-01T10:00:00\",", "", "dataTime")]
    [InlineData("a34002-Avg", "a34002", "values[0].channel")]
    [InlineData("a34002-Avg", "a34002 -Avg", "values[0].channel")]
    [InlineData("a34002-Avg", "=a34002-Avg", "values[0].channel")]
    [InlineData("35.10", "\"35.10\"", "values[0].value")]
    [InlineData("35.10", "1e40", "values[0].value")]
    [InlineData("35.10", "null", "values[0].value")]
    [InlineData("35.10", "35.10,\"text\":\"x\"", "values[0].value")]
    [InlineData("\"N\"", "\"X\"", "values[0].mark")]
    [InlineData("\"mark\"", "\"flag\"", "values[0].flag")]
    [InlineData("\"mn\"", "\"MN\":\"x\",\"mnn\"", "mnn")]
    [InlineData("}]}", "},{\"channel\":\"a34002-Avg\",\"value\":1}]}", "values[1].channel")]
    [InlineData("}]}", "},null]}", "values[1]")]
    [InlineData("[{\"channel\":\"a34002-Avg\",\"value\":35.10,\"mark\":\"N\"}]", "[]", "values")]
    public async Task A_fault_is_named_by_its_path_and_nothing_is_stored(string good, string bad, string field)
    {
        await using var web = await TestWeb.Borrow();
        var broken = Good.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Good, broken);
        var fields = await (await Send(web, Batch(Good, Good, broken))).Fields();
        Assert.Contains($"observations[2].{field}", fields);
        Assert.Empty(web.World.Ingested);
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        await using var web = await TestWeb.Borrow();
        var fields = await (await Send(web, """{"observations":[{},{"source":"s-1","mn":"m","period":"hour","values":[{}]}]}""")).Fields();
        Assert.Equal(
            ["observations[0].source", "observations[0].mn", "observations[0].period", "observations[0].values", "observations[0].dataTime",
             "observations[1].values[0].channel", "observations[1].values[0].value", "observations[1].dataTime"], fields);
    }

    [Theory]
    [InlineData("{}", "observations")]
    [InlineData("{\"observations\":[]}", "observations")]
    [InlineData("{\"observations\":[null]}", "observations[0]")]
    [InlineData("{\"Observations\":[]}", "observations")]
    [InlineData("{\"observatons\":[]}", "observatons")]
    public async Task An_empty_batch_is_refused(string json, string field)
    {
        await using var web = await TestWeb.Borrow();
        Assert.Equal([field], await (await Send(web, json)).Fields());
    }

    [Theory]
    [InlineData(1_000, HttpStatusCode.OK)]
    [InlineData(1_001, HttpStatusCode.UnprocessableEntity)]
    public async Task A_batch_holds_at_most_1000_observations(int count, HttpStatusCode status)
    {
        await using var web = await TestWeb.Borrow();
        var answer = await Send(web, Batch([.. Enumerable.Repeat(Good, count)]));
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_partly_refused_batch_says_what_is_safe_and_what_is_not()
    {
        await using var web = await TestWeb.Borrow();
        web.World.Answer = o => o.SourceId switch
        {
            "future" => IngestResult.Future,
            "early" => IngestResult.BeforeRegistration,
            "nobody" => IngestResult.UnknownSource,
            _ => IngestResult.Stored,
        };
        var answer = await Send(web, Batch(Good, Of("future"), Of("early"), Of("nobody")));
        var problem = await answer.Problem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("partly-refused", (string)problem["reason"]!);
        Assert.Equal(1, (int)problem["safe"]!);
        Assert.Equal(["stored", "future", "beforeRegistration", "unknownSource"], problem["results"]!.AsArray().Select(r => (string)r!["result"]!));
        Assert.Equal([true, false, false, false], problem["results"]!.AsArray().Select(r => (bool)r!["isSafe"]!));
        Assert.Equal(["observations[1].dataTime", "observations[2].dataTime", "observations[3].source"], await answer.Fields());
    }

    [Fact]
    public async Task A_shard_that_is_away_makes_it_503_with_what_is_safe_already()
    {
        await using var web = await TestWeb.Borrow();
        var (here, there) = ("s-1", Enumerable.Range(2, 50).Select(i => $"s-{i}").First(s => IngestShard.Of(s) != IngestShard.Of("s-1")));
        foreach (var failure in new Exception[] { new StoreUnavailableException("full"), new TimeoutException(), new SiloUnavailableException("gone") })
        {
            web.World.ShardFailure = shard => shard == IngestShard.Of(there) ? failure : null;
            var answer = await Send(web, Batch(Of(here), Of(there)));
            var problem = await answer.Problem(HttpStatusCode.ServiceUnavailable);
            Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
            Assert.Equal(["stored", "unavailable"], problem["results"]!.AsArray().Select(r => (string)r!["result"]!));
        }
    }

    [Fact]
    public async Task A_fault_of_our_own_is_500_without_its_trace()
    {
        await using var web = await TestWeb.Borrow();
        web.World.ShardFailure = _ => new InvalidOperationException("secret inside");
        var problem = await (await Send(web, Batch(Good))).Problem(HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("secret inside", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"observations\":[", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("not json", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("null", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{}", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task What_is_no_JSON_is_told_so(string text, string type, HttpStatusCode status)
    {
        await using var web = await TestWeb.Borrow();
        using var content = new StringContent(text, Encoding.UTF8, type);
        var answer = await web.Client(Scopes.Ingest).PostAsync(new Uri("/api/v1/ingest", UriKind.Relative), content, TestContext.Current.CancellationToken);
        await answer.Problem(status);
    }

    [Fact]
    public async Task Ingestions_of_a_minute_are_one_audit_entry()
    {
        await using var web = await TestWeb.Start();
        var client = web.Client(Scopes.Ingest);
        for (var i = 0; i < 3; i++) await client.Send("POST", "/api/v1/ingest", Batch(Good));
        await web.Services.GetRequiredService<FoldedAudit>().Flush();
        var entry = Assert.Single(web.World.Audit);
        Assert.Equal(("api.ingested", 3, "owner of k2"), (entry.Action, entry.Count, entry.Actor));
    }

    [Fact]
    public async Task Ingestion_is_limited_by_key()
    {
        await using var web = await TestWeb.Start(o => o.IngestsPerMinute = 2);
        var client = web.Client(Scopes.Ingest);
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.OK, (await client.Send("POST", "/api/v1/ingest", Batch(Good))).StatusCode);
        var answer = await client.Send("POST", "/api/v1/ingest", Batch(Good));
        await answer.Problem(HttpStatusCode.TooManyRequests);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await web.Client(Scopes.Ingest | Scopes.Read).Send("POST", "/api/v1/ingest", Batch(Good))).StatusCode);
    }

    private static string Of(string source) => Good.Replace("s-1", source, StringComparison.Ordinal);

    private static string Batch(params string[] items) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"batch\":\"b\",\"observations\":[{string.Join(',', items)}]}}");

    private static Task<HttpResponseMessage> Send(TestWeb web, string json) => web.Client(Scopes.Ingest).Send("POST", "/api/v1/ingest", json);
}
