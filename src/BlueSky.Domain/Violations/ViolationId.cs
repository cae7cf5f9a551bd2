using System.Globalization;
using BlueSky.Time;

namespace BlueSky.Violations;

/// <summary>
/// The identity of a problem follows from what it is (source, rule, point, start), so two activations of one source that
/// overlap for a moment after a failure name the same problem alike.
/// </summary>
public static class ViolationId
{
    /// <summary>E.g. <c>371302-gas-0012~al-share~003~20210801T093000</c>; the point is left out when empty.</summary>
    public static string Of(string sourceId, string ruleId, string point, DateTimeOffset start)
    {
        var time = start.ToChina().ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        return point.Length == 0 ? $"{sourceId}~{ruleId}~{time}" : $"{sourceId}~{ruleId}~{point}~{time}";
    }

    /// <summary>What fires again and again: source, rule and point. Of one series at most one problem is open at a time.</summary>
    public static string SeriesOf(RuleTransition step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Point.Length == 0 ? $"{step.SourceId}~{step.RuleId}" : $"{step.SourceId}~{step.RuleId}~{step.Point}";
    }
}
