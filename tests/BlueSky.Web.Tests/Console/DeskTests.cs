using BlueSky.Access;
using BlueSky.Messages;
using BlueSky.Queries;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Web.Tests;

/// <summary>Pages reach the desks without an endpoint that would ask for the scope, so each desk asks for it itself.</summary>
public sealed class DeskTests
{
    // Acts for a unit by position, and has a key that only reads.
    private static readonly Caller Looker = new("看", "k", Scopes.Read, "203.0.113.7", Samples.Town, Role.Officer);

    [Fact]
    public async Task Who_may_only_read_uploads_reports_and_decides_nothing_by_a_page_either()
    {
        await using var web = await TestWeb.Borrow();
        using var photo = new MemoryStream(PhotoTests.Photo);

        Assert.Same(PhotoDesk.NoUnit, (await web.Services.GetRequiredService<PhotoDesk>().Keep(Looker, null, photo, TestContext.Current.CancellationToken)).Refusal);
        Assert.Same(ReportDesk.NoUnit, (await web.Services.GetRequiredService<ReportDesk>().Enter(new ReportedEntry(), Looker)).Refusal);
        Assert.Equal("needs-unit", (await web.Services.GetRequiredService<HandlingDesk>().Decide("a~b~c", Looker, new AcceptanceEntry { Command = "1" })).Refusal!.Code);
        Assert.Equal("needs-scope", (await Assert.ThrowsAsync<RefusedException>(
            () => web.Services.GetRequiredService<CreditDesk>().Decide("source/s-1", new Credit.FileAppeal("1", "entry-1", "g", ""), Looker))).Reason);
        Assert.Empty(web.World.Uploads);
    }

    [Fact]
    public async Task Who_does_not_administer_devices_asks_none_for_history_by_a_page_either()
    {
        await using var web = await TestWeb.Borrow();
        web.World.Devices["MN1"] = (new() { Mn = "MN1" }, null);
        var desk = web.Services.GetRequiredService<BackfillDesk>();
        var hour = new BackfillEntry { Period = Sources.Period.Hour, From = Samples.Noon.AddHours(-2), To = Samples.Noon };
        Func<Task>[] all = [() => desk.Ask("MN1", hour, Looker), () => desk.Cancel("MN1", "b1", Looker)];
        foreach (var act in all) Assert.Equal("needs-scope", (await Assert.ThrowsAsync<RefusedException>(act)).Reason);
        Assert.Empty(web.World.Backfills);
    }

    [Fact]
    public async Task Who_does_not_administer_sees_and_changes_no_sink_by_a_page_either()
    {
        await using var web = await TestWeb.Borrow();
        var desk = web.Services.GetRequiredService<SinkDesk>();
        Func<Task>[] all =
        [
            () => desk.All(new PageRequest(), Looker, default), () => desk.One("a", Looker, default), () => desk.Configure("a", new SinkEntry(), Looker),
            () => desk.SetEnabled("a", false, Looker), () => desk.Remove("a", Looker), () => desk.Deliveries("a", null, new PageRequest(), Looker, default),
            () => desk.Resend("a", new ResendEntry(), Looker), () => desk.Test("a", Looker),
        ];
        foreach (var act in all) Assert.Equal("needs-scope", (await Assert.ThrowsAsync<RefusedException>(act)).Reason);
    }
}
