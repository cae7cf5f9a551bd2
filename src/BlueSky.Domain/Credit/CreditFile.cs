using BlueSky.Access;
using BlueSky.Assessment;

namespace BlueSky.Credit;

/// <summary>An appeal and what came of it.</summary>
/// <param name="Filed">How it was filed.</param>
/// <param name="Decided">The decision; null while there is none.</param>
public sealed record CreditAppeal(AppealFiled Filed, AppealDecided? Decided);

/// <summary>
/// The file (信用档案) of one source or muck truck: what departments entered, appeals, corrections, and the accounts as they were frozen.
/// Immutable; its events in order are all there is.
/// </summary>
public sealed partial record CreditFile
{
    /// <summary>Most events of one file: a bound against a caller that repeats itself under new ids.</summary>
    public const int MostEvents = 2_000;

    /// <summary>The last of them are left to freezing: a file that entries have filled must not hold up the closing of a quarter.</summary>
    public const int KeptForFreezing = 200;

    private CreditFile(IReadOnlyList<CreditEvent> events) => Events = events;

    /// <summary>A file in which nothing happened.</summary>
    public static CreditFile Empty { get; } = new([]);

    /// <summary>The events in order.</summary>
    public IReadOnlyList<CreditEvent> Events { get; }

    /// <summary>Number of the last event.</summary>
    public int Version => Events.Count;

    /// <summary>Appeals in the order in which they were filed.</summary>
    public IEnumerable<CreditAppeal> Appeals =>
        Events.OfType<AppealFiled>().Select(a => new CreditAppeal(a, Events.OfType<AppealDecided>().FirstOrDefault(d => d.Appeal == a.Number)));

    /// <summary>The file after more happened.</summary>
    public CreditFile After(IEnumerable<CreditEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var all = Events.ToList();
        foreach (var one in events) all.Add(one with { Number = all.Count + 1 });
        return new CreditFile(all);
    }

    /// <summary>Frozen accounts of a period, oldest first.</summary>
    public IEnumerable<PeriodFrozen> Frozen(Period period) => Events.OfType<PeriodFrozen>().Where(f => f.Period == period);

    /// <summary>What was entered, as facts.</summary>
    /// <param name="kind">Kind of the holder.</param>
    /// <param name="upTo">Number of the last event to read.</param>
    public IReadOnlyList<CreditFact> Facts(string kind, int upTo = int.MaxValue) =>
    [
        .. Events.OfType<PointsEntered>().Where(e => e.Number <= upTo)
            .Select(e => new CreditFact { Line = e.Line, At = e.HappenedAt, On = CreditOccasion.Entered, Kind = kind, Clause = e.Clause }),
    ];

    /// <summary>What was decided on lines, in order.</summary>
    /// <param name="upTo">Number of the last event to read.</param>
    public IReadOnlyList<CreditChange> Changes(int upTo = int.MaxValue) =>
    [
        .. Events.Where(e => e.Number <= upTo).Select(e => e switch
        {
            AppealDecided { Upheld: true } d => new CreditChange(d.Line, 0, $"申诉成立（第{d.Appeal}号），不扣分"),
            LineCorrected c => new CreditChange(c.Line, c.Points, $"更正（{c.Document}）"),
            _ => null,
        }).OfType<CreditChange>(),
    ];

    /// <summary>Who entered a line; null for what the system took.</summary>
    internal Actor? EnteredBy(string line) => Events.OfType<PointsEntered>().FirstOrDefault(e => e.Line == line)?.By;

    private bool HasPending(string line) => Appeals.Any(a => a.Filed.Line == line && a.Decided is null);
}
