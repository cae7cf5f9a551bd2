using BlueSky.Sources;
using BlueSky.Violations;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Tests.Violations;

/// <summary>Deadlines, reminders, supervision, and rests.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void An_alarm_runs_in_calendar_time_from_the_order()
    {
        var order = new Case("pm10-hour", Severity.Serious).Violation.Order!;
        Assert.Equal((Morning.AddMinutes(30), Morning.AddMinutes(24)), (order.Accept.Due, order.Accept.RemindAt));
        Assert.Equal((Morning.AddHours(24), "立行立改", "D"), (order.Rectify.Due, order.Class, order.Mark));
    }

    [Fact]
    public void A_time_limit_in_days_ends_with_a_working_day()
    {
        // Tuesday's order: Wednesday, Thursday and Friday count, to the end of Friday.
        var order = new Case().Violation.Order!;
        Assert.Equal((At("2026-11-10T13:00"), At("2026-11-14T00:00")), (order.Accept.Due, order.Rectify.Due));
        Assert.Equal(At("2026-11-13T09:36"), order.Rectify.RemindAt);
    }

    [Fact]
    public void Signing_late_gains_no_time() =>
        Assert.Equal(At("2026-11-14T00:00"), new Case().Wait(TimeSpan.FromHours(3)).Accepted().Violation.Clock!.Due);

    [Fact]
    public void Review_has_two_working_days_after_handing_in() =>
        Assert.Equal(At("2026-11-13T00:00"), new Case().Rectified().Violation.Clock!.Due);

    [Fact]
    public void It_is_reminded_once_at_80_percent_of_each_stage()
    {
        var found = new Case().Wait(TimeSpan.FromHours(3.2) - TimeSpan.FromTicks(1));
        Assert.Empty(found.Of<Reminded>());
        found.Wait(TimeSpan.FromTicks(1)).Wait(TimeSpan.FromMinutes(5));
        Assert.Equal(Stage.Accept, Assert.Single(found.Of<Reminded>()).Stage);
        found.Accepted().Wait(Day * 3);
        Assert.Equal([Stage.Accept, Stage.Rectify], found.Of<Reminded>().Select(r => r.Stage));
    }

    [Fact]
    public void Supervision_rises_step_by_step_each_at_its_time()
    {
        var found = new Case();
        var due = found.Violation.Clock!.Due;
        (string Code, double Hours)[] steps = [("supervision-1", 0), ("supervision-2", 24), ("interview", 96), ("task-force", 264), ("accountability", 432)];
        foreach (var (step, i) in steps.Select((s, i) => (s, i)))
        {
            found.Now = due.AddHours(step.Hours) - TimeSpan.FromTicks(1);
            found.Wait(TimeSpan.Zero);
            Assert.Equal(i, found.Violation.Level);
            found.Wait(TimeSpan.FromTicks(1));
            Assert.Equal((i + 1, step.Code), (found.Violation.Level, found.Of<Escalated>().Last().Code));
        }

        Assert.Null(found.Violation.Next(Policy, found.Now));
    }

    [Fact]
    public void After_a_jump_of_the_clock_every_step_is_taken_in_order_and_once()
    {
        var found = new Case().Wait(Day * 365).Wait(Day * 365);
        Assert.Equal(["Reminded", "Escalated", "Escalated", "Escalated", "Escalated", "Escalated"], found.Violation.History.Skip(2).Select(e => e.GetType().Name));
        Assert.Equal([1, 2, 3, 4, 5], found.Of<Escalated>().Select(e => e.Level));
        Assert.All(found.Of<Escalated>(), e => Assert.Equal(Morning + (Day * 365), e.At));
    }

    [Fact]
    public void A_step_taken_for_one_stage_is_not_taken_again_for_the_next()
    {
        var found = new Case().Wait(TimeSpan.FromHours(5)).Accepted();
        Assert.Equal(1, found.Violation.Level);
        found.Now = found.Violation.Clock!.Due.AddHours(23);
        found.Wait(TimeSpan.Zero);
        Assert.Equal(1, found.Violation.Level);
        found.Wait(TimeSpan.FromHours(1));
        Assert.Equal([1, 2], found.Of<Escalated>().Select(e => e.Level));
    }

    [Fact]
    public void Deadlines_that_were_ordered_do_not_change_with_the_policy()
    {
        var found = new Case();
        var stricter = Policy with { Classes = [Policy.Classes[^1] with { Accept = new TimeAllowed(0.1m, null) }] };
        Assert.Equal(found.Violation.Clock!.RemindAt, found.Violation.Next(stricter, found.Now)!.Due);
    }

    [Fact]
    public void Worse_than_ordered_the_deadlines_come_nearer_and_never_farther()
    {
        var found = new Case("pm10-hour", Severity.Violation).Wait(TimeSpan.FromMinutes(10));
        found.Take(Step(2, TransitionKind.Updated, found.Now, Severity.Serious, "pm10-hour"));
        Assert.Equal((Morning.AddMinutes(30), Morning.AddMinutes(10).AddHours(24)), (found.Violation.Clock!.Due, found.Violation.Order!.Rectify.Due));
        Assert.Equal(Severity.Serious, Assert.Single(found.Of<Hastened>()).Order.Severity);
    }

    [Fact]
    public void Clocks_rest_by_decision_and_go_on_with_what_remained()
    {
        var found = new Case().Wait(TimeSpan.FromHours(1));
        Assert.Equal("role-not-permitted", found.Try((id, at) => new Suspend(id, TownOfficer, at, SuspensionCause.SandDust, "沙尘", at.AddDays(1))));
        Assert.Equal("missing", found.Try((id, at) => new Suspend(id, Commander, at, SuspensionCause.SandDust, "", at.AddDays(1))));
        Assert.Equal("bad-until", found.Try((id, at) => new Suspend(id, Commander, at, SuspensionCause.SandDust, "沙尘", at)));
        Assert.Equal("bad-until", found.Try((id, at) => new Suspend(id, Commander, at, SuspensionCause.SandDust, "沙尘", at.AddDays(30).AddTicks(1))));
        found.Do((id, at) => new Suspend(id, Commander, at, SuspensionCause.SandDust, "沙尘过境", at.AddDays(5)));
        Assert.Equal("suspended", found.Try((id, at) => new Accept(id, TownOfficer, at)));
        Assert.Null(found.Violation.Summarise().Due);
        found.Wait(TimeSpan.FromHours(20));
        Assert.Empty(found.Of<Reminded>());
        found.Do((id, at) => new Resume(id, Commander, at));
        Assert.Equal(found.Now.AddHours(3), found.Violation.Clock!.Due);
        // 86 hours of working time remained on Tuesday at 10:00; on Wednesday at 06:00 they reach over the weekend.
        Assert.Equal(At("2026-11-16T20:00"), found.Violation.Order!.Rectify.Due);
        Assert.Equal("not-suspended", found.Try((id, at) => new Resume(id, Commander, at)));
    }

    [Fact]
    public void A_rest_ends_by_itself_at_its_time_however_late_that_is_noticed()
    {
        var found = new Case().Wait(TimeSpan.FromHours(1)).Do((id, at) => new Suspend(id, Commander, at, SuspensionCause.Outage, "停电", at.AddHours(10)));
        found.Wait(Day * 2);
        Assert.Equal(Morning.AddHours(11), Assert.Single(found.Of<Resumed>()).From);
        Assert.Equal(Morning.AddHours(14), found.Violation.Clock!.Due);
        Assert.Equal([1, 2], found.Of<Escalated>().Select(e => e.Level));
    }

    [Fact]
    public void Supervision_that_was_under_way_rests_too()
    {
        var found = new Case().Wait(TimeSpan.FromHours(4 + 12));
        Assert.Equal(1, found.Violation.Level);
        found.Do((id, at) => new Suspend(id, Commander, at, SuspensionCause.Other, "专项安排", at.AddDays(10))).Wait(Day * 8).Do((id, at) => new Resume(id, Commander, at));
        found.Wait(TimeSpan.FromHours(12) - TimeSpan.FromTicks(1));
        Assert.Equal(1, found.Violation.Level);
        found.Wait(TimeSpan.FromTicks(1));
        Assert.Equal(2, found.Violation.Level);
    }

    [Fact]
    public void Nothing_is_due_of_what_has_ended() => Assert.Null(new Case().Closed().Violation.Next(Policy, Morning));
}
