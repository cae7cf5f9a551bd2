namespace BlueSky.Web;

/// <summary>A factor (监测因子) as callers see it.</summary>
/// <param name="Code">Factor code, e.g. <c>a34002</c>.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Unit">Unit in which values are stored and shown.</param>
/// <param name="NameEn">English name.</param>
public sealed record FactorInfo(string Code, string Name, string Unit, string NameEn = "");

/// <summary>An item of the measures checklist (措施清单).</summary>
/// <param name="Code">Code, the factor part of the channel <c>CODE@measure-Pass</c>.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Mark">How sure it is: T, S, K, D; K and D are for the district's bureau to confirm.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="NameEn">English name.</param>
public sealed record MeasureInfo(string Code, string Name, string Mark = "", string Citation = "", string NameEn = "");

/// <summary>What callers must know of a kind of source; the host fills it from the kind files.</summary>
/// <param name="Code">Code of the kind, e.g. <c>gas</c>.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Department">Responsible department (行业).</param>
/// <param name="Factors">Factors; empty when the kind has none.</param>
/// <param name="Measures">Checklist; empty when the kind has none.</param>
/// <param name="TakesSurveys">True when road dust surveys (道路积尘走航) are entered for it.</param>
/// <param name="TakesCleanings">True when cleanings (清洗记录) are entered for it.</param>
/// <param name="Classes">The classes that its limits and rules tell apart, and the numbers that it needs; null when it has none.</param>
public sealed record KindInfo(
    string Code, string Name, string Department, IReadOnlyList<FactorInfo> Factors, IReadOnlyList<MeasureInfo> Measures,
    bool TakesSurveys = false, bool TakesCleanings = false, KindClasses? Classes = null)
{
    /// <summary>English name.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>What a report (巡查、举报) may say of it.</summary>
    public IReadOnlyList<FindingInfo> Reportable { get; init; } = [];
}

/// <summary>Something that a person can find on a source.</summary>
/// <param name="Code">Code of a report's finding.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEn">English name.</param>
public sealed record FindingInfo(string Code, string Name, string NameEn = "");

/// <summary>What entries of a kind may be told apart by.</summary>
/// <param name="Zones">Control zones; empty when they do not matter.</param>
/// <param name="SizeClasses">Size classes.</param>
/// <param name="Industries">Branches of industry.</param>
/// <param name="Parameters">Numbers that conversions need, e.g. <c>stoves</c>.</param>
public sealed record KindClasses(
    IReadOnlyList<string> Zones, IReadOnlyList<string> SizeClasses, IReadOnlyList<string> Industries, IReadOnlyList<string> Parameters);
