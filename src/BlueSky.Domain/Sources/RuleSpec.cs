using BlueSky.Sources.Rules;

namespace BlueSky.Sources;

/// <summary>When a rule applies, by the event time in China; outside of it the rule rests.</summary>
/// <param name="Months">Months 1..12; empty for all.</param>
/// <param name="FromHour">First hour of the day 0..23, inclusive.</param>
/// <param name="ToHour">Hour of the day 0..24, exclusive; less than or equal to <paramref name="FromHour"/> runs over midnight.</param>
public sealed record Schedule(IReadOnlyList<int> Months, int FromHour, int ToHour)
{
    /// <summary>True when the rule applies at <paramref name="chinaTime"/> (offset +08:00).</summary>
    public bool Covers(DateTimeOffset chinaTime)
    {
        var monthFits = Months.Count == 0;
        for (var i = 0; i < Months.Count; i++) monthFits |= Months[i] == chinaTime.Month;
        if (!monthFits) return false;
        var hour = chinaTime.Hour;
        return FromHour < ToHour ? hour >= FromHour && hour < ToHour : hour >= FromHour || hour < ToHour;
    }
}

/// <summary>When an open problem clears (hysteresis).</summary>
/// <param name="Periods">Periods (readings, windows, valid hours, days) in order that must be below the limit, at least 1.</param>
/// <param name="Minutes">Minutes for which it must stay below, for momentary rules; 0 for none.</param>
public sealed record ClearSpec(int Periods, int Minutes);

/// <summary>What silences an ambient rule that weather could trip.</summary>
/// <param name="SandDust">True: while a sand-dust interval (沙尘) is flagged.</param>
/// <param name="ReferenceAbove">While the reference station's hour is above this; null for never.</param>
public sealed record SuppressSpec(bool SandDust, decimal? ReferenceAbove);

/// <summary>A condition on the last value of a channel, e.g. that a fan runs.</summary>
/// <param name="Channel">Channel, e.g. <c>SB7-RS</c>.</param>
/// <param name="EqualTo">True when the last value equals this.</param>
/// <param name="Above">True when the last value is above this.</param>
public sealed record ChannelCondition(string Channel, decimal? EqualTo, decimal? Above)
{
    internal bool Holds(decimal value) => (EqualTo is { } e && value == e) || (Above is { } a && value > a);
}

/// <summary>One rule of a kind file: all figures are data. The subtypes say what is compared.</summary>
public abstract record RuleSpec
{
    /// <summary>Id within the kind, e.g. <c>pm10-hour</c>; part of a violation's identity, so never reused for another meaning.</summary>
    public required string Id { get; init; }

    /// <summary>Chinese name, shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>Severity of the problem it opens.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Where the rule comes from.</summary>
    public required Provenance From { get; init; }

    /// <summary>When an open problem clears.</summary>
    public ClearSpec Clear { get; init; } = new(1, 0);

    /// <summary>When it applies; null for always.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Size classes it applies to; empty for all.</summary>
    public IReadOnlyList<string> SizeClasses { get; init; } = [];

    /// <summary>Branches of industry it applies to; empty for all.</summary>
    public IReadOnlyList<string> Industries { get; init; } = [];

    internal bool AppliesTo(SourceRegistration source) =>
        (SizeClasses.Count == 0 || (source.SizeClass is { } size && SizeClasses.Contains(size)))
        && (Industries.Count == 0 || (source.Industry is { } industry && Industries.Contains(industry)));

    internal abstract Rule Build(SourceKind kind);
}

/// <summary>over-limit: a value outside the limit row of its factor, averaging and level.</summary>
public sealed record OverLimitSpec : RuleSpec
{
    /// <summary>Factor code.</summary>
    public required string Factor { get; init; }

    /// <summary>Over what the value is formed.</summary>
    public required Averaging Averaging { get; init; }

    /// <summary>Level of the limit row; empty for the only one.</summary>
    public string Level { get; init; } = "";

    /// <summary>Periods in a row that must be outside, at least 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Minutes for which readings must be outside without a break; 0 for at once. Momentary values only.</summary>
    public int ForMinutes { get; init; }

    /// <summary>A gap longer than this, minutes, breaks a run of readings.</summary>
    public int MaxGapMinutes { get; init; } = 10;

    /// <summary>Minutes of an n-minute window that must be covered; valid hours of a day for daily means; else not used.</summary>
    public int MinimumCoverage { get; init; }

    /// <summary>Only readings taken while one of these holds count; empty for all.</summary>
    public IReadOnlyList<ChannelCondition> While { get; init; } = [];

    /// <summary>What silences it; null for nothing.</summary>
    public SuppressSpec? Suppress { get; init; }

    internal override Rule Build(SourceKind kind) => Averaging.Kind switch
    {
        AveragingKind.Instant => new OverLimitInstantRule(this, kind),
        AveragingKind.Minutes => new OverLimitWindowRule(this, kind),
        AveragingKind.Hour => new OverLimitHourRule(this, kind),
        AveragingKind.Day => new OverLimitDayRule(this, kind),
        _ => new OverLimitRecordRule(this, kind),
    };
}

/// <summary>reference-ratio: an hourly mean against the limit and against the reference station's same hour.</summary>
public sealed record ReferenceRatioSpec : RuleSpec
{
    /// <summary>Factor code; the reference value comes as channel <c>factor-Avg</c>.</summary>
    public required string Factor { get; init; }

    /// <summary>Yellow (severity of the rule) needs value > ratio × reference besides being over the hourly limit.</summary>
    public required decimal Ratio { get; init; }

    /// <summary>Level of the limit row for yellow; empty for the only one.</summary>
    public string Level { get; init; } = "";

    /// <summary>Red above this, whatever the reference; also without one.</summary>
    public required decimal RedAbove { get; init; }

    /// <summary>A yellow hour is red above this ratio.</summary>
    public required decimal RedRatio { get; init; }

    /// <summary>Yellow hours in a row that make red.</summary>
    public required int RedAfterHours { get; init; }

    /// <summary>Severity of red.</summary>
    public Severity RedSeverity { get; init; } = Severity.Serious;

    /// <summary>What silences it.</summary>
    public SuppressSpec? Suppress { get; init; }

    internal override Rule Build(SourceKind kind) => new ReferenceRatioRule(this, kind);
}

/// <summary>treatment-off: the treatment (净化器) is off while the plant works.</summary>
public sealed record TreatmentOffSpec : RuleSpec
{
    /// <summary>Working when any of these holds.</summary>
    public required IReadOnlyList<ChannelCondition> Working { get; init; }

    /// <summary>Treated when any of these holds; unknown while none of their channels was ever sent.</summary>
    public required IReadOnlyList<ChannelCondition> Treated { get; init; }

    /// <summary>Problem when off for more than this many minutes.</summary>
    public required int LongerThanMinutes { get; init; }

    /// <summary>A gap between packets longer than this, minutes, proves nothing and starts anew.</summary>
    public int MaxGapMinutes { get; init; } = 10;

    internal override Rule Build(SourceKind kind) => new TreatmentOffRule(this);
}

/// <summary>vapour-liquid-ratio: share of refuellings outside A/L bounds per nozzle and natural day (GB 20952-2020 annex E).</summary>
public sealed record VapourLiquidRatioSpec : RuleSpec
{
    /// <summary>Factor with the ratio.</summary>
    public required string RatioFactor { get; init; }

    /// <summary>Factor with the fuel volume, L.</summary>
    public required string VolumeFactor { get; init; }

    /// <summary>Refuellings below this, L, do not count.</summary>
    public required decimal MinimumVolume { get; init; }

    /// <summary>Lower bound of the ratio; below is bad.</summary>
    public required decimal Lower { get; init; }

    /// <summary>Upper bound of the ratio; above is bad.</summary>
    public required decimal Upper { get; init; }

    /// <summary>Share of bad refuellings, %, above which the day is in warning.</summary>
    public required decimal SharePercent { get; init; }

    /// <summary>Fewer refuellings are carried to the next day.</summary>
    public required int MinimumCount { get; init; }

    /// <summary>Judged days in a row in warning that make an alarm.</summary>
    public required int AlarmDays { get; init; }

    /// <summary>Extreme below this.</summary>
    public required decimal ExtremeLower { get; init; }

    /// <summary>Extreme above this.</summary>
    public required decimal ExtremeUpper { get; init; }

    /// <summary>Extreme for more than this many hours on end is an alarm at once.</summary>
    public required int ExtremeHours { get; init; }

    internal override Rule Build(SourceKind kind) => new VapourLiquidRatioRule(this, kind);
}

/// <summary>daily-condition: a state of one factor that puts a day in warning; days in a row make an alarm.</summary>
public sealed record DailyConditionSpec : RuleSpec
{
    /// <summary>Factor code.</summary>
    public required string Factor { get; init; }

    /// <summary>Lower bound of the condition, inclusive; null for none.</summary>
    public decimal? AtLeast { get; init; }

    /// <summary>Upper bound of the condition, inclusive; null for none.</summary>
    public decimal? AtMost { get; init; }

    /// <summary>The condition must hold on end for more than this many minutes within the day; 0: one reading is enough.</summary>
    public required int LongerThanMinutes { get; init; }

    /// <summary>A gap between readings longer than this, minutes, breaks the run.</summary>
    public int MaxGapMinutes { get; init; } = 10;

    /// <summary>Days in a row that make an alarm.</summary>
    public required int AlarmDays { get; init; }

    internal override Rule Build(SourceKind kind) => new DailyConditionRule(this, kind);
}

/// <summary>measures: a checklist of the kind's measures with failed items.</summary>
public sealed record MeasuresSpec : RuleSpec
{
    /// <summary>Failed items from which on it is serious (stop-work candidate).</summary>
    public required int SeriousFrom { get; init; }

    internal override Rule Build(SourceKind kind) => new MeasuresRule(this, kind);
}

/// <summary>presence: what may not exist at all was found (存在即违规).</summary>
public sealed record PresenceSpec : RuleSpec
{
    /// <summary>Factor code; a record with a value above 0 opens, with 0 clears.</summary>
    public required string Factor { get; init; }

    internal override Rule Build(SourceKind kind) => new PresenceRule(this, kind);
}

/// <summary>overdue: something that must be done every n days was not (清洗超期).</summary>
public sealed record OverdueSpec : RuleSpec
{
    /// <summary>Channel of the record that says it was done, e.g. <c>cleaning-Done</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Days between two; exactly n days is in time.</summary>
    public required int Days { get; init; }

    internal override Rule Build(SourceKind kind) => new OverdueRule(this);
}

/// <summary>silence: nothing arrives (离线).</summary>
public sealed record SilenceSpec : RuleSpec
{
    /// <summary>Hours without data that make a warning.</summary>
    public required int WarningHours { get; init; }

    /// <summary>Hours without data that make a violation; not less than the warning's.</summary>
    public required int ViolationHours { get; init; }

    internal override Rule Build(SourceKind kind) => new SilenceRule(this);
}

/// <summary>constant: the same reading for too long (恒值).</summary>
public sealed record ConstantSpec : RuleSpec
{
    /// <summary>Factor code.</summary>
    public required string Factor { get; init; }

    /// <summary>Hours of the same value that are suspect; exactly n hours already is.</summary>
    public required int Hours { get; init; }

    /// <summary>A gap longer than this, minutes, starts anew.</summary>
    public int MaxGapMinutes { get; init; } = 60;

    /// <summary>Values that may stand for long, e.g. 0 while nothing runs.</summary>
    public IReadOnlyList<decimal> Except { get; init; } = [];

    internal override Rule Build(SourceKind kind) => new ConstantRule(this, kind);
}

/// <summary>jump: a reading far above the median of the last 24 hours (突变).</summary>
public sealed record JumpSpec : RuleSpec
{
    /// <summary>Factor code.</summary>
    public required string Factor { get; init; }

    /// <summary>Suspect above this many times the median.</summary>
    public required decimal Times { get; init; }

    /// <summary>Hourly means of the last 24 h needed at least, 1..24.</summary>
    public required int MinimumHours { get; init; }

    internal override Rule Build(SourceKind kind) => new JumpRule(this, kind);
}
