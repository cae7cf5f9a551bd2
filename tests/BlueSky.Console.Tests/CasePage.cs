using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>What people do on the page of a case, and what they then see.</summary>
internal static class CasePage
{
    public static Task Choose(this IPage page, string what) => page.GetByRole(AriaRole.Button, new() { Name = what, Exact = true }).ClickAsync();

    public static Task Send(this IPage page) => page.Choose("提交");

    public static async Task Do(this IPage page, string what)
    {
        await page.Choose(what);
        await page.Send();
    }

    /// <summary>Why the form on the page was not carried out.</summary>
    public static ILocator Refusal(this IPage page) => page.Locator("section[aria-labelledby=act] .note.failure");

    public static Task IsAt(this IPage page, string state) => Expect(page.Locator("h1 .tag").Last).ToHaveTextAsync(state);

    /// <summary>Chooses cases of the list by the keyboard, as who uses no mouse does, and confirms a bulk action on them.</summary>
    public static async Task PickAnd(this IPage page, string action, params string[] cases)
    {
        foreach (var id in cases)
        {
            var row = page.Locator("table.data tbody tr").Filter(new() { Has = page.Locator($"a[href$='{Uri.EscapeDataString(id)}']") });
            await row.GetByRole(AriaRole.Checkbox).FocusAsync();
            await page.Keyboard.PressAsync("Space");
            await Expect(row.GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
        }

        await Expect(page.Locator(".bulk")).ToContainTextAsync($"已选 {cases.Length} 件");
        await page.Choose(action);
        await Expect(page.Locator(".bulk li")).ToHaveCountAsync(cases.Length);
        await Screenshots.Take(page, "problems-bulk-confirm");
        Assert.Empty(await Accessibility.Findings(page));
        await page.Choose("确认");
    }
}
