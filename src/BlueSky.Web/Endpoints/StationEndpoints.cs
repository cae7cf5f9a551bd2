using System.Globalization;
using BlueSky.Access;
using BlueSky.AirQuality;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Tables;
using BlueSky.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>Air stations (空气站): hours with their versions, and statistics.</summary>
internal static class StationEndpoints
{
    private const long LargestBody = 1024 * 1024;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1), Week = TimeSpan.FromDays(7), Year = TimeSpan.FromDays(366);

    private static readonly QueryParameter Revision =
        new("revision", "integer", "Revision of the station's hours; the newest when left out. 数据版次", []);

    private static readonly QueryParameter[] Days =
        [Takes.Time("from", "First natural day. 起"), Takes.Time("to", "Last natural day, included; today by default. 止"), Revision, Takes.Format];

    public static void MapStations(this RouteGroupBuilder api)
    {
        var stations = api.MapGroup("/stations").WithTags("stations 空气站");
        stations.MapGet("", All).RequireScope(Scopes.Read).WithName("listStations")
            .WithSummary("Air stations of the district in the register's order. 空气站列表").TakesQuery([.. Takes.Pages, Takes.Format]);
        stations.MapGet("/{code}", One).RequireScope(Scopes.Read).WithName("getStation")
            .WithSummary("A station with its newest hour and AQI. 空气站现状");
        stations.MapGet("/{code}/hours", Hours).RequireScope(Scopes.Read).WithName("listStationHours")
            .WithSummary("Hours by the END of the hour, from exclusive, to inclusive, at most 366 days, with AQI. 小时浓度与 AQI")
            .TakesQuery(
                Takes.Time("from", "From, exclusive; a day before to by default. 起"), Takes.Time("to", "To, inclusive; now by default. 止"), Revision,
                Takes.Word<AqiMode>("mode", "published: as CNEMC publishes the hourly AQI (default); strict: the text of HJ 633 with running means. AQI 口径"),
                Takes.Format);
        stations.MapPost("/{code}/hours", Enter).RequireScope(Scopes.Register).WithName("enterStationHours").ChangesThings(LargestBody)
            .WithSummary("Enters raw, reviewed or revised hours; all or, when refused, none. The same again changes nothing. 录入小时数据");
        stations.MapGet("/{code}/hours/{label}", History).RequireScope(Scopes.Read).WithName("getStationHour")
            .WithSummary("All versions of one hour, oldest first: who entered what, when and why. 单个小时的全部版本");
        stations.MapGet("/{code}/days", DaysOf).RequireScope(Scopes.Read).WithName("listStationDays")
            .WithSummary("Daily statistics with validity (HJ 663, GB 3095) and daily AQI; a week by default, at most 366 days. 日评价")
            .TakesQuery(Days);
        stations.MapGet("/{code}/months", MonthsOf).RequireScope(Scopes.Read).WithName("listStationMonths")
            .WithSummary("Monthly statistics of the months that from and to lie in, at most 13, with validity and composite index. 月评价")
            .TakesQuery(Days);
    }

    private static Task<Results<Ok<Page<StationRow>>, CsvAnswer<StationRow>>> All(HttpContext http, District district)
    {
        var arguments = new Arguments(http);
        var page = arguments.Page([]);
        arguments.Check();
        StationRow[] rows = [.. district.Stations.Select(s => Row(s, district))];
        return Lists.Answer(http, "stations", page, (p, _) => Task.FromResult(
            new Page<StationRow>([.. rows.Skip((p.Number - 1) * p.Size).Take(p.Size)], rows.Length, p.Number, p.Size)), StationTables.Stations);
    }

    private static async Task<Results<Ok<StationAnswer>, ProblemHttpResult>> One(string code, District district, IGrainFactory grains, TimeProvider clock)
    {
        if (Find(district, code) is not { } station) return Problems.NotFound("空气站", code);
        var now = clock.GetUtcNow().ToChina();
        var hours = await grains.GetGrain<IStationGrain>(code).Hours(now - Week, now + Day, null);
        var latest = hours.Hours.Length == 0 ? null : StationStatistics.Hours(hours.Hours, now - Week, AqiMode.Published)[^1];
        return TypedResults.Ok(new StationAnswer(Row(station, district), hours.Revision, latest, hours.HasDemo));
    }

    private static async Task<Results<Ok<StationHoursAnswer>, CsvAnswer<StationHourAnswer>, ProblemHttpResult>> Hours(
        string code, HttpContext http, District district, IGrainFactory grains, TimeProvider clock)
    {
        var arguments = new Arguments(http);
        var (from, to) = arguments.Span(clock, Day, Year);
        var revision = RevisionOf(arguments);
        var mode = arguments.Word<AqiMode>("mode") ?? AqiMode.Published;
        arguments.Check();
        if (Find(district, code) is null) return Problems.NotFound("空气站", code);
        var hours = await grains.GetGrain<IStationGrain>(code).Hours(from - StationStatistics.Before, to, revision);
        var answers = StationStatistics.Hours(hours.Hours, from, mode);
        if (Lists.WantsCsv(http)) return StationTables.Csv("station-hours", StationTables.Hours, answers);
        return TypedResults.Ok(new StationHoursAnswer(code, hours.Revision, hours.HasDemo, mode, answers));
    }

    private static async Task<Results<Ok<IReadOnlyList<StationVersionAnswer>>, ProblemHttpResult>> History(
        string code, string label, District district, IGrainFactory grains)
    {
        if (!HourLabel.TryParse(label, out var hour)) throw new InvalidRequestException("label", "form", "整点，例如 2021-08-01T10:00。" + HourLabel.Expected);
        if (Find(district, code) is null) return Problems.NotFound("空气站", code);
        var versions = await grains.GetGrain<IStationGrain>(code).History(hour);
        if (versions.Length == 0) return Problems.NotFound("小时", label);
        var counting = versions.Counting();
        return TypedResults.Ok<IReadOnlyList<StationVersionAnswer>>([.. versions.Select(v => StationVersionAnswer.Of(v, ReferenceEquals(v, counting)))]);
    }

    private static async Task<Results<Ok<StationEntry>, ProblemHttpResult>> Enter(
        string code, StationEntryRequest entry, District district, IGrainFactory grains, RegisterDesk register, AuditTrail audit, HttpContext http)
    {
        register.CheckDistrict(http);
        var hours = entry.Read(code);
        if (Find(district, code) is null) return Problems.NotFound("空气站", code);
        var caller = Caller.Of(http);
        var result = await grains.GetGrain<IStationGrain>(code).Enter(hours, entry.Stage!.Value, caller.Name, entry.Reason ?? "", entry.IsDemo);
        await audit.Wrote(caller, "api.station.hours-entered", code, string.Create(
            CultureInfo.InvariantCulture,
            $"{Json.Word(entry.Stage.Value)}: {result.Added} added, {result.Changed} changed, {result.Unchanged} unchanged, revision {result.Revision}"));
        return TypedResults.Ok(result);
    }

    private static async Task<Results<Ok<StationDaysAnswer>, CsvAnswer<StationDayAnswer>, ProblemHttpResult>> DaysOf(
        string code, HttpContext http, District district, IGrainFactory grains, TimeProvider clock)
    {
        var (first, last, revision) = DaySpan(http, clock, to => to.AddDays(-6));
        if (Find(district, code) is null) return Problems.NotFound("空气站", code);
        var hours = await Of(grains, code, first, last, revision);
        StationDayAnswer[] days = [.. StationStatistics.Days(hours).Select(StationStatistics.Day)];
        if (Lists.WantsCsv(http)) return StationTables.Csv("station-days", StationTables.Days, days);
        return TypedResults.Ok(new StationDaysAnswer(code, hours.Revision, hours.HasDemo, days));
    }

    private static async Task<Results<Ok<StationMonthsAnswer>, CsvAnswer<StationMonthAnswer>, ProblemHttpResult>> MonthsOf(
        string code, HttpContext http, District district, IGrainFactory grains, TimeProvider clock)
    {
        var (from, to, revision) = DaySpan(http, clock, to => to.AddMonths(-3));
        if (Find(district, code) is null) return Problems.NotFound("空气站", code);
        var (first, last) = (AirPeriod.Containing(from, AirPeriodKind.Month).First, AirPeriod.Containing(to, AirPeriodKind.Month).Last);
        var hours = await Of(grains, code, first, last, revision);
        StationMonthAnswer[] months = [.. StationStatistics.Months(StationStatistics.Days(hours), clock.GetUtcNow().Day())];
        if (Lists.WantsCsv(http)) return StationTables.Csv("station-months", StationTables.Months, months);
        return TypedResults.Ok(new StationMonthsAnswer(code, hours.Revision, hours.HasDemo, months));
    }

    private static Task<StationHours> Of(IGrainFactory grains, string code, DateOnly first, DateOnly last, long? revision) =>
        grains.GetGrain<IStationGrain>(code).Hours(Start(first), Start(last.AddDays(1)), revision);

    /// <summary>First and last natural day, both included.</summary>
    private static (DateOnly First, DateOnly Last, long? Revision) DaySpan(HttpContext http, TimeProvider clock, Func<DateOnly, DateOnly> usual)
    {
        var arguments = new Arguments(http);
        var last = (arguments.Time("to") ?? clock.GetUtcNow()).Day();
        var first = arguments.Time("from")?.Day() ?? usual(last);
        var revision = RevisionOf(arguments);
        arguments.Check();
        if (first > last) throw new InvalidRequestException("from", "order", "from 不得晚于 to。from must not lie after to.");
        if (last.DayNumber - first.DayNumber >= Year.Days) throw new InvalidRequestException("from", "range", "最多 366 天。At most 366 days at once.");
        return (first, last, revision);
    }

    private static long? RevisionOf(Arguments arguments) => arguments.Number("revision", -1, 0, int.MaxValue) is var number and >= 0 ? number : null;

    private static DateTimeOffset Start(DateOnly day) => new(day, TimeOnly.MinValue, ChinaTime.Offset);

    private static AirStation? Find(District district, string code) => district.Stations.FirstOrDefault(s => s.Code == code);

    private static StationRow Row(AirStation station, District district)
    {
        var town = district.Towns.FirstOrDefault(t => t.Code == station.Town);
        return new(station.Code, station.Name, station.Town, town?.Name, town?.Tier, station.Location, station.Mark, DemoAir.IsInvented(station.Code));
    }
}
