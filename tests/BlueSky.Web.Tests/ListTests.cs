using System.Net;
using BlueSky.Access;
using BlueSky.Queries;
using BlueSky.Sources;

namespace BlueSky.Web.Tests;

public sealed class ListTests
{
    [Fact]
    public async Task A_list_is_filtered_sorted_and_paged_as_asked()
    {
        await using var web = await TestWeb.Borrow();
        var answer = await web.Client(Scopes.Read).Read(
            "/api/v1/sources?town=371302001&kind=gas&status=notConnected&text=示例&open=true&page=2&size=7&sort=worstRatio&desc=true");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(new SourceFilter("371302001", "gas", SourceStatus.NotConnected, "示例", true), Assert.Single(web.Rows.Asked));
        Assert.Equal(new PageRequest(2, 7, "worstRatio", true), Assert.Single(web.Rows.Pages));
        var page = await answer.Json();
        Assert.Equal((1, 2, 7), ((int)page["total"]!, (int)page["number"]!, (int)page["size"]!));
    }

    [Fact]
    public async Task Answers_are_readable_camelCase_with_words_for_enums_and_numbers_for_decimals()
    {
        await using var web = await TestWeb.Borrow();
        var client = web.Client(Scopes.Read);
        var text = await (await client.Read("/api/v1/sources")).Text();
        Assert.Contains("\"name\":\"示例加油站\"", text, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"notConnected\"", text, StringComparison.Ordinal);
        Assert.Contains("\"asOf\":\"2021-08-01T12:00:00+08:00\"", text, StringComparison.Ordinal);
        var view = await (await client.Read($"/api/v1/sources/{Samples.Source}")).Json();
        var last = view["lastReadings"]![0]!;
        Assert.Equal("35.1", last["value"]!.ToJsonString());
        Assert.Equal("[\"late\",\"unmarked\"]", last["quality"]!.ToJsonString());
        var counts = await (await client.Read("/api/v1/district")).Json();
        Assert.Equal(1, (int)counts["rollup"]!["byStatus"]!["notConnected"]!);
        Assert.Equal(1, (int)counts["rollup"]!["openBySeverity"]!["warning"]!);
    }

    [Theory]
    [InlineData("/sources?page=0", "page")]
    [InlineData("/sources?page=x", "page")]
    [InlineData("/sources?size=501", "size")]
    [InlineData("/sources?sort=password", "sort")]
    [InlineData("/sources?desc=1", "desc")]
    [InlineData("/sources?status=Normal", "status")]
    [InlineData("/sources?town=1&town=2", "town")]
    [InlineData("/sources?twon=371302001", "twon")]
    [InlineData("/sources?format=xml", "format")]
    [InlineData("/sources?format=csv&page=2", "page")]
    [InlineData("/sources?page=0&size=0&desc=x", "page,size,desc")]
    [InlineData("/sources/a%20b/readings", "id")]
    [InlineData("/sources/a/readings?from=2021-08-01T10:00&to=2021-08-01T09:00", "from")]
    [InlineData("/sources/a/readings?from=2021-01-01&to=2021-03-01", "from")]
    [InlineData("/sources/a/readings?from=yesterday", "from")]
    [InlineData("/sources/a/readings?from=2021-13-01", "from")]
    [InlineData("/sources/a/hours?from=2021-01-01&to=2021-03-01", "from")]
    [InlineData("/sources/a/hours?factor=a34002&from=2020-01-01&to=2021-03-01", "from")]
    [InlineData("/violations?severity=bad", "severity")]
    [InlineData("/violations?from=2021-08-02&to=2021-08-01", "from")]
    [InlineData("/devices?sort=name", "sort")]
    [InlineData("/kinds?x=1", "x")]
    public async Task A_bad_parameter_is_named(string path, string fields)
    {
        await using var web = await TestWeb.Borrow();
        var answer = await web.Client(Scopes.Read).Read("/api/v1" + path);
        Assert.Equal(fields, string.Join(',', await answer.Fields()));
        Assert.Empty(web.Rows.Asked);
    }

    [Theory]
    [InlineData("2021-08-01T08:00:00+08:00")]
    [InlineData("2021-08-01T08:00:00%2B08:00")]
    [InlineData("2021-08-01T00:00:00Z")]
    [InlineData("2021-07-31T20:00:00-04:00")]
    [InlineData("2021-08-01T08:00:00")]
    [InlineData("2021-08-01T08:00")]
    public async Task A_time_counts_with_its_offset_or_as_China_time(string from)
    {
        await using var web = await TestWeb.Borrow();
        var answer = await web.Client(Scopes.Read).Read($"/api/v1/sources/a/readings?channel=a34002-Avg&from={from}&to=2021-08-02");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (id, channel, asked, to) = ((string, string?, DateTimeOffset, DateTimeOffset))Assert.Single(web.Rows.Asked)!;
        Assert.Equal(("a", "a34002-Avg"), (id, channel));
        Assert.Equal(new DateTimeOffset(2021, 8, 1, 8, 0, 0, TimeSpan.FromHours(8)), asked);
        Assert.Equal(new DateTimeOffset(2021, 8, 2, 0, 0, 0, TimeSpan.FromHours(8)), to);
        Assert.Equal(TimeSpan.FromHours(8), asked.Offset);
    }

    [Fact]
    public async Task Without_times_the_last_day_is_meant()
    {
        await using var web = await TestWeb.Borrow();
        await web.Client(Scopes.Read).Read("/api/v1/sources/a/hours?factor=a34002");
        Assert.Equal(("a", "a34002", Samples.Noon.AddDays(-1), Samples.Noon),
            ((string, string?, DateTimeOffset, DateTimeOffset))Assert.Single(web.Rows.Asked)!);
    }

    [Theory]
    [InlineData("/api/v1/sources?format=csv", null)]
    [InlineData("/api/v1/sources", "text/csv")]
    public async Task Csv_begins_with_a_byte_order_mark_and_holds_all_pages(string path, string? accept)
    {
        await using var web = await TestWeb.Borrow();
        web.Rows.SourceRows.Clear();
        for (var i = 0; i < 1_203; i++)
        {
            var registration = Samples.Registration($"s-{i}", name: i == 7 ? "=1+1\"店\",甲" : "店");
            web.Rows.SourceRows.Add(new SourceRow(registration, Samples.Summary(registration)));
        }

        var client = web.Client(Scopes.Read);
        if (accept is not null) client.DefaultRequestHeaders.Add("Accept", accept);
        var answer = await client.Read(path);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var lines = System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal(1_203 + 2, lines.Length);
        Assert.StartsWith("id,name,kind,town,status", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("s-7,\"'=1+1\"\"店\"\",甲\",gas,", lines[8], StringComparison.Ordinal);
        Assert.StartsWith("s-1202,", lines[1_203], StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], web.Rows.Pages.Select(p => p.Number));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+86 539", "'+86 539")]
    [InlineData("-cmd", "'-cmd")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("-", "'-")]
    [InlineData("甲,乙", "\"甲,乙\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\r\nb", "\"a\r\nb\"")]
    [InlineData("", "")]
    public void A_cell_is_never_a_formula_and_never_breaks_its_row(string text, string cell) => Assert.Equal(cell, Csv.Escape(text));

    [Fact]
    public async Task An_export_of_too_many_rows_is_refused_whole_not_cut()
    {
        await using var web = await TestWeb.Borrow();
        web.Rows.PretendedTotal = 100_001;
        Assert.Equal(["format"], await (await web.Client(Scopes.Read).Read("/api/v1/sources?format=csv")).Fields());
    }

    [Theory]
    [InlineData("/api/v1/sources")]
    [InlineData("/api/v1/sources?format=csv")]
    [InlineData("/api/v1/violations")]
    public async Task Without_the_store_a_list_says_when_to_come_again(string path)
    {
        await using var web = await TestWeb.Borrow();
        web.Rows.IsDown = true;
        var answer = await web.Client(Scopes.Read).Read(path);
        await answer.Problem(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData("/api/v1/sources/unknown-1")]
    [InlineData("/api/v1/sources/%3B")]
    [InlineData("/api/v1/violations/x")]
    [InlineData("/api/v1/violations/x~y~z")]
    [InlineData("/api/v1/towns/1")]
    [InlineData("/api/v1/devices/nobody")]
    [InlineData("/api/v1/devices/a%3Db")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using var web = await TestWeb.Borrow();
        await (await web.Client(Scopes.Read).Read(path)).Problem(HttpStatusCode.NotFound);
    }
}
