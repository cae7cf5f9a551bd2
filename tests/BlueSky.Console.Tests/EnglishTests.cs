using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>
/// Every page in English. What is ours is then English: headings of tables, names of facts, labels, buttons. Names, notes and citations are data and stay
/// Chinese. That no text of a page lacks its English the tests of the web role hold; this holds what is put together elsewhere.
/// </summary>
public sealed partial class EnglishTests(ConsoleNode node)
{
    private const string Ours = "th[scope=col], dt, caption, legend, label > span:first-child, button, nav[aria-label] a, .nav-group, h2, h3, .table-foot span, .tabs a";

    [Theory, MemberData(nameof(ConsolePages.All), MemberType = typeof(ConsolePages))]
    public async Task What_is_ours_on_an_English_page_is_English(string name, string address, string user)
    {
        var path = await PageTests.Resolve(node, address);
        var page = await node.Look(user);
        await using var window = page.Context;
        await page.GotoAsync(node.Address($"/account/language?language=en&returnUrl={Uri.EscapeDataString(path)}"));
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        await Expect(page.Locator(".loading")).ToHaveCountAsync(0);
        await Expect(page.Locator(".chart:not(:has(svg, canvas))")).ToHaveCountAsync(0);

        await Screenshots.Take(page, name + "-en");
        var texts = await page.EvaluateAsync<string[]>("ours => [...document.querySelectorAll(ours)].map(e => e.innerText.trim())", Ours);
        var names = await Names();
        Assert.Empty(texts.Select(text => names.Aggregate(text, (left, name) => left.Replace(name, "", StringComparison.Ordinal))).Where(text => Han().IsMatch(text)).Distinct());
        var pieces = await page.EvaluateAsync<string[]>(Pieces);
        var data = await Named();
        Assert.DoesNotContain(pieces, data.Contains);
        Assert.DoesNotContain("system", pieces);
        // Beside Chinese data its own punctuation stands; what stands alone is ours, but for figures that a policy itself puts in words.
        if (name != "policy") Assert.DoesNotContain(pieces, text => !Han().IsMatch(text) && FullWidth().IsMatch(text));
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 1440, "The page is wider than the window.");
    }

    private const string Pieces = """
        () => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), pieces = new Set();
          while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("script, style")) pieces.add(walker.currentNode.textContent.trim());
          return [...pieces];
        }
        """;

    // Chinese names of kinds, of their factors, measures and rules, of clauses of credit and steps of supervision. All have English ones beside them in the files.
    private async Task<HashSet<string>> Named()
    {
        var kinds = (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/kinds"))!.AsArray();
        var policies = (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/credit/policies"))!.AsArray();
        var rules = Directory.EnumerateFiles(Seeds("source-kinds"), "*.json").SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["rules"]!.AsArray());
        var ladder = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Seeds("violations"), "handling.json")))!["ladder"]!.AsArray();
        var names = new[] { "factors", "measures", "reportable" }.SelectMany(list => kinds.SelectMany(kind => kind![list]!.AsArray())).Concat(kinds).Concat(rules).Concat(ladder)
            .Concat(policies.SelectMany(policy => new[] { "sources", "trucks" }.SelectMany(scheme => policy![scheme]!["clauses"]!.AsArray().Append(policy[scheme]!["goodMonth"])))).OfType<JsonNode>().ToList();
        Assert.All(names, named => Assert.False(string.IsNullOrWhiteSpace((string?)named["nameEn"])));
        Assert.All(names, named => Assert.DoesNotMatch(Han(), (string)named["nameEn"]!));
        return [.. names.Select(named => (string)named["name"]!).Where(name => Han().IsMatch(name))];
    }

    private static string Seeds(string folder) => Path.Combine(AppContext.BaseDirectory, "seeds", folder);

    // What headings may name: the district and the tiers of its assessment, the longest first.
    private async Task<List<string>> Names()
    {
        var policy = (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/policies/lanshan-2021"))!;
        var district = (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/district"))!;
        return [.. policy["tiers"]!.AsArray().Select(tier => (string)tier!["name"]!).Append((string)district["name"]!).OrderByDescending(name => name.Length)];
    }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    [GeneratedRegex("[（），：、；。]")]
    private static partial Regex FullWidth();
}
