using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Tasks;
using BlueSky.Time;

namespace BlueSky.Web.Console;

/// <summary>A town with how it stands.</summary>
/// <param name="Town">The town.</param>
/// <param name="Counts">Counts of its sources.</param>
/// <param name="Open">Problems that are still handled, as far as the viewer sees.</param>
/// <param name="Overdue">Of those, whose deadline has passed.</param>
/// <param name="Result">Its line in the newest assessment; null when it has none.</param>
/// <param name="Period">The period of that assessment; null without one.</param>
internal sealed record TownNow(Town Town, RollupView Counts, long Open, long Overdue, UnitResult? Result, Period? Period)
{
    /// <summary>What is seen of it, without its moments.</summary>
    public object Looks => new { Town.Code, Counts = CountsSeen.Of(Counts), Open, Overdue, Result, Period };
}

/// <summary>A task of the plan (工作台账) as it stands for one town.</summary>
/// <param name="Number">序号.</param>
/// <param name="KeyTask">重点任务.</param>
/// <param name="Measure">具体措施.</param>
/// <param name="Share">What the town has to do; null where it leads the task without a share of its own.</param>
/// <param name="Status">How the share stands, or the whole task where there is none.</param>
/// <param name="IsSupervised">True while the town is under dual supervision (双重督办) for it.</param>
/// <param name="IsDemo">True for a rehearsal with invented history.</param>
internal sealed record TownTask(int Number, string KeyTask, string Measure, TownShare? Share, PlanTaskStatus Status, bool IsSupervised, bool IsDemo);

/// <summary>Reads what the pages of the towns (镇街) show.</summary>
internal sealed class TownReader(IGrainFactory grains, IQueries queries, District district, OverviewReader overview, TaskDesk tasks, TaskPolicy policy, TimeProvider clock)
{
    public static readonly string[] Sortable = ["town", "sources", "online", "open", "overdue", "rank"];

    /// <summary>The towns that the viewer sees, in the order asked for; else the register's.</summary>
    public async Task<Page<TownNow>> Towns(Actor by, PageRequest page, CancellationToken cancellation)
    {
        var ranking = await overview.Ranking();
        var seen = district.Towns.Where(t => Sight.MaySeeTown(t.Code, by));
        var rows = Sorted(await Task.WhenAll(seen.Select(t => Now(t, by, ranking, cancellation))), page);
        return new Page<TownNow>([.. rows.Skip((page.Number - 1) * page.Size).Take(page.Size)], rows.Count, page.Number, page.Size);
    }

    /// <summary>One town; null when there is none of this code or the viewer does not see it.</summary>
    public async Task<TownNow?> Town(string code, Actor by, CancellationToken cancellation) =>
        district.Towns.FirstOrDefault(t => t.Code == code) is { } town && Sight.MaySeeTown(code, by) ? await Now(town, by, await overview.Ranking(), cancellation) : null;

    /// <summary>Tasks that the town leads or has a share of, in the plan's order.</summary>
    public async Task<Page<TownTask>> Tasks(string town, PageRequest page)
    {
        var now = clock.GetUtcNow().ToChina();
        var rows = (await tasks.Rows(tasks.CurrentYear)).Where(t => t.Task.Shares.Any(s => s.Town == town) || t.Task.Item.LeadUnits.Any(u => u.Code == town))
            .Select(t => new TownTask(
                t.Row.Number, t.Row.KeyTask, t.Row.Measure, t.Task.Shares.FirstOrDefault(s => s.Town == town), t.Task.StatusOf(town, now, policy) ?? t.Task.StatusAt(now, policy),
                t.Task.OpenSupervision?.Units.Any(u => u.Code == town) == true, t.Row.Demo)).ToList();
        return new Page<TownTask>([.. rows.Skip((page.Number - 1) * page.Size).Take(page.Size)], rows.Count, page.Number, page.Size);
    }

    /// <summary>Rows by a column; what has no figure comes last either way.</summary>
    internal static IReadOnlyList<TownNow> Sorted(IReadOnlyList<TownNow> rows, PageRequest page)
    {
        Func<TownNow, decimal?>? figure = page.Sort switch
        {
            "sources" => t => t.Counts.Rollup.Sources,
            "online" => t => t.Counts.Rollup.OnlineRate,
            "open" => t => t.Open,
            "overdue" => t => t.Overdue,
            "rank" => t => t.Result?.Rank,
            _ => null,
        };
        if (figure is null) return page.Descending ? [.. rows.Reverse()] : rows;
        var byPresence = rows.OrderBy(t => figure(t) is null);
        // Ranks of different tiers do not compare: tier first.
        if (page.Sort == "rank") byPresence = byPresence.ThenBy(t => t.Result?.Tier, StringComparer.Ordinal);
        return [.. page.Descending ? byPresence.ThenByDescending(figure) : byPresence.ThenBy(figure)];
    }

    private async Task<TownNow> Now(Town town, Actor by, RankingNow? ranking, CancellationToken cancellation)
    {
        var open = Sight.Narrow(new ViolationFilter { Town = town.Code, Ended = false }, by);
        var result = ranking?.Revision.Result.Units.FirstOrDefault(u => u.Input.Unit == town.Code);
        return new TownNow(
            town, await grains.GetGrain<ITownGrain>(town.Code).Get(), await Count(open), await Count(open with { DueBefore = clock.GetUtcNow() }), result,
            result is null ? null : ranking!.Period);

        async Task<long> Count(ViolationFilter filter) => (await queries.Violations(filter, new PageRequest(1, 1), cancellation)).Total;
    }
}
