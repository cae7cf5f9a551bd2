using System.Globalization;
using System.Net;
using BlueSky.Access;
using BlueSky.AirQuality;

namespace BlueSky.Web.Tests;

public sealed class StationTests
{
    private const string Path = "/api/v1/stations/1618A";
    private static readonly DateTimeOffset Day = new(2021, 7, 30, 0, 0, 0, TimeSpan.FromHours(8));

    // 24 hours of one day, the O3 of which grows; the figures make PM10 the primary pollutant of each hour.
    private static Task FillDay(TestWeb web, DateTimeOffset day, decimal pm10 = 160m, int hours = 24) => web.World.Station("1618A").Enter(
        [.. Enumerable.Range(1, hours).Select(h => new AirHour("1618A", day.AddHours(h), [8m, 24m, pm10, 35m, 0.6m, 10m + h]))], DataStage.Raw, "device MN1", "", false);

    [Fact]
    public async Task Hours_have_index_level_and_primary_and_end_at_their_label()
    {
        await using var web = await TestWeb.Borrow();
        await FillDay(web, Day);
        var answer = await (await web.Client(Scopes.Read).Read(Path + "/hours?from=2021-07-30T00:00&to=2021-07-30T02:00")).Json();
        var hours = answer["hours"]!.AsArray();
        Assert.Equal(["2021-07-30T01:00:00+08:00", "2021-07-30T02:00:00+08:00"], hours.Select(h => (string)h!["time"]!));
        // HJ 633-2012 table 1: PM10 150-250 is 100-150, so 160 gives 105.
        Assert.Equal((105, "轻度污染", "颗粒物(PM10)"), ((int)hours[0]!["aqi"]!, (string)hours[0]!["level"]!, (string)hours[0]!["primary"]![0]!));
        Assert.Equal((1, false, "published"), ((int)answer["revision"]!, (bool)answer["hasDemo"]!, (string)answer["mode"]!));
    }

    [Fact]
    public async Task A_strict_hour_has_running_means_from_before_the_span()
    {
        await using var web = await TestWeb.Borrow();
        await FillDay(web, Day);
        var strict = await (await web.Client(Scopes.Read).Read(Path + "/hours?from=2021-07-30T23:00&to=2021-07-31T00:00&mode=strict")).Json();
        Assert.Equal(105, (int)Assert.Single(strict["hours"]!.AsArray())!["aqi"]!);
        // At 12:00 there are not the 20 hours that a running mean needs (GB 3095 table 4): the gases alone decide.
        var early = await (await web.Client(Scopes.Read).Read(Path + "/hours?from=2021-07-30T11:00&to=2021-07-30T12:00&mode=strict")).Json();
        Assert.InRange((int)Assert.Single(early["hours"]!.AsArray())!["aqi"]!, 1, 50);
    }

    [Fact]
    public async Task A_day_of_24_hours_is_valid_and_one_of_19_says_what_it_needs()
    {
        await using var web = await TestWeb.Borrow();
        await FillDay(web, Day);
        await FillDay(web, Day.AddDays(1), hours: 19);
        var days = (await (await web.Client(Scopes.Read).Read(Path + "/days?from=2021-07-30&to=2021-07-31")).Json())["days"]!.AsArray();
        Assert.Equal(["2021-07-30", "2021-07-31"], days.Select(d => (string)d!["day"]!));
        Assert.Equal((160m, 24, 20, true), Statistic(days[0]!["pm10"]!));
        // The largest 8 h mean of O3 is that of 17:00 … 24:00: 10 + 20.5, half to even.
        Assert.Equal((30m, 17, 14, true), Statistic(days[0]!["o3"]!));
        Assert.Equal(105, (int)days[0]!["aqi"]!);
        Assert.Equal((null, 19, 20, false), Statistic(days[1]!["pm10"]!));
        Assert.Null(days[1]!["aqi"]);

        static (decimal?, int, int, bool) Statistic(System.Text.Json.Nodes.JsonNode s) =>
            ((decimal?)s["value"], (int)s["count"]!, (int)s["needed"]!, (bool)s["isValid"]!);
    }

    [Fact]
    public async Task The_month_to_date_counts_to_yesterday_and_a_month_with_few_days_is_not_valid()
    {
        await using var web = await TestWeb.Start();
        web.Clock.SetUtcNow(new DateTimeOffset(2021, 8, 6, 10, 0, 0, TimeSpan.FromHours(8)));
        web.World.Station("1618A").Now = web.Clock.GetUtcNow();
        await FillDay(web, Day);
        for (var day = 2; day <= 6; day++) await FillDay(web, Day.AddDays(day));
        await FillDay(web, Day.AddDays(7), hours: 9);
        var months = (await (await web.Client(Scopes.Read).Read(Path + "/months?from=2021-07-01&to=2021-08-06")).Json())["months"]!.AsArray();
        Assert.Equal([("2021-07-01", "2021-07-31", 1), ("2021-08-01", "2021-08-05", 5)],
            months.Select(m => ((string)m!["month"]!, (string)m["lastDay"]!, (int)m["validDays"]!)));
        Assert.False((bool)months[0]!["pm25"]!["isValid"]!);
        Assert.Contains("1 valid days of 27", (string)months[0]!["pm25"]!["invalid"]!, StringComparison.Ordinal);
        Assert.Null(months[0]!["index"]);
        Assert.Equal((35m, 5), ((decimal)months[1]!["pm25"]!["value"]!, (int)months[1]!["pm25"]!["count"]!));
        Assert.NotNull(months[1]!["index"]);
    }

    [Fact]
    public async Task An_entry_carries_stage_reason_and_the_keys_owner_and_its_versions_can_be_read()
    {
        await using var web = await TestWeb.Borrow();
        await FillDay(web, new(2021, 8, 1, 0, 0, 0, TimeSpan.FromHours(8)), hours: 10);
        var answer = await web.Client(Scopes.Register).Send("POST", Path + "/hours", OpenApiExamples.Bodies["enterStationHours"]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var entered = await answer.Json();
        Assert.Equal((2, 2), ((int)entered["added"]!, (int)entered["revision"]!));
        Assert.Equal("api.station.hours-entered", Assert.Single(web.World.Audit).Action);
        var versions = (await (await web.Client(Scopes.Read).Read(Path + "/hours/2021-08-01T10:00")).Json()).AsArray();
        Assert.Equal([("raw", "device MN1", 35m, false), ("reviewed", "owner of k8", 35m, true)],
            versions.Select(v => ((string)v!["stage"]!, (string)v["actor"]!, (decimal)v["pm25"]!, (bool)v["counts"]!)));
        Assert.Equal("零点校准后复核", (string)versions[1]!["reason"]!);
        Assert.Null(web.World.Station("1618A").Versions[^1].Hour[Pollutant.CO]);
        var first = await (await web.Client(Scopes.Read).Read(Path + "/hours?from=2021-08-01T09:00&to=2021-08-01T12:00&revision=1")).Json();
        Assert.Equal(160m, (decimal)Assert.Single(first["hours"]!.AsArray())!["pm10"]!);
    }

    [Theory]
    [InlineData("{}", "stage,hours")]
    [InlineData("""{"stage":"raw","hours":[{}]}""", "hours[0].time")]
    [InlineData("""{"stage":"raw","hours":[null]}""", "hours[0].time")]
    [InlineData("""{"stage":"final","hours":[]}""", "stage")]
    [InlineData("""{"stage":"raw","hours":[{"time":"2021-08-01T10:00","pm2_5":3}]}""", "hours[0].pm2_5")]
    [InlineData("""{"stage":"raw","hours":[{"time":"2021-08-01T20:00","pm25":3}]}""", "hours[0].time")]
    public async Task A_wrong_entry_names_its_fields_and_enters_nothing(string body, string fields)
    {
        await using var web = await TestWeb.Borrow();
        Assert.Equal(fields.Split(','), await (await web.Client(Scopes.Register).Send("POST", Path + "/hours", body)).Fields());
        Assert.Empty(web.World.Station("1618A").Versions);
        Assert.Empty(web.World.Audit);
    }

    [Theory]
    [InlineData("/hours")]
    [InlineData("/days")]
    [InlineData("/months")]
    [InlineData("/hours/2021-08-01T10:00")]
    [InlineData("")]
    public async Task A_station_that_is_not_in_the_register_is_not_found(string path)
    {
        await using var web = await TestWeb.Borrow();
        await (await web.Client(Scopes.Read).Read("/api/v1/stations/9999A" + path)).Problem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/hours?from=2021-01-01&to=2022-06-01", "from")]
    [InlineData("/hours?revision=x", "revision")]
    [InlineData("/hours?mode=loose", "mode")]
    [InlineData("/days?from=2021-08-02&to=2021-08-01", "from")]
    [InlineData("/months?from=2019-08-02&to=2021-08-01", "from")]
    [InlineData("/hours/2021-08-01T10:30", "label")]
    public async Task A_wrong_question_names_its_parameter(string path, string field)
    {
        await using var web = await TestWeb.Borrow();
        Assert.Equal([field], await (await web.Client(Scopes.Read).Read(Path + path)).Fields());
    }

    [Fact]
    public async Task The_list_says_what_is_invented_and_every_table_can_be_exported()
    {
        await using var web = await TestWeb.Borrow();
        await FillDay(web, Day);
        var client = web.Client(Scopes.Read);
        var list = (await (await client.Read("/api/v1/stations")).Json())["items"]!.AsArray();
        Assert.Equal([("1618A", false), ("DEMO-371302001", true)], list.Select(s => ((string)s!["code"]!, (bool)s["isInvented"]!)));
        Assert.Equal("2021-07-31T00:00:00+08:00", (string)(await (await client.Read(Path)).Json())["latest"]!["time"]!);
        foreach (var (path, lines, header) in new[]
        {
            ("/api/v1/stations?format=csv", 3, "code,name,town"),
            (Path + "/hours?from=2021-07-30&to=2021-07-31&format=csv", 25, "time,pm25,pm10,so2,no2,o3,co,aqi,level,primary"),
            (Path + "/days?from=2021-07-30&to=2021-07-30&format=csv", 2, "day,pm25,pm25Count,pm25Needed,pm10"),
            (Path + "/months?from=2021-07-30&to=2021-07-30&format=csv", 2, "month,lastDay,pm25,pm25Count,pm25Needed,pm25Percentile,pm10"),
        })
        {
            var text = (await (await client.Read(path)).Text()).TrimStart('\uFEFF');
            Assert.StartsWith(header, text, StringComparison.Ordinal);
            Assert.Equal(lines.ToString(CultureInfo.InvariantCulture), (text.Split("\r\n").Length - 1).ToString(CultureInfo.InvariantCulture));
        }
    }
}
