using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Violations;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Tests.Violations;

/// <summary>The articles of the regulation.</summary>
public sealed class LoopTests
{
    private static Func<string, DateTimeOffset, ViolationCommand> Passes(Actor by, Line? line = null) => (id, at) => new Review(id, by, at, true, "", line);

    private static Func<string, DateTimeOffset, ViolationCommand> Rejects(Actor by, string note = "仍有裸土", Line? line = null) => (id, at) => new Review(id, by, at, false, note, line);

    private static Func<string, DateTimeOffset, ViolationCommand> HandsIn(Actor by, string text = "已整改") => (id, at) => new Rectify(id, by, at, text, [], null);

    private static Func<string, DateTimeOffset, ViolationCommand> Signs(Actor by) => (id, at) => new Accept(id, by, at);

    [Fact]
    public void A_grave_problem_is_assigned_to_both_lines_at_once()
    {
        var found = new Case();
        Assert.Equal(LoopState.Assigned, found.State);
        Assert.Equal((Town, Department), (found.Violation.Order!.Town, found.Violation.Order.Industry));
        Assert.Equal(Role.System, Assert.Single(found.Of<Assigned>()).By.Role);
    }

    [Fact]
    public void A_suspicion_waits_for_the_command_centre()
    {
        var found = new Case("constant-a34002", Severity.Suspect);
        Assert.Equal(LoopState.Found, found.State);
        Assert.Equal("not-assigned", found.Try(Signs(TownOfficer)));
        Assert.Equal("role-not-permitted", found.Try((id, at) => new Assign(id, TownOfficer, at, null, null)));
        found.Do((id, at) => new Assign(id, Commander, at, null, OtherDepartment));
        Assert.Equal((LoopState.Assigned, OtherDepartment), (found.State, found.Violation.Industry));
        Assert.Equal("already-assigned", found.Try((id, at) => new Assign(id, Commander, at, null, null)));
    }

    [Fact]
    public void A_suspicion_that_becomes_grave_is_assigned_by_itself()
    {
        var found = new Case("constant-a34002", Severity.Suspect);
        found.Take(Step(2, TransitionKind.Updated, Morning.AddHours(1), Severity.Violation, "constant-a34002"));
        Assert.Equal(LoopState.Assigned, found.State);
    }

    [Fact]
    public void Both_lines_sign_before_it_is_rectified()
    {
        var found = new Case();
        Assert.Equal("not-accepted", found.Try(HandsIn(GridMember)));
        found.Do(Signs(TownOfficer));
        Assert.Equal("already-accepted", found.Try(Signs(TownLead)));
        Assert.Equal("not-accepted", found.Try(HandsIn(GridMember)));
        found.Do(Signs(DepartmentOfficer));
        Assert.Equal(LoopState.Accepted, found.State);
        Assert.Equal("already-accepted", found.Try(Signs(DepartmentOfficer)));
    }

    [Fact]
    public void A_town_and_a_department_answer_their_own_alone()
    {
        var found = new Case();
        Assert.Equal("not-yours", found.Try(Signs(OtherTownOfficer)));
        Assert.Equal("not-yours", found.Try(Signs(OtherDepartmentOfficer)));
        found.Accepted();
        Assert.Equal("not-yours", found.Try(HandsIn(OtherTownOfficer)));
        Assert.Equal("not-yours", found.Try((id, at) => new ProposeWithdrawal(id, OtherDepartmentOfficer, at, "误报")));
    }

    [Fact]
    public void Readers_and_the_command_centre_do_not_sign_or_rectify_for_the_lines()
    {
        var found = new Case();
        foreach (var actor in new[] { Reader, Commander, GridMember, Actor.OfTheSystem }) Assert.Equal("role-not-permitted", found.Try(Signs(actor)));
        found.Accepted();
        Assert.Equal("role-not-permitted", found.Try(HandsIn(Commander)));
        Assert.Equal("role-not-permitted", found.Try(HandsIn(Reader)));
    }

    [Fact]
    public void Rectification_says_what_was_done()
    {
        var found = new Case().Accepted();
        Assert.Equal("missing", found.Try(HandsIn(GridMember, " ")));
        found.Do(HandsIn(GridMember));
        Assert.Equal("already-rectified", found.Try(HandsIn(TownOfficer)));
    }

    [Fact]
    public void Review_by_the_unit_that_rectified_is_refused()
    {
        var found = new Case().Rectified().Clears();
        Assert.Equal("own-rectification", found.Try(Passes(TownLead)));
        Assert.Equal("role-not-permitted", found.Try(Passes(GridMember)));
    }

    [Fact]
    public void Review_by_the_person_who_rectified_is_refused_whatever_their_unit_is_now()
    {
        var found = new Case().Rectified().Clears();
        Assert.Equal("own-rectification", found.Try(Passes(GridMember with { Unit = Department, Role = Role.Officer })));
    }

    [Fact]
    public void The_command_centre_reviews_for_the_line_that_rectified_and_for_no_other()
    {
        var found = new Case().Rectified().Clears();
        Assert.Equal("missing", found.Try(Passes(Commander)));
        Assert.Equal("line-reviews-itself", found.Try(Passes(Commander, Line.Industry)));
        found.Do(Passes(Commander, Line.Town));
        Assert.Equal(LoopState.Rectified, found.State);
        Assert.Equal("already-reviewed", found.Try(Passes(SecondCommander, Line.Town)));
    }

    [Fact]
    public void It_is_closed_when_both_lines_have_passed_it()
    {
        var found = new Case().Rectified().Clears().Do(Passes(DepartmentOfficer));
        Assert.Equal(LoopState.Rectified, found.State);
        found.Do(Passes(Commander, Line.Town));
        Assert.Equal(LoopState.Closed, found.State);
        Assert.Single(found.Of<Closed>());
        Assert.Equal("ended", found.Try(Signs(TownOfficer)));
    }

    [Fact]
    public void One_person_never_passes_both_lines()
    {
        // A dry cleaner: the town is the industry line too (ledger 39), so the command centre reviews both, by two persons.
        var found = new Case("measures", Severity.Violation, "dry-cleaner", Town).Do(Signs(TownOfficer));
        Assert.Equal(LoopState.Accepted, found.State);
        found.Do(HandsIn(TownOfficer)).Clears().Do(Passes(Commander, Line.Town));
        Assert.Equal("same-reviewer", found.Try(Passes(Commander, Line.Industry)));
        found.Do(Passes(SecondCommander, Line.Industry));
        Assert.Equal(LoopState.Closed, found.State);
    }

    [Fact]
    public void Nothing_is_passed_while_the_rule_fires()
    {
        var found = new Case().Rectified();
        Assert.Equal("still-firing", found.Try(Passes(DepartmentOfficer)));
        found.Clears().Do(Passes(DepartmentOfficer));
    }

    [Fact]
    public void A_later_measurement_within_the_limit_shows_more_than_a_rule_that_still_fires()
    {
        var kept = new MeasuredProof("PM10", 150m, 150m, "µg/m³", Morning.AddMinutes(1), "报告 1");
        Assert.Equal("still-firing", new Case().Rectified(kept with { Value = 150.1m }).Try(Passes(DepartmentOfficer)));
        Assert.Equal("still-firing", new Case().Rectified(kept with { At = Morning }).Try(Passes(DepartmentOfficer)));
        new Case().Rectified(kept).Do(Passes(DepartmentOfficer));
    }

    [Fact]
    public void One_rejection_sends_it_back_with_new_time()
    {
        var found = new Case().Rectified().Clears().Do(Passes(DepartmentOfficer)).Wait(TimeSpan.FromDays(1));
        Assert.Equal("missing", found.Try(Rejects(Commander, "", Line.Town)));
        found.Do(Rejects(Commander, "仍有裸土", Line.Town));
        Assert.Equal((LoopState.Accepted, Stage.Rectify), (found.State, found.Violation.Clock!.Stage));
        Assert.Equal(At("2026-11-17T00:00"), found.Violation.Clock.Due);
        found.Do(HandsIn(TownOfficer));
        Assert.Equal("own-rectification", found.Try(Passes(TownLead)));
        found.Do(Passes(DepartmentOfficer));
    }

    [Fact]
    public void Two_rejections_raise_supervision_by_one_step()
    {
        var found = new Case().Rectified().Clears();
        found.Do(Rejects(DepartmentOfficer)).Do(HandsIn(GridMember));
        Assert.Equal(0, found.Violation.Level);
        found.Do(Rejects(DepartmentOfficer)).Wait(TimeSpan.Zero);
        Assert.Equal(1, found.Violation.Level);
        Assert.True(Assert.Single(found.Of<Escalated>()).ByRejections);
        found.Do(HandsIn(GridMember)).Do(Rejects(DepartmentOfficer)).Do(HandsIn(GridMember)).Do(Rejects(DepartmentOfficer)).Wait(TimeSpan.Zero);
        Assert.Equal([1, 2], found.Of<Escalated>().Select(e => e.Level));
    }

    [Fact]
    public void Reassigned_it_is_signed_for_anew_by_the_new_unit()
    {
        var found = new Case().Accepted().Wait(TimeSpan.FromHours(1));
        Assert.Equal("same-units", found.Try((id, at) => new Reassign(id, Commander, at, Town, Department, "辖区")));
        Assert.Equal("missing", found.Try((id, at) => new Reassign(id, Commander, at, OtherTown, null, "")));
        found.Do((id, at) => new Reassign(id, Commander, at, OtherTown, null, "辖区有误"));
        Assert.Equal((LoopState.Assigned, OtherTown, Department), (found.State, found.Violation.Town, found.Violation.Industry));
        Assert.Equal("not-yours", found.Try(Signs(TownOfficer)));
        found.Do(Signs(OtherTownOfficer));
    }

    [Fact]
    public void It_is_not_reassigned_once_rectification_is_handed_in() =>
        Assert.Equal("too-late-to-reassign", new Case().Rectified().Try((id, at) => new Reassign(id, Commander, at, OtherTown, null, "辖区")));

    [Fact]
    public void A_false_alarm_is_withdrawn_by_a_second_person()
    {
        var found = new Case();
        Assert.Equal("no-withdrawal", found.Try((id, at) => new DecideWithdrawal(id, Commander, at, true, "")));
        Assert.Equal("missing", found.Try((id, at) => new ProposeWithdrawal(id, Commander, at, "")));
        found.Do((id, at) => new ProposeWithdrawal(id, Commander, at, "检查对象有误"));
        Assert.Equal("withdrawal-pending", found.Try((id, at) => new ProposeWithdrawal(id, TownOfficer, at, "误报")));
        Assert.Equal("second-person", found.Try((id, at) => new DecideWithdrawal(id, Commander, at, true, "")));
        Assert.Equal("role-not-permitted", found.Try((id, at) => new DecideWithdrawal(id, TownOfficer, at, true, "")));
        found.Do((id, at) => new DecideWithdrawal(id, SecondCommander, at, true, "属实"));
        Assert.Equal((LoopState.Withdrawn, null), (found.State, found.Violation.Clock));
    }

    [Fact]
    public void A_withdrawal_that_is_refused_leaves_everything_as_it_was()
    {
        var found = new Case().Do((id, at) => new ProposeWithdrawal(id, GridMember, at, "误报"));
        Assert.Equal("missing", found.Try((id, at) => new DecideWithdrawal(id, Commander, at, false, "")));
        found.Do((id, at) => new DecideWithdrawal(id, Commander, at, false, "照片显示属实"));
        Assert.Equal(LoopState.Assigned, found.State);
        found.Do((id, at) => new ProposeWithdrawal(id, GridMember, at, "再次说明"));
    }

    [Fact]
    public void Whoever_it_concerns_comments_and_nothing_else_changes_by_it()
    {
        var found = new Case().Do((id, at) => new Suspend(id, Commander, at, SuspensionCause.Outage, "停电", at.AddDays(1)));
        var before = found.Violation.Summarise();
        Assert.Equal("not-yours", found.Try((id, at) => new Comment(id, OtherTownOfficer, at, "路过")));
        Assert.Equal("role-not-permitted", found.Try((id, at) => new Comment(id, Reader, at, "看过")));
        Assert.Equal("missing", found.Try((id, at) => new Comment(id, TownOfficer, at, " ")));
        found.Do((id, at) => new Comment(id, GridMember, at, "现场停电，明日复电"));
        Assert.Equal(before with { Version = before.Version + 1 }, found.Violation.Summarise());
        Assert.Equal("现场停电，明日复电", Assert.Single(found.Of<Commented>()).Text);
    }

    [Fact]
    public void Comments_have_an_end_and_take_nobody_the_room_for_decisions()
    {
        var found = new Case();
        for (var i = 0; i < 100; i++) found.Do((id, at) => new Comment(id, TownOfficer, at, "备注"));
        Assert.Equal("too-many-comments", found.Try((id, at) => new Comment(id, TownOfficer, at, "备注")));
        found.Rectified();
        Assert.Equal("ended", new Case().Closed().Try((id, at) => new Comment(id, TownOfficer, at, "备注")));
    }

    [Fact]
    public void It_is_merged_into_an_older_open_problem_of_its_source_alone()
    {
        var found = new Case();
        var older = new MergeTarget(found.First.SourceId, Morning.AddHours(-1), false);
        string Merges(string into, MergeTarget? target, Actor? by = null) => found.Try((id, at) => new Merge(id, by ?? Commander, at, into, target));
        Assert.Equal("role-not-permitted", Merges("v0", older, TownOfficer));
        Assert.Equal("merge-into-itself", Merges(found.Violation.Id, older));
        Assert.Equal("target-ended", Merges("v0", null));
        Assert.Equal("target-ended", Merges("v0", older with { IsEnded = true }));
        Assert.Equal("other-source", Merges("v0", older with { SourceId = "371302-site-0002" }));
        Assert.Equal("merge-into-older", Merges("v0", older with { Start = Morning.AddHours(1) }));
        Assert.Equal("", Merges("v0", older));
        Assert.Equal((LoopState.Merged, "v0"), (found.State, found.Violation.MergedInto));
    }

    [Fact]
    public void A_command_sent_again_changes_nothing()
    {
        var found = new Case();
        var command = new Accept("same", TownOfficer, Morning);
        foreach (var one in found.Violation.Decide(command, Policy).Events) found.Violation.Apply(one);
        var before = found.Violation.Version;
        Assert.True(found.Violation.Decide(command with { At = Morning.AddHours(1) }, Policy).IsRepetition);
        Assert.Equal(before, found.Violation.Version);
        Assert.Equal("command-reused", found.Violation.Decide(command with { By = DepartmentOfficer }, Policy).Refusal!.Code);
        Assert.Equal("command-reused", found.Violation.Decide(new ProposeWithdrawal("same", TownOfficer, Morning, "x"), Policy).Refusal!.Code);
    }

    [Fact]
    public void The_rule_being_content_again_closes_nothing()
    {
        var found = new Case().Clears();
        Assert.Equal((LoopState.Assigned, false), (found.State, found.Violation.IsFiring));
    }

    [Fact]
    public void A_repeat_of_an_open_problem_is_handled_with_it()
    {
        var found = new Case().Clears();
        Assert.True(found.Take(Step(1, TransitionKind.Opened, Morning.AddHours(2), start: Morning.AddHours(2))));
        Assert.True(found.Violation.IsFiring);
        Assert.Equal(1, found.Violation.Summarise().Repeats);
        found.Take(Step(2, TransitionKind.Cleared, Morning.AddHours(3), start: Morning.AddHours(2)));
        Assert.False(found.Violation.IsFiring);
    }

    [Theory]
    [InlineData(7, 0, true)]
    [InlineData(7, 1, false)]
    public void The_rule_firing_again_within_seven_days_opens_it_again(int days, int seconds, bool opens)
    {
        var found = new Case().Closed();
        var again = found.Now.AddDays(days).AddSeconds(seconds);
        found.Now = again;
        Assert.Equal(opens, found.Take(Step(1, TransitionKind.Opened, again, start: again)));
        Assert.Equal(opens ? LoopState.Assigned : LoopState.Closed, found.State);
        if (!opens) return;
        Assert.Equal((Town, Department), (found.Violation.Town, found.Violation.Industry));
        found.Rectified();
    }

    [Fact]
    public void What_was_withdrawn_is_not_opened_again()
    {
        var found = new Case().Do((id, at) => new ProposeWithdrawal(id, TownOfficer, at, "误报")).Do((id, at) => new DecideWithdrawal(id, Commander, at, true, ""));
        Assert.False(found.Take(Step(1, TransitionKind.Opened, Morning.AddHours(2), start: Morning.AddHours(2))));
        Assert.Equal(LoopState.Withdrawn, found.State);
    }

    [Fact]
    public void The_steps_of_a_rule_are_bounded_and_the_first_the_newest_and_the_decisions_stay()
    {
        var found = new Case();
        for (var i = 2; i <= 1_000; i++) found.Take(Step(i, TransitionKind.Updated, Morning.AddMinutes(i)));
        Assert.Equal(200, found.Of<RuleStepped>().Count());
        Assert.Equal([1, 802], found.Of<RuleStepped>().Take(2).Select(e => e.Step.Step));
        Assert.Equal(1_000, found.Violation.Last!.Step);
        Assert.Single(found.Of<Assigned>());
    }

    [Fact]
    public void A_step_that_comes_again_or_late_changes_nothing()
    {
        var found = new Case();
        found.Take(Step(3, TransitionKind.Updated, Morning.AddMinutes(3)));
        var before = found.Violation.Version;
        found.Take(Step(2, TransitionKind.Updated, Morning.AddMinutes(2)));
        found.Take(Step(3, TransitionKind.Updated, Morning.AddMinutes(3)));
        Assert.Equal(before, found.Violation.Version);
    }

    [Fact]
    public void A_record_that_is_full_can_still_be_ended()
    {
        var found = new Case();
        for (var i = 0; i < 200 && found.Try((id, at) => new Suspend(id, Commander, at, SuspensionCause.Other, "反复", at.AddDays(1))) == ""; i++)
            found.Do((id, at) => new Resume(id, Commander, at));
        Assert.Equal("too-many-decisions", found.Try(Signs(TownOfficer)));
        found.Do((id, at) => new ProposeWithdrawal(id, TownOfficer, at, "误报"));
    }
}
