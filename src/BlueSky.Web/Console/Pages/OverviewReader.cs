using BlueSky.AirQuality;
using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Time;
using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>A station's newest hour.</summary>
/// <param name="Code">Code.</param>
/// <param name="Name">Name.</param>
/// <param name="Hour">The hour; null when there is none within a week.</param>
/// <param name="HoursOfDay">Hours with any value among the last 24: the coverage.</param>
/// <param name="IsDemo">True when invented data are among them.</param>
public sealed record StationNow(string Code, string Name, StationHourAnswer? Hour, int HoursOfDay, bool IsDemo);

/// <summary>The newest assessment of the month so far, or of the last period that has one.</summary>
/// <param name="Period">Period.</param>
/// <param name="Revision">The run with all figures.</param>
public sealed record RankingNow(Period Period, AssessmentRevision Revision);

/// <summary>Work that waits.</summary>
/// <param name="Open">Problems that are still handled.</param>
/// <param name="Overdue">Of those, whose deadline has passed.</param>
/// <param name="DueSoon">Of those, whose deadline passes within a day.</param>
/// <param name="ByState">Of those, by how far they are.</param>
/// <param name="At">When they were counted.</param>
public sealed record WorkNow(long Open, long Overdue, long DueSoon, IReadOnlyDictionary<LoopState, long> ByState, DateTimeOffset At)
{
    /// <summary>What is seen of it: when it was counted changes with every read.</summary>
    internal object Looks => this with { At = default };
}

/// <summary>What pages show of the counts of a town or the district; its moments, which change with every read and every reading, are told by their ages.</summary>
internal sealed record CountsSeen(int Sources, int DemoSources, IReadOnlyDictionary<Sources.SourceStatus, int> ByStatus, int Connected, int Online, int Expected, int Usable)
{
    /// <summary>What is seen of counts.</summary>
    public static CountsSeen Of(RollupView view) => new(
        view.Rollup.Sources, view.Rollup.DemoSources, view.Rollup.ByStatus, view.Rollup.Connected, view.Rollup.Online, view.Rollup.Expected, view.Rollup.Usable);
}

/// <summary>Reads what the overview shows.</summary>
internal sealed class OverviewReader(IGrainFactory grains, IQueries queries, District district, AssessmentPlan plan, TimeProvider clock)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7), Day = TimeSpan.FromDays(1);
    private static readonly LoopState[] Open = [LoopState.Found, LoopState.Assigned, LoopState.Accepted, LoopState.Rectified];

    /// <summary>All stations of the district.</summary>
    public async Task<IReadOnlyList<StationNow>> Stations() => await Task.WhenAll(district.Stations.Select(async station =>
    {
        var now = clock.GetUtcNow().ToChina();
        var hours = await grains.GetGrain<IStationGrain>(station.Code).Hours(now - Week, now + Day, null);
        var latest = hours.Hours.Length == 0 ? null : StationStatistics.Hours(hours.Hours, now - Week, AqiMode.Published)[^1];
        var covered = hours.Hours.Count(h => h.Label > now.HourStart() - Day && h.Label <= now.HourStart() && Pollutants.All.Any(p => h[p] is not null));
        return new StationNow(station.Code, station.Name, latest, covered, hours.HasDemo);
    }));

    /// <summary>The ranking; null when nothing has been assessed this year or last.</summary>
    public async Task<RankingNow?> Ranking()
    {
        if (plan.Policies.Count == 0) return null;
        var policy = plan.Policies[0].Policy;
        var year = clock.GetUtcNow().ToChina().Year;
        for (var y = year; y >= year - 1; y--)
        {
            var all = await grains.GetGrain<IAssessmentListGrain>($"{district.Code}/{y}").All();
            var newest = all.Where(e => e.Policy == policy).Select(e => Period.TryParse(e.Period, out var period) ? period : null).OfType<Period>().Where(p => p.Type is PeriodType.ToDate or PeriodType.Month)
                .OrderBy(p => p.Last).ThenBy(p => p.Type == PeriodType.ToDate).LastOrDefault();
            if (newest is null) continue;
            var revision = await grains.GetGrain<IAssessmentGrain>($"{district.Code}/{newest}/{policy}").Get(null);
            if (revision is not null) return new RankingNow(newest, revision);
        }

        return null;
    }

    /// <summary>Counts of the work under a filter that is narrowed to the viewer's sight.</summary>
    public async Task<WorkNow> Work(ViolationFilter sight, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var open = sight with { Ended = false };
        var byState = new Dictionary<LoopState, long>();
        foreach (var state in Open) byState[state] = await Count(open with { State = state });
        return new WorkNow(byState.Values.Sum(), await Count(open with { DueBefore = now }), await Count(open with { DueBefore = now + Day }) - await Count(open with { DueBefore = now }), byState, now);

        async Task<long> Count(ViolationFilter filter) => (await queries.Violations(filter, new PageRequest(1, 1), cancellation)).Total;
    }
}
