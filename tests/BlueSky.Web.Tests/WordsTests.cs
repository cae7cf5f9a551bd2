using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace BlueSky.Web.Tests;

public partial class WordsTests
{
    [Fact]
    public void Every_text_of_a_page_has_its_English()
    {
        var pages = Directory.GetFiles(Sources(), "*.razor", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Sources(), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();
        var said = pages.SelectMany(f => Said().Matches(File.ReadAllText(f)).Select(m => (Text: m.Groups[1].Value, Page: Path.GetFileName(f)))).ToList();

        Assert.NotEmpty(said);
        Assert.Empty(said.Where(s => !Words.All.ContainsKey(s.Text)).Select(s => $"{s.Page}: {s.Text}").Distinct());
    }

    [Fact]
    public void A_text_and_its_English_have_the_same_figures() => Assert.All(Words.All, pair =>
        Assert.Equal(Figures().Matches(pair.Key).Select(m => m.Value).Order().Distinct(), Figures().Matches(pair.Value).Select(m => m.Value).Order().Distinct()));

    private static string Sources([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "BlueSky.Web"));

    [GeneratedRegex("""\b(?:T|words)\[\s*"([^"]+)"[,\]]""")]
    private static partial Regex Said();

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Figures();
}
