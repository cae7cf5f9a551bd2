using Microsoft.Playwright;

namespace BlueSky.Console.Tests;

/// <summary>
/// Screenshots of what the tests open, into the folder that <c>BLUESKY_SCREENSHOTS</c> names; none without it. With
/// <c>BLUESKY_SCREENSHOTS_WHOLE=1</c> they show the whole page, not only the window.
/// </summary>
internal static class Screenshots
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("BLUESKY_SCREENSHOTS");
    private static readonly bool Whole = Environment.GetEnvironmentVariable("BLUESKY_SCREENSHOTS_WHOLE") == "1";

    /// <summary>The page as it goes to paper, a PDF beside the screenshots.</summary>
    public static async Task Print(IPage page, string name)
    {
        if (Folder is not null) await page.PdfAsync(new() { Path = Path.Combine(Folder, name + ".pdf"), PreferCSSPageSize = true });
    }

    public static async Task Take(IPage page, string name)
    {
        if (Folder is not null) await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png"), FullPage = Whole });
    }
}
