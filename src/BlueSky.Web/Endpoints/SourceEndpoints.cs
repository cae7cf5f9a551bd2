using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>The register of sources (污染源清单) and what they measured.</summary>
internal static class SourceEndpoints
{
    private static readonly string[] Sortable = ["id", "name", "town", "kind", "status", "lastDataAt", "worstRatio"];
    private static readonly TimeSpan Day = TimeSpan.FromDays(1), LongestValues = TimeSpan.FromDays(31), LongestHours = TimeSpan.FromDays(366);

    private static readonly CsvColumn<SourceRow>[] Columns = [
        new("id", r => r.Registration.Id),
        new("name", r => r.Registration.Name),
        new("kind", r => r.Registration.Kind),
        new("town", r => r.Registration.Town),
        new("status", r => Json.Word(r.Summary.Status)),
        new("open", r => Csv.Number(r.Summary.OpenBySeverity.Sum())),
        new("worstRatio", r => Csv.Number(r.Summary.WorstRatio)),
        new("lastDataAt", r => Csv.Time(r.Summary.LastDataAt)),
        new("address", r => r.Registration.Address),
        new("demo", r => r.Registration.IsDemo ? "true" : "false"),
    ];

    private static readonly CsvColumn<StoredValue>[] ValueColumns = [
        new("dataTime", v => Csv.Time(v.DataTime)),
        new("channel", v => v.Channel),
        new("value", v => Csv.Number(v.Value)),
        new("text", v => v.Text),
        new("quality", v => v.Quality.ToString()),
        new("period", v => Json.Word(v.Period)),
        new("mn", v => v.Mn),
        new("receivedAt", v => Csv.Time(v.ReceivedAt)),
    ];

    public static void MapSources(this RouteGroupBuilder api)
    {
        var sources = api.MapGroup("/sources").WithTags("sources 污染源");
        sources.MapGet("", All).RequireScope(Scopes.Read).WithName("listSources")
            .WithSummary("Sources under a filter, with their last published summary. 污染源列表")
            .TakesQuery([
                Takes.Text("town", "Town code. 镇街代码"), Takes.Text("kind", "Kind code. 源类"),
                Takes.Word<SourceStatus>("status", "Status. 状态"), Takes.Text("text", "Part of id or name. 编号或名称的一部分"),
                Takes.Flag("open", "True for sources with open problems only, false for those without. 有无未消除问题"),
                .. Takes.Pages, Takes.Sort(Sortable), Takes.Descending, Takes.Format,
            ]);
        sources.MapGet("/{id}", One).RequireScope(Scopes.Read).WithName("getSource")
            .WithSummary("A source as it is now: last values, open problems, devices. 污染源现状");
        sources.MapPut("/{id}", Register).RequireScope(Scopes.Register).WithName("registerSource").ChangesThings()
            .WithSummary("Creates or replaces the register entry; the same entry again changes nothing. 登记或更新清单条目");
        sources.MapGet("/{id}/readings", Readings).RequireScope(Scopes.Read).WithName("listReadings")
            .WithSummary("Stored values by event time, oldest first; from inclusive, to exclusive, at most 31 days. 原始数据")
            .TakesQuery([
                Takes.Text("channel", "Channel, e.g. a34002-Rtd; all when left out. 通道"),
                Takes.Time("from", "From, inclusive; a day before to by default. 起"), Takes.Time("to", "To, exclusive; now by default. 止"),
                .. Takes.Pages, Takes.Format,
            ]);
        sources.MapGet("/{id}/hours", Hours).RequireScope(Scopes.Read).WithName("listHours")
            .WithSummary("Hourly means by the END of the hour, from exclusive, to inclusive: a day is 01:00 … 24:00. 小时均值")
            .TakesQuery(
                Takes.Text("factor", "Factor with its point, e.g. a34002; all when left out (then at most 31 days, else 366). 因子"),
                Takes.Time("from", "From, exclusive; a day before to by default. 起"), Takes.Time("to", "To, inclusive; now by default. 止"));
    }

    private static Task<Results<Ok<Page<SourceRow>>, CsvAnswer<SourceRow>>> All(HttpContext http, IQueries queries, District district)
    {
        var arguments = new Arguments(http);
        var filter = new SourceFilter(
            arguments.Text("town"), arguments.Text("kind"), arguments.Word<SourceStatus>("status"), arguments.Text("text"),
            arguments.Flag("open"));
        var page = arguments.Page(Sortable);
        arguments.Check();
        filter = Sight.NarrowOrRefuse(filter, Caller.Of(http).ActorIn(district));
        return Lists.Answer(http, "sources", page, (p, c) => queries.Sources(filter, p, c), Columns);
    }

    private static async Task<Results<Ok<SourceView>, ProblemHttpResult>> One(string id, IGrainFactory grains, District district, HttpContext http)
    {
        var view = await Sight.Find(id, grains, Caller.Of(http).ActorIn(district));
        return view is null ? Problems.NotFound("污染源", id) : TypedResults.Ok(view);
    }

    private static async Task<Ok<SourceRegistration>> Register(
        string id, SourceEntry entry, District district, IReadOnlyList<KindInfo> kinds, IGrainFactory grains, RegisterDesk desk, AuditTrail audit,
        HttpContext http)
    {
        var registration = entry.Checked(id, district, kinds);
        var caller = Caller.Of(http);
        await desk.CheckReach(http, registration);
        await grains.GetGrain<ISourceGrain>(id).Register(registration, caller.Name);
        await audit.Wrote(caller, "api.source.registered", id, $"{registration.Kind} {registration.Town} {registration.Name}");
        return TypedResults.Ok(registration);
    }

    private static async Task<Results<Ok<Page<StoredValue>>, CsvAnswer<StoredValue>>> Readings(
        string id, HttpContext http, IQueries queries, IGrainFactory grains, District district, TimeProvider clock)
    {
        Ids.CheckSource(id);
        var arguments = new Arguments(http);
        var channel = arguments.Text("channel");
        var (from, to) = arguments.Span(clock, Day, LongestValues);
        var page = arguments.Page([]);
        arguments.Check();
        await CheckSight(id, grains, district, http);
        return await Lists.Answer(http, "readings", page, (p, c) => queries.Values(id, channel, from, to, p, c), ValueColumns);
    }

    private static async Task<Ok<IReadOnlyList<HourlyValue>>> Hours(
        string id, HttpContext http, IQueries queries, IGrainFactory grains, District district, TimeProvider clock)
    {
        Ids.CheckSource(id);
        var arguments = new Arguments(http);
        var factor = arguments.Text("factor");
        var (from, to) = arguments.Span(clock, Day, factor is null ? LongestValues : LongestHours);
        arguments.Check();
        await CheckSight(id, grains, district, http);
        return TypedResults.Ok(await queries.Hours(id, factor, from, to, http.RequestAborted));
    }

    // Stored rows carry no town: the register is asked, and only for whom it makes a difference.
    private static async Task CheckSight(string id, IGrainFactory grains, District district, HttpContext http)
    {
        var by = Caller.Of(http).ActorIn(district);
        if (Sight.TownOf(by) is not null && await Sight.Find(id, grains, by) is null)
            throw new RefusedException("not-found", "id", $"没有该污染源：{id}。No source has this id.");
    }
}
