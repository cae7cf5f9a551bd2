using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Tests.Violations;
using BlueSky.Violations;
using CsCheck;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Notifications;

public sealed class ViolationNoticesTests
{
    internal static readonly NotificationPolicy Notifications = NotificationPolicyFile.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "notifications"));

    private static IReadOnlyList<Notice> Of(Case one, int after = 0) =>
        ViolationNotices.Of(one.Violation.Id, "演示工地", true, [.. one.Violation.History], after, Notifications);

    private static string[] Told(Case one, NoticeKind kind) => [.. Of(one).Where(n => n.Kind == kind).Select(n => n.Unit.Name)];

    [Fact]
    public void An_order_is_told_to_the_town_and_the_department_with_its_deadlines()
    {
        var notices = Of(new Case());
        Assert.Equal([Town, Department], notices.Select(n => n.Unit));
        Assert.All(notices, n =>
        {
            Assert.Equal(NoticeKind.Assigned, n.Kind);
            Assert.Equal("现予交办：围挡不合格。签收时限 2026-11-10 13:00，整改时限 2026-11-14 00:00（限期整改（3日），默认值，待区局确认）。", n.Chinese);
            Assert.StartsWith("Assigned: ", n.English, StringComparison.Ordinal);
            Assert.Equal(At("2026-11-10T13:00"), n.Due);
        });
        Assert.Equal("371302-site-0001~measures~20261110T090000~2~371302001", notices[0].Id);
    }

    [Fact]
    public void A_suspicion_is_told_to_the_command_centre_alone() =>
        Assert.Equal([(NoticeKind.Suspected, Unit.CommandCentre)], Of(new Case(severity: Severity.Suspect, rule: "jump-a34002")).Select(n => (n.Kind, n.Unit)));

    [Fact]
    public void A_unit_that_is_both_lines_is_told_once() =>
        Assert.Equal([Town], Of(new Case(industry: Town)).Select(n => n.Unit));

    [Fact]
    public void A_reminder_to_sign_goes_to_who_has_not_signed()
    {
        var one = new Case().Do((id, at) => new Accept(id, TownOfficer, at)).Wait(TimeSpan.FromHours(3.5));
        Assert.Equal(["区住建局"], Told(one, NoticeKind.Reminded));
    }

    [Fact]
    public void A_rectification_is_told_to_who_reviews_it_and_the_command_centre_stands_in_for_the_unit_that_handed_it_in()
    {
        Assert.Equal(["区大气污染防治指挥部", "区住建局"], Told(new Case().Rectified(), NoticeKind.ToReview));
        var byDepartment = new Case().Accepted().Do((id, at) => new Rectify(id, DepartmentOfficer, at, "已整改", [], null));
        Assert.Equal(["兰山街道", "区大气污染防治指挥部"], Told(byDepartment, NoticeKind.ToReview));
    }

    [Fact]
    public void Who_has_passed_it_is_not_reminded_to_review()
    {
        var one = new Case().Rectified().Clears().Do((id, at) => new Review(id, DepartmentOfficer, at, true, "", null)).Wait(TimeSpan.FromDays(2.8));
        Assert.Equal(["区大气污染防治指挥部"], Told(one, NoticeKind.Reminded));
    }

    [Fact]
    public void A_rejection_says_why_and_until_when()
    {
        var one = new Case().Rectified().Do((id, at) => new Review(id, DepartmentOfficer, at, false, "围挡仍有缺口", null));
        var rejected = Of(one).Where(n => n.Kind == NoticeKind.Rejected).ToList();
        Assert.Equal([Town, Department], rejected.Select(n => n.Unit));
        Assert.All(rejected, n => Assert.Contains("围挡仍有缺口", n.Chinese, StringComparison.Ordinal));
        Assert.All(rejected, n => Assert.NotNull(n.Due));
    }

    [Fact]
    public void A_reassignment_orders_the_new_unit_and_relieves_the_former()
    {
        var one = new Case().Do((id, at) => new Reassign(id, Commander, at, null, OtherDepartment, "属水务工程"));
        Assert.Equal(["兰山街道", "区水务局"], Told(one, NoticeKind.Reassigned));
        Assert.Equal(["区住建局"], Told(one, NoticeKind.Relieved));
    }

    [Fact]
    public void Steps_of_supervision_go_to_the_command_centre_too_and_late_ones_to_the_task_force()
    {
        var one = new Case().Wait(TimeSpan.FromDays(40));
        var steps = Of(one).Where(n => n.Kind == NoticeKind.Escalated).GroupBy(n => n.Event).Select(g => g.Select(n => n.Unit.Name).ToArray()).ToList();
        Assert.Equal(5, steps.Count);
        Assert.Equal(["兰山街道", "区住建局", "区大气污染防治指挥部"], steps[0]);
        Assert.Equal(["兰山街道", "区住建局", "区大气污染防治指挥部", "效能督查专班"], steps[3]);
        Assert.Equal(steps[3], steps[4]);
    }

    [Fact]
    public void Withdrawal_is_decided_by_the_command_centre_and_told_to_both_lines()
    {
        var one = new Case().Do((id, at) => new ProposeWithdrawal(id, TownOfficer, at, "设备误报"));
        Assert.Equal(["区大气污染防治指挥部"], Told(one, NoticeKind.WithdrawalProposed));
        one.Do((id, at) => new DecideWithdrawal(id, Commander, at, true, ""));
        Assert.Equal(["兰山街道", "区住建局"], Told(one, NoticeKind.Withdrawn));
    }

    [Fact]
    public void What_becomes_of_a_suspicion_that_was_assigned_to_nobody_is_told_to_who_proposed_it_alone()
    {
        var one = new Case(severity: Severity.Suspect, rule: "jump-a34002").Do((id, at) => new ProposeWithdrawal(id, TownOfficer, at, "设备校准"));
        one.Do((id, at) => new DecideWithdrawal(id, Commander, at, true, ""));
        Assert.Equal(["兰山街道"], Told(one, NoticeKind.Withdrawn));
        var unknown = new Case(severity: Severity.Suspect, rule: "jump-a34002").Do((id, at) => new Suspend(id, Commander, at, SuspensionCause.Outage, "停电", at.AddHours(1)));
        Assert.Empty(Told(unknown, NoticeKind.Suspended));
    }

    [Fact]
    public void Closing_and_opening_again_are_told_to_both_lines()
    {
        var one = new Case().Closed();
        Assert.Equal(["兰山街道", "区住建局"], Told(one, NoticeKind.Closed));
        one.Now += TimeSpan.FromDays(1);
        Assert.True(one.Take(Step(1, TransitionKind.Opened, one.Now, start: one.Now)));
        Assert.Equal(["兰山街道", "区住建局"], Told(one, NoticeKind.Reopened));
    }

    [Fact]
    public void A_suspension_and_its_end_are_told_with_the_new_deadline()
    {
        var one = new Case().Do((id, at) => new Suspend(id, Commander, at, SuspensionCause.SandDust, "沙尘天气", at.AddHours(10))).Wait(TimeSpan.FromHours(11));
        Assert.Equal(["兰山街道", "区住建局"], Told(one, NoticeKind.Suspended));
        Assert.All(Of(one).Where(n => n.Kind == NoticeKind.Resumed), n => Assert.Contains("2026-11-10 23:00", n.Chinese, StringComparison.Ordinal));
        Assert.Equal(2, Told(one, NoticeKind.Resumed).Length);
    }

    [Fact]
    public void Made_again_from_any_event_on_notices_are_the_same_and_no_id_comes_twice()
    {
        var one = new Case().Rectified().Do((id, at) => new Review(id, DepartmentOfficer, at, false, "不合格", null)).Wait(TimeSpan.FromDays(40));
        var all = Of(one);
        Assert.Equal(all.Count, all.Select(n => n.Id).Distinct().Count());
        Gen.Int[0, one.Violation.Version].Sample(after =>
            Of(one, after).SequenceEqual(all.Where(n => int.Parse(n.Event, System.Globalization.CultureInfo.InvariantCulture) > after)));
    }

    [Fact]
    public void A_text_of_any_length_is_bounded()
    {
        var one = new Case().Rectified().Do((id, at) => new Review(id, DepartmentOfficer, at, false, new string('长', 1_000), null));
        Assert.All(Of(one), n => Assert.InRange(n.Chinese.Length, 1, Notice.LongestText));
    }
}
