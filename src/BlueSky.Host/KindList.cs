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
        [.. kind.Factors.Select(f => new FactorInfo(f.Code, f.Name, f.Unit))],
        [.. kind.Measures.Select(m => new MeasureInfo(m.Item, m.Name))],
        TakesSurveys: kind.FindFactor(SurveyFactor) is not null,
        TakesCleanings: kind.Rules.Any(r => r is OverdueSpec));
}
