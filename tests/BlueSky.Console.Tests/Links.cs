using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace BlueSky.Console.Tests;

/// <summary>Links that keep what the address says.</summary>
internal static class Links
{
    /// <summary>
    /// Clicks a link once it leads where <paramref name="pattern"/> says. The browser tells the page its new address, so links on it follow a moment
    /// after the address.
    /// </summary>
    public static async Task Follow(this IPage page, string name, string pattern)
    {
        var link = page.GetByRole(AriaRole.Link, new() { Name = name });
        await Assertions.Expect(link).ToHaveAttributeAsync("href", new Regex(pattern, RegexOptions.IgnoreCase));
        await link.ClickAsync();
    }
}
