namespace BlueSky.Sources;

/// <content>What the rules wait for from outside.</content>
public sealed partial class SourceMonitor
{
    /// <summary>Hours of the reference station that rules wait for: factor code and START of the hour. Empty when none waits.</summary>
    /// <remarks>An hour left by a rule that the kind no longer has waits for nothing.</remarks>
    public IReadOnlyList<(string Factor, DateTimeOffset HourStart)> AwaitedReferences
    {
        get
        {
            if (_condition.Pending is not { Count: > 0 } pending) return [];
            var awaited = new List<(string, DateTimeOffset)>(pending.Count);
            foreach (var hour in pending)
            {
                if (FactorOf(hour.Rule) is { } factor && !awaited.Contains((factor, hour.Start))) awaited.Add((factor, hour.Start));
            }

            return awaited;
        }
    }

    private string? FactorOf(string ruleId)
    {
        foreach (var rule in _rules.All)
        {
            if (rule.Id == ruleId) return rule.Factor?.Code;
        }

        return null;
    }
}
