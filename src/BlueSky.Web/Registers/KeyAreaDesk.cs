using BlueSky.Districts;
using BlueSky.Tasks;
using BlueSky.Time;

namespace BlueSky.Web;

/// <summary>Brings together what the three lists are made of.</summary>
internal sealed class KeyAreaDesk(
    RegisterDesk register, TaskDesk tasks, IGrainFactory grains, District district, IReadOnlyList<KindInfo> kinds, TimeProvider clock)
{
    /// <summary>The lists as they are now, as far as the caller sees.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="year">Year of the task ledger that names persons.</param>
    /// <param name="kind">One kind; null for all.</param>
    /// <param name="town">One town; null for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<KeyAreaLists> Lists(Caller caller, int year, string? kind, string? town, CancellationToken cancellation)
    {
        var entries = new List<Sources.SourceRegistration>();
        foreach (var one in kinds.Where(k => kind is null || k.Code == kind)) entries.AddRange(await register.Entries(register.ReachOf(caller), one.Code, town, cancellation));
        return new KeyAreaLists(district, entries, clock.GetUtcNow().Day(), kinds, await People(year));
    }

    public int YearOf(Arguments arguments) => tasks.YearOf(arguments);

    /// <summary>Year of the task ledger that is looked at when none is named.</summary>
    public int CurrentYear => tasks.CurrentYear;

    // The break-down of a task to a town names who answers; which kinds a task is about, the system's measures say.
    private async Task<IReadOnlyList<LedgerPerson>> People(int year)
    {
        var ledger = grains.GetGrain<ITaskLedgerGrain>(FormattableString.Invariant($"{district.Code}/{year}"));
        var measures = (await ledger.Computed()).Select(c => c.Measure).ToList();
        return
        [
            .. from task in await ledger.All()
               from share in task.Task.Shares
               where share.Responsible.Length > 0
               from measure in measures
               where measure.Number == task.Task.Item.Number
               from kind in measure.Kinds
               orderby measure.Number
               select new LedgerPerson(kind, share.Town, measure.Number, share.Responsible),
        ];
    }
}
