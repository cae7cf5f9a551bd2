using BlueSky.Messages;
using BlueSky.Tests.Violations;

namespace BlueSky.Credit;

public sealed class CreditGrainTests
{
    private const string Id = "371302-site-0001";

    private static EnterPoints Penalty(CreditTown town, string command = "p1") => new(command, "penalty", town.Now.AddHours(-1), "兰环罚〔2026〕1号", "未覆盖");

    [Fact]
    public async Task An_account_follows_from_the_problems_events_and_what_people_decided_is_kept_over_restarts()
    {
        await using var town = await CreditTown.Start();
        var site = await town.Site(Id);
        var problem = await town.Problem(Id);
        town.Silo.Clock.Advance(TimeSpan.FromDays(1));
        var penalty = Penalty(town);
        await site.Do(penalty, Case.Commander);
        await site.Do(penalty, Case.Commander);
        var line = (await site.Get(null))!.Account.Lines.Single(l => l.Clause == "penalty").Id;
        await site.Do(new FileAppeal("a1", line, "已覆盖", ""), Case.TownOfficer);
        await town.Restart();
        await town.Of(Id).Do(new DecideAppeal("d1", 2, false, "证据不足"), Case.DepartmentOfficer);
        await town.Restart(dies: true);

        var view = (await town.Of(Id).Get(CreditTown.Quarter))!;

        Assert.Equal([("good-month", 2m), ("exceeding", -5m), ("penalty", -10m)], view.Account.Lines.Select(l => (l.Clause, l.Points)));
        Assert.Equal((85m, "green", problem), (view.Account.Score, view.Account.Grade, view.Account.Lines[1].Case));
        Assert.Equal([1, 2, 3], view.Events.Select(e => e.Number));
        Assert.Equal(["credit.entered", "credit.appealed", "credit.appeal-rejected"], await town.Audited($"source/{Id}"));
    }

    [Fact]
    public async Task A_refusal_leaves_with_its_reason_and_is_in_the_audit_log()
    {
        await using var town = await CreditTown.Start();
        var site = await town.Site(Id);
        Assert.Equal("not-department", (await Assert.ThrowsAsync<RefusedException>(() => site.Do(Penalty(town), Case.TownOfficer))).Reason);
        Assert.Equal(["credit.refused"], await town.Audited($"source/{Id}"));
        Assert.Equal("not-found", (await Assert.ThrowsAsync<RefusedException>(() => town.Of("nobody").Do(Penalty(town), Case.Commander))).Reason);
        Assert.Null(await town.Of("nobody").Get(null));
        Assert.Equal("bad-period", (await Assert.ThrowsAsync<RefusedException>(() => site.Get("2026Q4"))).Reason);
        Assert.Equal("wrong-period", (await Assert.ThrowsAsync<RefusedException>(() => site.Get("2026-11"))).Reason);
    }

    [Fact]
    public async Task The_watch_counts_what_changed_and_every_source_that_has_no_account_yet()
    {
        await using var town = await CreditTown.Start();
        for (var i = 1; i <= 3; i++) await town.Site($"371302-site-000{i}");
        await town.Watch.Round();
        Assert.Equal([100m, 100m, 100m], (await town.Rows()).Select(r => r.Statement.Score));

        var problem = await town.Problem("371302-site-0002");
        Assert.Equal(1, await town.Watch.Round());
        Assert.Equal([100m, 95m, 100m], (await town.Rows()).Select(r => r.Statement.Score));
        await town.Restart();
        await town.Withdraw(problem);
        Assert.Equal(1, await town.Watch.Round());
        Assert.Equal([100m, 100m, 100m], (await town.Rows()).Select(r => r.Statement.Score));
        Assert.Equal(0, await town.Watch.Round());
    }

    [Fact]
    public async Task A_closed_quarter_is_counted_anew_to_the_same_digits_and_what_changed_since_asks_for_a_revision()
    {
        await using var town = await CreditTown.Start();
        var site = await town.Site(Id);
        await town.Site("371302-site-0002");
        var problem = await town.Problem(Id);
        await town.Problem(Id, "measures");
        await site.Do(Penalty(town), Case.Commander);
        Assert.Equal("not-over", (await Assert.ThrowsAsync<RefusedException>(() => town.QuarterOf().Close("q1", Case.Commander))).Reason);
        town.Silo.Clock.Advance(TimeSpan.FromDays(60));
        await town.Silo.Grains.GetGrain<Violations.IViolationGrain>(problem).Wake();
        Assert.Equal("not-command", (await Assert.ThrowsAsync<RefusedException>(() => town.QuarterOf().Close("q1", Case.DepartmentOfficer))).Reason);

        var closed = (await town.QuarterOf().Close("q2", Case.Commander)).Closing!;
        Assert.Equal((2, true), (closed.Accounts, closed.IsDone));
        Assert.Equal(closed, (await town.QuarterOf().Close("q2", Case.Commander)).Closing);
        await town.Restart(dies: true);
        var check = await town.QuarterOf().Verify();
        Assert.Equal((true, 2, closed.Digest), (check.IsSame, check.Accounts, check.CountedDigest));

        // A false alarm is withdrawn after the closing: nothing moves until a person says so, and then both revisions are kept.
        await town.Withdraw(problem);
        await town.Watch.Round();
        var row = (await town.Rows())[0];
        Assert.Equal((1, true), (row.Revision, row.Differs));
        Assert.Equal("missing", (await Assert.ThrowsAsync<RefusedException>(() => town.Of(Id).Do(new FreezePeriod("f1", row.Statement.Period, ""), Case.Commander))).Reason);
        var revised = (await town.Of(Id).Do(new FreezePeriod("f2", row.Statement.Period, "误报已撤销"), Case.Commander)).Events;
        var view = (await town.Of(Id).Get(CreditTown.Quarter))!;
        Assert.Equal([1, 2], view.Frozen.Select(f => f.Revision));
        Assert.Equal(("误报已撤销", true), (view.Frozen[1].Why, view.Frozen[1].Difference.Contains("去掉", StringComparison.Ordinal)));
        Assert.True(view.Frozen[1].Statement.Score > view.Frozen[0].Statement.Score);
        Assert.NotEmpty(revised);
        Assert.Equal((2, false), ((await town.Rows())[0].Revision, (await town.Rows())[0].Differs));

        // The first revision still counts to its digits: events after it had not happened then.
        Assert.True((await town.Of(Id).Verify(CreditTown.Quarter, 1))!.IsSame);
        Assert.True((await town.Of(Id).Verify(CreditTown.Quarter, 2))!.IsSame);
        Assert.Null(await town.Of(Id).Verify(CreditTown.Quarter, 3));
        Assert.True((await town.QuarterOf().Verify()).IsSame);
        Assert.Equal(["credit.refused", "credit.refused", "credit.closing", "credit.closed"], await town.Audited($"371302/{CreditTown.Quarter}"));
    }

    [Fact]
    public async Task Lists_are_published_when_a_second_person_confirms_them_and_the_earlier_ones_are_kept()
    {
        await using var town = await CreditTown.Start();
        var site = await town.Site(Id);
        await site.Do(new EnterPoints("r1", "refusal", town.Now, "执法记录 1", "拒绝检查"), Case.Commander);
        Assert.Equal("not-closed", (await Assert.ThrowsAsync<RefusedException>(() => town.QuarterOf().Draw("l1", Case.Commander))).Reason);
        town.Silo.Clock.Advance(TimeSpan.FromDays(60));
        await town.QuarterOf().Close("q1", Case.Commander);
        var drawn = await town.QuarterOf().Draw("l1", Case.Commander);
        Assert.Null(drawn.Published);
        Assert.Equal("second-person", (await Assert.ThrowsAsync<RefusedException>(() => town.QuarterOf().Decide("l2", true, "", Case.Commander))).Reason);
        Assert.Equal("missing", (await Assert.ThrowsAsync<RefusedException>(() => town.QuarterOf().Decide("l3", false, "", Case.SecondCommander))).Reason);
        await town.QuarterOf().Decide("l4", false, "等申诉期满", Case.SecondCommander);
        await town.QuarterOf().Draw("l5", Case.Commander);
        await town.Restart();
        var published = await town.QuarterOf().Decide("l6", true, "", Case.SecondCommander);
        Assert.Equal(published.Lists.Length, (await town.QuarterOf().Decide("l6", true, "", Case.SecondCommander)).Lists.Length);

        Assert.Equal([false, true], published.Lists.Select(l => l.IsPublished));
        var place = Assert.Single(published.Published!.Places);
        Assert.Equal((CreditList.Black, Id, "拒不改正或拒绝检查 1 次"), (place.List, place.Source, place.Reasons[0]));
        Assert.DoesNotContain("拒绝检查，", string.Join('，', place.Reasons), StringComparison.Ordinal);
        var audit = await town.Audited($"371302/{CreditTown.Quarter}");
        Assert.Equal(["credit.lists-drawn", "credit.refused", "credit.lists-returned", "credit.lists-drawn", "credit.lists-published"], audit[^5..]);
    }

    [Fact]
    public async Task A_good_month_is_counted_when_it_ends_in_China_and_not_a_day_later()
    {
        await using var town = await CreditTown.Start();
        await town.Site(Id);
        var end = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.FromHours(8));
        async Task<bool> HasNovember() => (await town.Rows())[0].Statement.Lines.Any(l => l.Id == "good-month-2026-11");
        town.Silo.Clock.Advance(end.AddHours(-1) - town.Now);
        await town.Watch.Round();
        Assert.False(await HasNovember());

        town.Silo.Clock.Advance(TimeSpan.FromHours(1));
        await town.Watch.Round();

        Assert.True(await HasNovember());
    }

    [Fact]
    public async Task No_entry_holds_up_the_closing_of_a_quarter_by_its_id()
    {
        await using var town = await CreditTown.Start();
        await (await town.Site(Id)).Do(Penalty(town, $"close-{CreditTown.Quarter}"), Case.Commander);
        town.Silo.Clock.Advance(TimeSpan.FromDays(60));

        Assert.True((await town.QuarterOf().Close("q1", Case.Commander)).Closing!.IsDone);
    }

    [Fact]
    public async Task A_decision_of_today_leaves_an_account_alone_whose_problems_are_too_old_to_be_counted_again()
    {
        await using var town = await CreditTown.Start();
        var site = await town.Site(Id);
        await town.Problem(Id);
        town.Silo.Clock.Advance(TimeSpan.FromDays(60));
        await town.QuarterOf().Close("q1", Case.Commander);
        town.Silo.Clock.Advance(TimeSpan.FromDays(4 * 366));

        await site.Do(Penalty(town), Case.Commander);

        var frozen = (await site.Get(CreditTown.Quarter))!.Frozen;
        Assert.Equal([1], frozen.Select(f => f.Revision));
        Assert.Contains(frozen[0].Statement.Lines, l => l.Clause == "exceeding");
    }

    [Fact]
    public async Task Many_sources_are_frozen_piece_by_piece_also_when_the_silo_dies_in_the_middle()
    {
        await using var town = await CreditTown.Start();
        await Task.WhenAll(Enumerable.Range(1, 120).Select(i => town.Site($"371302-site-{i:0000}")));
        town.Silo.Clock.Advance(TimeSpan.FromDays(60));
        var closing = town.QuarterOf().Close("q1", Case.Commander);
        await Testing.Eventually.Becomes(async () => (await town.Rows()).Count(r => r.Revision > 0), frozen => frozen > 0);
        await town.Restart(dies: true);
        await Task.WhenAny(closing);

        var view = await town.QuarterOf().Close("q2", Case.SecondCommander);

        Assert.Equal((120, true, Case.Commander.Id), (view.Closing!.Accounts, view.Closing.IsDone, view.Closing.By.Id));
        Assert.Equal(120, (await town.Rows()).Count(r => r.Revision == 1));
        Assert.True((await town.QuarterOf().Verify()).IsSame);
    }
}
