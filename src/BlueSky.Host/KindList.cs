using BlueSky.Reports;
using BlueSky.Sources;
using BlueSky.Web;

namespace BlueSky.Host;

/// <summary>The kinds of source as the HTTP API shows them: the web role does not read kind files itself.</summary>
internal static class KindList
{
    private const string SurveyFactor = "sL";

    public static IReadOnlyList<KindInfo> Of(SourceKindCatalog kinds) => [.. kinds.Kinds.Select(Info)];

    private static KindInfo Info(SourceKind kind) => new(
        kind.Code, kind.Name, kind.LeadDepartment.Value,
        [.. kind.Factors.Select(f => new FactorInfo(f.Code, f.Name, f.Unit, f.NameEn))],
        [.. kind.Measures.Select(m => new MeasureInfo(m.Item, m.Name, m.From.Mark, m.From.Citation, m.NameEn))],
        TakesSurveys: kind.FindFactor(SurveyFactor) is not null,
        TakesCleanings: kind.Rules.Any(r => r is OverdueSpec),
        Classes: new KindClasses(
            Distinct(kind.Limits.Rows.Select(l => l.Zone).Append(kind.DefaultZone?.Value)),
            Distinct(kind.Limits.Rows.Select(l => l.SizeClass).Concat(kind.Rules.SelectMany(r => r.SizeClasses))),
            Distinct(kind.Limits.Rows.Select(l => l.Industry).Concat(kind.Rules.SelectMany(r => r.Industries))
                .Concat(kind.Factors.Select(f => f.Conversion).OfType<OxygenConversion>().SelectMany(c => c.ByIndustry.Keys))),
            Distinct(kind.Factors.Select(f => f.Conversion).OfType<StoveConversion>().SelectMany(c => new[] { c.StovesParameter, c.FlowParameter }))))
    {
        NameEn = kind.NameEn,
        Reportable = [.. Reporting.Reportable(kind).Select(code => kind.Rules.FirstOrDefault(r => r.Id == code) is { } rule
            ? new FindingInfo(code, rule.Name, rule.NameEn)
            : new FindingInfo(code, "其他问题", "Other problem"))],
    };

    private static List<string> Distinct(IEnumerable<string?> words) => [.. words.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
