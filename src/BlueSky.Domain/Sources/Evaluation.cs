using BlueSky.Violations;

namespace BlueSky.Sources;

/// <summary>What came out of one or more observations or ticks. Reusable: the caller clears it after use.</summary>
public sealed class Evaluation
{
    /// <summary>Steps of problems, in order.</summary>
    public List<RuleTransition> Transitions { get; } = [];

    /// <summary>Hours that closed or were corrected, in order; of the same hour the one with the greatest version is the truth.</summary>
    public List<HourlyValue> Hours { get; } = [];

    /// <summary>
    /// Labels (ends) of hours that data were added to but whose sums are no longer, or not wholly, held here: the caller
    /// recomputes them from the journal with <see cref="HourlyStatistics.Compute"/>.
    /// </summary>
    public List<DateTimeOffset> HoursToRecompute { get; } = [];

    /// <summary>True when the status of the source differs from before.</summary>
    public bool StatusChanged { get; internal set; }

    /// <summary>Empties it for the next use.</summary>
    public void Clear()
    {
        Transitions.Clear();
        Hours.Clear();
        HoursToRecompute.Clear();
        StatusChanged = false;
    }
}
