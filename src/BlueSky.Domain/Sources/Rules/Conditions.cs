namespace BlueSky.Sources.Rules;

/// <summary>Conditions on the last values of other channels.</summary>
internal static class Conditions
{
    /// <summary>
    /// True when any condition holds by a usable last value. A state (CN 2021) is valid until changed; a momentary value only
    /// for <paramref name="maxAgeMinutes"/>.
    /// </summary>
    public static bool AnyHolds(RuleRun run, IReadOnlyList<ChannelCondition> conditions, DateTimeOffset at, int maxAgeMinutes)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            if (run.TryGetLast(conditions[i].Channel, out var last) && IsFresh(last, at, maxAgeMinutes) && conditions[i].Holds(last.Value)) return true;
        }

        return false;
    }

    /// <summary>True when at least one of the channels has a usable value to judge by.</summary>
    public static bool AnyKnown(RuleRun run, IReadOnlyList<ChannelCondition> conditions, DateTimeOffset at, int maxAgeMinutes)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            if (run.TryGetLast(conditions[i].Channel, out var last) && IsFresh(last, at, maxAgeMinutes)) return true;
        }

        return false;
    }

    private static bool IsFresh(in LastValue last, DateTimeOffset at, int maxAgeMinutes) =>
        last.Quality.IsUsable() && (last.Period == Period.State || at - last.At <= TimeSpan.FromMinutes(maxAgeMinutes));
}

/// <summary>What counts as evidence in records.</summary>
internal static class Records
{
    /// <summary>Records are often entered by hand: a manual value is evidence there, though never in statistics.</summary>
    public static bool IsEvidence(Quality quality) => (quality & ~Quality.Manual).IsUsable();
}
