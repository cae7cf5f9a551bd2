using System.Collections.Frozen;
using System.Globalization;
using System.Resources;

namespace BlueSky.Web;

/// <summary>
/// What people read, written in the pages in Chinese: <c>@T[…]</c>. The English stands in resource files <c>*.en.resx</c> beside
/// the pages, under the Chinese as its name; a test holds that none is missing. The language is that of the request or of the live page
/// for which this was made, and stays: a live page is also drawn by threads that know of no language.
/// </summary>
public sealed class Words
{
    private const string Resources = ".en.resources";
    private static readonly FrozenDictionary<string, string> English = Load();
    private readonly bool isEnglish = Language.IsEnglish;

    /// <summary>True when these words are English.</summary>
    public bool IsEnglish => isEnglish;

    /// <summary>A text in the language of the page; the Chinese where it has no English.</summary>
    public string this[string chinese] => isEnglish && English.TryGetValue(chinese, out var english) ? english : chinese;

    /// <summary>A text with figures in it, <c>{0}</c> and so on.</summary>
    public string this[string chinese, params object?[] figures] => string.Format(CultureInfo.InvariantCulture, this[chinese], figures);

    /// <summary>One of two texts that come from data or a table in both languages.</summary>
    public string Of(string chinese, string english) => isEnglish ? english : chinese;

    /// <summary>All that has an English.</summary>
    internal static IReadOnlyDictionary<string, string> All => English;

    private static FrozenDictionary<string, string> Load()
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(Words).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(Resources, StringComparison.Ordinal)))
        {
            using var reader = new ResourceReader(assembly.GetManifestResourceStream(name)!);
            for (var entry = reader.GetEnumerator(); entry.MoveNext();)
            {
                var (chinese, english) = ((string)entry.Key, (string)entry.Value!);
                if (words.TryGetValue(chinese, out var other) && other != english)
                    throw new InvalidOperationException($"{name}: “{chinese}” is “{english}” here and “{other}” elsewhere.");
                words[chinese] = english;
            }
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
