using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>A value of a chart.</summary>
/// <param name="At">Label of the hour, or the moment of the reading.</param>
/// <param name="Value">Value; null when the hour is not valid.</param>
/// <param name="IsUsable">False for a reading that enters no mean and no rule.</param>
public sealed record ChartPoint(DateTimeOffset At, decimal? Value, bool IsUsable);

/// <summary>A limit for as long as it holds within the chart.</summary>
/// <param name="Row">The row of the kind's table.</param>
/// <param name="From">From.</param>
/// <param name="To">To.</param>
public sealed record LimitSpan(LimitRow Row, DateTimeOffset From, DateTimeOffset To);

/// <summary>A problem within the chart.</summary>
/// <param name="Id">Id.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When the rule cleared it; the end of the chart while it has not.</param>
/// <param name="Last">Its last step, with severity and figures.</param>
public sealed record ProblemSpan(string Id, DateTimeOffset From, DateTimeOffset To, RuleTransition Last);

/// <summary>One factor of one source over a span, with the limits that held and the problems that were.</summary>
/// <param name="Factor">Factor and point.</param>
/// <param name="Period">Span and kind of values.</param>
/// <param name="Points">Values, oldest first.</param>
/// <param name="Limits">Limits that speak of such values.</param>
/// <param name="Problems">Problems of this factor that lie in the span, newest first.</param>
/// <param name="LeftOut">Readings at the beginning of the span that are too many to be drawn.</param>
public sealed record FactorChart(
    FactorAt Factor, ChartPeriod Period, IReadOnlyList<ChartPoint> Points, IReadOnlyList<LimitSpan> Limits, IReadOnlyList<ProblemSpan> Problems, long LeftOut)
{
    /// <summary>The largest value that counts, and when; null without values.</summary>
    public ChartPoint? Largest => Points.Where(p => p is { Value: not null, IsUsable: true }).MaxBy(p => p.Value);

    /// <summary>Values that count.</summary>
    public int Valid => Points.Count(p => p is { Value: not null, IsUsable: true });
}
