using Microsoft.Playwright;

namespace BlueSky.Console.Tests;

/// <summary>What axe finds in a page as it stands.</summary>
internal static class Accessibility
{
    private static readonly string Axe = Path.Combine(AppContext.BaseDirectory, "Axe", "axe.min.js");

    /// <summary>Serious and critical findings, each in a line.</summary>
    // The policy of the page lets no script in but the site's own, so axe comes by the browser's debugging port.
    public static async Task<string[]> Findings(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Axe));
        var found = await page.EvaluateAsync<System.Text.Json.JsonElement>(
            "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.filter(v => v.impact === 'serious' || v.impact === 'critical')"
            + ".map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html).join(' | ')}`)");
        return [.. found.EnumerateArray().Select(f => f.GetString()!)];
    }
}
