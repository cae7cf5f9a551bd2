namespace BlueSky.Web.Console;

/// <summary>Names of kinds of source, factors, measures and findings in the language of the page; they are data, both of them in the kind files.</summary>
internal static class KindLanguage
{
    /// <summary>Name of a kind.</summary>
    public static string In(this KindInfo kind, Words words) => Named(kind.Name, kind.NameEn, words);

    /// <summary>Name of a factor.</summary>
    public static string In(this FactorInfo factor, Words words) => Named(factor.Name, factor.NameEn, words);

    /// <summary>Name of an item of the checklist.</summary>
    public static string In(this MeasureInfo measure, Words words) => Named(measure.Name, measure.NameEn, words);

    /// <summary>Name of what a person can find.</summary>
    public static string In(this FindingInfo finding, Words words) => Named(finding.Name, finding.NameEn, words);

    /// <summary>Name of the kind of that code; the code where there is none.</summary>
    public static string NameOf(this IReadOnlyList<KindInfo> kinds, string code, Words words) => kinds.FirstOrDefault(k => k.Code == code)?.In(words) ?? code;

    /// <summary>All kinds to choose from.</summary>
    public static IReadOnlyList<(string Value, string Text)> Choices(this IReadOnlyList<KindInfo> kinds, Words words) => [.. kinds.Select(k => (k.Code, k.In(words)))];

    internal static string Named(string chinese, string english, Words words) => english.Length > 0 ? words.Of(chinese, english) : chinese;
}
