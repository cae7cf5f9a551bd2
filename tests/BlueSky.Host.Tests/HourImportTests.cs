using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BlueSky.AirQuality;
using BlueSky.Host.Commands;
using BlueSky.Time;

namespace BlueSky.Tests;

public sealed class HourImportTests
{
    private const string Header = "station,time,pm25,pm10,so2,no2,o3,co\n";
    private static readonly DateTimeOffset Now = new(2021, 9, 1, 12, 0, 0, ChinaTime.Offset);
    private static readonly HashSet<string> Known = ["1618A", "3496A"];

    private static AirHourTable Table(string rows) => new(new StringReader(Header + rows), "hours.csv");

    private static string[] Faults(string rows, string? map = null)
    {
        var table = Table(rows);
        HourImport.Check(table, StationMap.Parse(map), Known, Now);
        return [.. table.Faults.Select(f => $"{f.Line} {f.Column} {f.Value}")];
    }

    [Fact]
    public void Every_fault_has_its_line_column_and_value()
    {
        Assert.Equal(
            ["2 so2 x", "3 time 2021-09-01T10:30", "4 station 9999A", "5 time 2021-09-01T13:00", "7 time 2021-09-01T09:00", "8 pm25 100001"],
            Faults("""
                1618A,2021-09-01T01:00,1,2,x,4,5,0.6
                1618A,2021-09-01T10:30,1,2,3,4,5,0.6
                9999A,2021-09-01T01:00,1,2,3,4,5,0.6
                1618A,2021-09-01T13:00,1,2,3,4,5,0.6
                1618A,2021-09-01T09:00,1,2,3,4,5,0.6
                1618A,2021-09-01T09:00,1,2,3,4,5,0.6
                1618A,2021-09-01T08:00,100001,2,3,4,5,0.6
                """));
    }

    [Fact]
    public void A_station_may_have_another_code_in_the_file_or_be_left_out()
    {
        const string rows = "沂河,2021-09-01T01:00,1,2,3,4,5,0.6\n1620A,2021-09-01T01:00,1,2,3,4,5,0.6\n3496A,2021-09-01T01:00,1,2,3,4,5,0.6\n";
        Assert.Equal(["2 station 沂河", "3 station 1620A"], Faults(rows));
        var map = StationMap.Parse("沂河=1618A, 1620A=-");
        Assert.Equal(2, HourImport.Check(Table(rows), map, Known, Now));
        Assert.Equal(["1618A", "3496A"], HourImport.Batches(Table(rows), map, 100).Select(b => b[0].Station));
    }

    [Theory]
    [InlineData("1618A")]
    [InlineData("=1618A")]
    [InlineData("a=b,a=c")]
    public void A_map_of_another_form_is_refused(string text) => Assert.Throws<FormatException>(() => StationMap.Parse(text));

    [Fact]
    public void Batches_are_of_one_station_and_together_the_whole_file()
    {
        var rows = new StringBuilder();
        for (var hour = 1; hour <= 10; hour++)
            foreach (var station in Known) rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"{station},2021-08-31T{hour:00}:00,{hour},2,3,4,5,0.6\n");
        var batches = HourImport.Batches(Table(rows.ToString()), StationMap.Parse(null), 4).ToList();
        Assert.Equal([4, 4, 4, 4, 2, 2], batches.Select(b => b.Length));
        Assert.All(batches, b => Assert.Single(b.Select(h => h.Station).Distinct()));
        foreach (var station in Known)
            Assert.Equal(Enumerable.Range(1, 10).Select(h => (decimal?)h), batches.SelectMany(b => b).Where(h => h.Station == station).Select(h => h[Pollutant.PM25]));
    }

    [Fact]
    public async Task What_is_posted_has_stage_reason_and_only_the_values_that_are_there_and_an_outage_is_tried_again()
    {
        var node = new FakeNode(
            (HttpStatusCode.ServiceUnavailable, """{"detail":"later"}"""),
            (HttpStatusCode.OK, """{"added":1,"changed":2,"unchanged":3,"revision":4}"""));
        using var client = node.Client();
        var hour = new AirHour("1618A", Now, [3m, null, 2m, 1m, 0.6m, 5m]);
        Assert.Equal(new StationEntry(1, 2, 3, 4), await client.Enter("1618A", [hour], "revised", "复核", TestContext.Current.CancellationToken));
        Assert.Equal(["/api/v1/stations/1618A/hours", "/api/v1/stations/1618A/hours"], node.Requests.Select(r => r.Path));
        var body = JsonNode.Parse(node.Requests[1].Body)!;
        Assert.Equal(("revised", "复核"), ((string)body["stage"]!, (string)body["reason"]!));
        Assert.Equal("""{"time":"2021-09-01T12:00:00+08:00","so2":3,"pm10":2,"pm25":1,"co":0.6,"o3":5}""", body["hours"]![0]!.ToJsonString(Readable));
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_words_of_the_node()
    {
        using var client = new FakeNode((HttpStatusCode.UnprocessableEntity, """{"detail":"d","errors":[{"field":"reason","message":"缺少理由"}]}""")).Client();
        var refusal = await Assert.ThrowsAsync<NodeRefusalException>(() => client.Enter("1618A", [], "revised", "", TestContext.Current.CancellationToken));
        Assert.Equal("422 reason: 缺少理由", refusal.Message);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed class FakeNode(params (HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
    {
        public List<(string Path, string Body)> Requests { get; } = [];

        public NodeClient Client() => new(new HttpClient(this) { BaseAddress = new Uri("http://node") }, "bsk_k_s");

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body) = answers[Requests.Count];
            Requests.Add((request.RequestUri!.AbsolutePath, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
            var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            if (status == HttpStatusCode.ServiceUnavailable) answer.Headers.RetryAfter = new(TimeSpan.Zero);
            return answer;
        }
    }
}
