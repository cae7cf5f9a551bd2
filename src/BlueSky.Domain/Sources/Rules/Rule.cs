namespace BlueSky.Sources.Rules;

/// <summary>A live usable value as rules see it.</summary>
internal readonly record struct RuleReading(
    string Point, decimal Value, DateTimeOffset At, Period Period, int PeriodSeconds, Converted Converted);

/// <summary>A valid hour as rules see it.</summary>
internal readonly record struct RuleHour(
    string Point, DateTimeOffset Start, decimal Mean, bool FromDevice, Converted Converted)
{
    public DateTimeOffset End => Start.AddHours(1);
}

/// <summary>
/// The behaviour of one rule of a kind, shared by all its sources: it holds no state of a source. What a source has of it
/// lies in its <see cref="SourceCondition"/>.
/// </summary>
internal abstract class Rule(RuleSpec spec)
{
    public RuleSpec Spec { get; } = spec;

    public string Id => Spec.Id;

    /// <summary>Position in the kind's rules.</summary>
    public int Index { get; set; }

    /// <summary>Factor whose values it wants; null for none.</summary>
    public virtual FactorSpec? Factor => null;

    /// <summary>True when it compares converted values where the factor has a conversion.</summary>
    public virtual bool WantsConverted => false;

    /// <summary>True for rules with time ends of their own.</summary>
    public virtual bool IsTimed => false;

    /// <summary>True for rules that look at whole packets.</summary>
    public virtual bool HearsPackets => false;

    public virtual void OnReading(RuleRun run, in RuleReading reading)
    {
    }

    public virtual void OnHour(RuleRun run, in RuleHour hour)
    {
    }

    /// <summary>The mean of an hour became known or was corrected, live or late.</summary>
    public virtual void OnHourKnown(RuleRun run, string point, DateTimeOffset start, decimal? before, decimal? after)
    {
    }

    /// <summary>A live observation of a device came; its values are not yet stored.</summary>
    public virtual void OnObservation(RuleRun run, Observation observation)
    {
    }

    /// <summary>The values of a live observation of a device are stored and told.</summary>
    public virtual void AfterObservation(RuleRun run, Observation observation)
    {
    }

    /// <summary>A record came, live or late.</summary>
    public virtual void OnRecord(RuleRun run, Observation observation, bool live)
    {
    }

    /// <summary>The reference station's value of an hour came.</summary>
    public virtual void OnReference(RuleRun run)
    {
    }

    /// <summary>Event time at which it must be woken next; null for never.</summary>
    public virtual DateTimeOffset? Due(RuleRun run) => null;

    /// <summary>Event time reached <paramref name="at"/>, which is not before its due time.</summary>
    public virtual void OnDue(RuleRun run, DateTimeOffset at)
    {
    }
}

/// <summary>The rules of a kind, sorted by what they listen to.</summary>
internal sealed class RuleSet
{
    public RuleSet(SourceKind kind)
    {
        All = [.. kind.Rules.Select(spec => spec.Build(kind))];
        for (var i = 0; i < All.Length; i++) All[i].Index = i;
        ByFactor = [.. kind.Factors.Select(factor => All.Where(r => r.Factor == factor && !IsConverted(r)).ToArray())];
        ByConverted = [.. kind.Factors.Select(factor => All.Where(r => r.Factor == factor && IsConverted(r)).ToArray())];
        Timed = [.. All.Where(r => r.IsTimed)];
        Packets = [.. All.Where(r => r.HearsPackets)];
        static bool IsConverted(Rule rule) => rule.WantsConverted && rule.Factor?.Conversion is not null;
    }

    public Rule[] All { get; }

    public Rule[][] ByFactor { get; }

    public Rule[][] ByConverted { get; }

    public Rule[] Timed { get; }

    public Rule[] Packets { get; }
}
