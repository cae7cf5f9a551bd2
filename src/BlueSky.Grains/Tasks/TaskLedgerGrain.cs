using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Time;
using BlueSky.Violations;
using Orleans.Concurrency;

namespace BlueSky.Tasks;

/// <summary>Asks the tasks and counts the register, not more often than anybody needs.</summary>
[Reentrant]
internal sealed class TaskLedgerGrain(
    District district, TaskPlan plan, TaskMeasures measures, IQueries queries, ICreditQueries credit, TimeProvider clock) : Grain, ITaskLedgerGrain
{
    private const int PageRows = 500, AskedAtOnce = 50;
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1), CountEvery = TimeSpan.FromMinutes(1);

    private Task<TaskView[]>? _all;
    private DateTimeOffset _askedAt;
    private Task<ComputedProgress[]>? _computed;
    private DateTimeOffset _countedAt;

    private string Key => this.GetPrimaryKeyString();

    // Callers that come while it is under way share it; a failed one is not kept.
    public Task<TaskView[]> All()
    {
        var now = clock.GetUtcNow();
        if (_all is null || _all.IsFaulted || (_all.IsCompleted && now - _askedAt >= Freshness)) (_all, _askedAt) = (Ask(), now);
        return _all;
    }

    public Task<ComputedProgress[]> Computed()
    {
        var now = clock.GetUtcNow();
        if (_computed is null || _computed.IsFaulted || (_computed.IsCompleted && now - _countedAt >= CountEvery)) (_computed, _countedAt) = (Count(now), now);
        return _computed;
    }

    private async Task<TaskView[]> Ask()
    {
        if (TaskKey.ReadLedger(Key, district) is null) return [];
        var views = await Task.WhenAll(plan.Items.Select(i => GrainFactory.GetGrain<ITaskGrain>(TaskKey.Of(Key, i.Number)).Summarise()));
        return [.. views.OfType<TaskView>()];
    }

    private async Task<ComputedProgress[]> Count(DateTimeOffset now)
    {
        if (TaskKey.ReadLedger(Key, district) is not { } year || (await All()).Length == 0) return [];
        var areas = new KeyAreas(district);
        var facts = new Dictionary<string, List<SourceFacts>>(StringComparer.Ordinal);
        foreach (var kind in measures.All.SelectMany(m => m.Kinds).Distinct(StringComparer.Ordinal)) facts[kind] = await FactsOf(kind, year);
        return [.. measures.All.Select(m => MeasureCount.Of(m, m.Kinds.SelectMany(k => facts[k]), areas, year, now.ToChina()))];
    }

    private async Task<List<SourceFacts>> FactsOf(string kind, int year)
    {
        var rows = await Pages(page => queries.Sources(new SourceFilter(Kind: kind), page, CancellationToken.None));
        var records = new Dictionary<string, IReadOnlyDictionary<string, (decimal, DateTimeOffset)>>(StringComparer.Ordinal);
        if (measures.All.Any(m => m.Kinds.Contains(kind) && NeedsRecords(m.Form)))
        {
            foreach (var some in rows.Chunk(AskedAtOnce))
            {
                foreach (var view in await Task.WhenAll(some.Select(r => GrainFactory.GetGrain<ISourceGrain>(r.Registration.Id).Get())))
                    if (view is not null) records[view.Registration.Id] = view.LastReadings.ToDictionary(r => r.Channel, r => (r.Value, r.DataTime), StringComparer.Ordinal);
            }
        }

        var problems = measures.All.Any(m => m.Kinds.Contains(kind) && m.Form == MeasureForm.Cleared) ? await ProblemsOf(kind, year) : [];
        var trucks = measures.All.Any(m => m.Kinds.Contains(kind) && m.Form == MeasureForm.ClosedTrucks) ? await TrucksByFleet() : [];
        return
        [
            .. rows.Select(r => new SourceFacts(
                r.Registration, r.Summary, records.GetValueOrDefault(r.Registration.Id) ?? new Dictionary<string, (decimal, DateTimeOffset)>(),
                problems.GetValueOrDefault(r.Registration.Id).Found, problems.GetValueOrDefault(r.Registration.Id).Cleared)
            {
                Trucks = trucks.GetValueOrDefault(r.Registration.Id).All, ClosedTrucks = trucks.GetValueOrDefault(r.Registration.Id).Closed,
            }),
        ];
    }

    private async Task<Dictionary<string, (int Found, int Cleared)>> ProblemsOf(string kind, int year)
    {
        var (from, to) = (new DateTimeOffset(year, 1, 1, 0, 0, 0, ChinaTime.Offset), new DateTimeOffset(year + 1, 1, 1, 0, 0, 0, ChinaTime.Offset));
        var rows = await Pages(page => queries.Violations(new ViolationFilter(Kind: kind, From: from, To: to), page, CancellationToken.None));
        return rows.GroupBy(v => v.Last.SourceId, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (g.Count(), g.Count(v => v.Last.Kind == TransitionKind.Cleared)), StringComparer.Ordinal);
    }

    private async Task<Dictionary<string, (int All, int Closed)>> TrucksByFleet()
    {
        var rows = await Pages(page => credit.MuckTrucks(new MuckTruckFilter(Retired: false), page, CancellationToken.None));
        return rows.GroupBy(t => t.Truck.Fleet, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (g.Count(), g.Count(t => t.Truck.IsClosed)), StringComparer.Ordinal);
    }

    private static bool NeedsRecords(MeasureForm form) =>
        form is MeasureForm.Checked or MeasureForm.Recorded or MeasureForm.WeightedShare or MeasureForm.ThreeLists;

    private static async Task<List<T>> Pages<T>(Func<PageRequest, Task<Page<T>>> read)
    {
        var all = new List<T>();
        for (var number = 1; ; number++)
        {
            var page = await read(new PageRequest(number, PageRows));
            all.AddRange(page.Items);
            if (page.Items.Count < PageRows) return all;
        }
    }
}
