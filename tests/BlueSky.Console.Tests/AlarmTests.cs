using System.Diagnostics;
using System.Globalization;
using BlueSky.Gateway;
using BlueSky.Hj212;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>From a device's packet to the eyes of who watches.</summary>
public sealed class AlarmTests(ConsoleNode node, ITestOutputHelper output)
{
    private const int Alarms = 5;

    [Fact]
    public async Task An_alarm_of_a_real_packet_appears_on_the_open_list_soon_after_the_device_has_its_answer()
    {
        var page = await node.As("zhihuibu", "/problems?ended=false&kind=voc-workshop");
        await Expect(page.Locator(".table-foot")).ToBeVisibleAsync();
        var taken = new List<TimeSpan>();
        for (var i = 0; i < Alarms; i++) taken.Add(await SendAndSee(page));

        output.WriteLine("From the answer to the device until the row was there, ms: " + string.Join(", ", taken.Select(t => t.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture))));
        taken.Sort();
        Assert.True(taken[Alarms / 2] < TimeSpan.FromSeconds(2), $"Half of the alarms took longer than {taken[Alarms / 2]}.");
    }

    private async Task<TimeSpan> SendAndSee(IPage page)
    {
        var source = await node.Register("voc-workshop");
        var mn = "E" + Guid.NewGuid().ToString("N")[..20].ToUpperInvariant();
        await node.Put("devices/" + mn, new { sourceId = source, password = "123456", isDemo = true });
        await using var device = await DeviceClient.Connect(node.Gateway);
        var at = node.Now;
        at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
        // The limit of a single value outside the building is 20 mg/m³ (GB 37822).
        await device.Send(DeviceClient.Upload(at, mn, "a24088-Rtd=61.5,a24088-Flag=N"));
        await device.Expect(HjTime.FormatQn(at));
        var watch = Stopwatch.StartNew();
        await page.Locator($"table.data tbody a[href*='{source}~']").WaitForAsync();
        return watch.Elapsed;
    }
}
