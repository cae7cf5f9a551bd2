using BlueSky.Sources.Rules;

namespace BlueSky.Sources;

/// <summary>Where an entry of a kind file comes from and how sure it is.</summary>
/// <param name="Mark">T text of the rule, S secondary source, K own knowledge, unverified, D our default.</param>
/// <param name="Citation">Standard and clause, or the document.</param>
public sealed record Provenance(string Mark, string Citation)
{
    /// <summary>True for K and D: shown as “默认值，待区局确认” wherever a person sees the figure.</summary>
    public bool NeedsConfirmation => Mark is "K" or "D";
}

/// <summary>A single figure or word of a kind file with its provenance.</summary>
/// <param name="Value">The figure or word.</param>
/// <param name="From">Where it comes from.</param>
public sealed record Sourced<T>(T Value, Provenance From);

/// <summary>One factor (监测因子) that a kind of source can report.</summary>
/// <param name="Code">Code without point and field, e.g. <c>a34002</c>, <c>AL</c>.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Unit">The one unit all values have after the device profile's scale, e.g. <c>µg/m³</c>.</param>
/// <param name="Digits">Decimal places of published means, 0..6 (GB/T 8170).</param>
/// <param name="CanBeNegative">False marks negative values.</param>
/// <param name="Hourly">True when hourly means make sense (not for states and records).</param>
/// <param name="Sentinels">Values that mean "over range" or "no value", e.g. 9999.99; never enter statistics.</param>
/// <param name="Conversion">How the value is converted before it is held against limits; null for none.</param>
/// <param name="From">Where the row comes from.</param>
public sealed record FactorSpec(
    string Code, string Name, string NameEn, string Unit, int Digits, bool CanBeNegative, bool Hourly,
    IReadOnlyList<decimal> Sentinels, ConversionSpec? Conversion, Provenance From)
{
    /// <summary>Ending of the factor code under which converted values are kept, e.g. <c>a21026.zs</c> (折算).</summary>
    public const string ConvertedSuffix = ".zs";
}

/// <summary>How a measured value becomes the value that limits speak of.</summary>
/// <param name="From">Where the formula and its figures come from.</param>
public abstract record ConversionSpec(Provenance From);

/// <summary>C = C' × (ambient − O2ref) / (ambient − O2): conversion to the reference oxygen content 基准含氧量.</summary>
/// <param name="OxygenFactor">Factor with the measured oxygen, %.</param>
/// <param name="Ambient">Oxygen of air, %.</param>
/// <param name="AbnormalAt">From this oxygen on, %, nothing is converted and the value is marked.</param>
/// <param name="ByIndustry">Reference oxygen, %, by branch of industry; a limit row's own goes first.</param>
/// <param name="From">Where it comes from.</param>
public sealed record OxygenConversion(
    string OxygenFactor, decimal Ambient, decimal AbnormalAt, IReadOnlyDictionary<string, Sourced<decimal>> ByIndustry, Provenance From)
    : ConversionSpec(From);

/// <summary>C = C × Q / (n × flow per stove): conversion to the reference flow of the stoves in use 基准风量.</summary>
/// <param name="FlowParameter">Parameter of the register entry with the fan's flow Q, m³/h.</param>
/// <param name="StovesParameter">Parameter of the register entry with the number of stoves n.</param>
/// <param name="FlowPerStove">Reference flow of one stove, m³/h.</param>
/// <param name="From">Where it comes from.</param>
public sealed record StoveConversion(string FlowParameter, string StovesParameter, decimal FlowPerStove, Provenance From)
    : ConversionSpec(From);

/// <summary>One item of a measures checklist (六项措施 and the like).</summary>
/// <param name="Item">Short code, e.g. <c>washing</c>; records carry it as <c>washing@measure-Pass</c>.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="StopWork">True when failing this one item alone makes a stop-work candidate.</param>
/// <param name="From">Where it comes from.</param>
public sealed record MeasureItem(string Item, string Name, string NameEn, bool StopWork, Provenance From);

/// <summary>
/// One kind of source (污染源类型): everything that the engine must know of it, read from one file. Immutable and shared by
/// all sources of the kind.
/// </summary>
public sealed class SourceKind
{
    private ChannelTable? _channels;
    private RuleSet? _ruleSet;

    /// <summary>Code, equal to the file's name without its ending, e.g. <c>gas-station</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>Lead department (牵头部门) as the plan writes it.</summary>
    public required Sourced<string> LeadDepartment { get; init; }

    /// <summary>Control zone of sources that declare none; null where zones do not matter.</summary>
    public Sourced<string>? DefaultZone { get; init; }

    /// <summary>Minutes of an hour that usable values must cover for the hour to be valid, 1..60.</summary>
    public required Sourced<int> ValidHourMinutes { get; init; }

    /// <summary>Factors, in the order of the file.</summary>
    public required IReadOnlyList<FactorSpec> Factors { get; init; }

    /// <summary>Limits with their validity.</summary>
    public required LimitTable Limits { get; init; }

    /// <summary>Rules, in the order of the file.</summary>
    public required IReadOnlyList<RuleSpec> Rules { get; init; }

    /// <summary>Measures checklist; empty where the kind has none.</summary>
    public required IReadOnlyList<MeasureItem> Measures { get; init; }

    /// <summary>The silence rule of the kind; null where nothing is expected to report.</summary>
    public SilenceSpec? Silence { get; init; }

    /// <summary>The factor of that code (without point); null when the kind does not know it.</summary>
    public FactorSpec? FindFactor(string code)
    {
        foreach (var factor in Factors)
        {
            if (string.Equals(factor.Code, code, StringComparison.Ordinal)) return factor;
        }

        return null;
    }

    internal ChannelTable Channels => _channels ?? Interlocked.CompareExchange(ref _channels, new ChannelTable(this), null) ?? _channels;

    internal RuleSet RuleSet => _ruleSet ?? Interlocked.CompareExchange(ref _ruleSet, new RuleSet(this), null) ?? _ruleSet;
}
