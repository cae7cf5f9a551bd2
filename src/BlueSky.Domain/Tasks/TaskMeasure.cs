namespace BlueSky.Tasks;

/// <summary>How the progress of a task is counted from the register.</summary>
public enum MeasureForm
{
    /// <summary>Entries whose needed fields are given, among all entries: a register completed (清单齐全).</summary>
    RegisterComplete = 0,

    /// <summary>Sources with a device, among those in service: monitoring coverage (在线监控覆盖).</summary>
    Connected = 1,

    /// <summary>Sources with an inspection of their checklist in the year (检查覆盖).</summary>
    Checked = 2,

    /// <summary>Sources with a record of one channel in the year, or within so many days (记录覆盖).</summary>
    Recorded = 3,

    /// <summary>A share in percent that sources report, weighted by a number of their entry (占比).</summary>
    WeightedShare = 4,

    /// <summary>Problems that are gone, among those found in the year (问题消除).</summary>
    Cleared = 5,

    /// <summary>Sources in the key areas that stand in all three lists: complete entry, inspected measures, responsibility (三个清单).</summary>
    ThreeLists = 6,

    /// <summary>Registered muck trucks of the fully closed type, among all registered (备案渣土车密闭率): counted from the register of trucks.</summary>
    ClosedTrucks = 7,
}

/// <summary>What the system computes for a task: a row of <c>task-measures.csv</c>.</summary>
/// <param name="Number">Number of the task in the plan's ledger.</param>
/// <param name="Form">How it is counted.</param>
/// <param name="Kinds">Kinds of source that count.</param>
/// <param name="Needs">Fields that a complete entry gives: <c>address</c>, <c>location</c>, <c>industry</c>, <c>reference-station</c>.</param>
/// <param name="SizeClass">Only sources of this size class; empty for all.</param>
/// <param name="Channel">Channel of the record or share; empty where the form needs none.</param>
/// <param name="Weight">Parameter of the entry that weighs a share; empty where the form needs none.</param>
/// <param name="WithinDays">A record is good for so many days; null for the year of the ledger.</param>
/// <param name="Target">Wanted percentage.</param>
/// <param name="Numerator">What the numerator counts, in Chinese.</param>
/// <param name="Denominator">What the denominator counts.</param>
/// <param name="Mark">How sure it is that this is what the plan means: T, S, K or D.</param>
/// <param name="Note">What it does not show.</param>
public sealed record TaskMeasure(
    int Number, MeasureForm Form, IReadOnlyList<string> Kinds, IReadOnlyList<string> Needs, string SizeClass, string Channel, string Weight,
    int? WithinDays, int Target, string Numerator, string Denominator, string Mark, string Note);

/// <summary>Numerator and denominator of one town.</summary>
/// <param name="Town">Town code.</param>
/// <param name="Numerator">Numerator.</param>
/// <param name="Denominator">Denominator.</param>
public sealed record TownCount(string Town, decimal Numerator, decimal Denominator);

/// <summary>Progress that the system counted itself (系统测算), beside what units report.</summary>
/// <param name="Measure">How it was counted.</param>
/// <param name="Numerator">Numerator of the district.</param>
/// <param name="Denominator">Denominator; 0 when there is nothing to count.</param>
/// <param name="Demo">Sources (or problems) of the denominator that are invented for the demonstration.</param>
/// <param name="Towns">By town, in order of code; towns with nothing to count are left out.</param>
/// <param name="At">When it was counted.</param>
public sealed record ComputedProgress(
    TaskMeasure Measure, decimal Numerator, decimal Denominator, decimal Demo, IReadOnlyList<TownCount> Towns, DateTimeOffset At)
{
    /// <summary>Percent with one decimal, rounded down so that 100 means all; null when there is nothing to count.</summary>
    public decimal? Percent => Denominator == 0 ? null : decimal.Floor(Numerator * 1000 / Denominator) / 10;

    /// <summary>True when the target is reached; null when there is nothing to count.</summary>
    public bool? Reached => Percent is { } percent ? percent >= Measure.Target : null;
}
