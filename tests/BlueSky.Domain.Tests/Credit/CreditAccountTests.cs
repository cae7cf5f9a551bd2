using BlueSky.Credit;
using BlueSky.Sources;
using BlueSky.Tests.Violations;
using BlueSky.Violations;
using static BlueSky.Tests.Credit.Ledger;
using Period = BlueSky.Assessment.Period;

namespace BlueSky.Tests.Credit;

public sealed class CreditAccountTests
{
    private static CaseFacts FactsOf(Case problem) => LoopFacts.Of(problem.Violation.Id, problem.Violation.History);

    [Fact]
    public void A_quarter_without_anything_ends_where_it_began_because_a_bonus_is_capped()
    {
        var statement = Count([]);
        Assert.Equal((100m, "green", 0), (statement.Score, statement.Grade, statement.Deductions));
        Assert.Equal(["good-month-2026-10", "good-month-2026-11", "good-month-2026-12"], statement.Lines.Select(l => l.Id));
        Assert.All(statement.Lines, l => Assert.Equal(100m, l.Balance));
    }

    [Fact]
    public void Each_line_shows_event_clause_points_and_balance()
    {
        var statement = Count(
        [
            Fact("a#2", "2026-10-05T10:00", rule: "measures", count: 3), Fact("a#5", "2026-10-08T10:00", CreditOccasion.Supervision, level: 1),
            Fact("entry-1", "2026-11-02T08:00", CreditOccasion.Entered, clause: "penalty"),
        ]);
        Assert.Equal([("measures", -9m), ("late", -2m), ("penalty", -10m), ("good-month", 2m)], statement.Points());
        Assert.Equal([91m, 89m, 79m, 81m], statement.Lines.Select(l => l.Balance));
        Assert.Equal((81m, "green", 21m), (statement.Score, statement.Grade, statement.Deducted));
    }

    [Fact]
    public void The_balance_stops_at_the_floor_and_goes_on_from_there()
    {
        var statement = Count([.. Enumerable.Range(1, 4).Select(i => Fact($"entry-{i}", $"2026-10-0{i}T08:00", CreditOccasion.Entered, clause: "refusal"))]);
        Assert.Equal([70m, 40m, 10m, 0m, 2m, 4m], statement.Lines.Select(l => l.Balance));
        Assert.Equal("red", statement.Grade);
    }

    [Fact]
    public void Quarters_begin_and_end_at_midnight_in_China()
    {
        CreditFact[] facts = [Fact("a", "2026-09-30T23:59:59"), Fact("b", "2026-10-01T00:00:00"), Fact("c", "2026-12-31T23:59:59"), Fact("d", "2027-01-01T00:00:00")];
        string[] Deductions(CreditStatement s) => [.. s.Lines.Where(l => l.Points < 0).Select(l => l.Id)];
        Assert.Equal(["b", "c"], Deductions(Count(facts, asOf: "2027-06-01T00:00")));
        Assert.Equal(["a"], Deductions(Count(facts, asOf: "2027-06-01T00:00", period: Period.Quarter(2026, 3))));
        Assert.Equal(["d"], Deductions(Count(facts, asOf: "2027-06-01T00:00", period: Period.Quarter(2027, 1))));
    }

    [Fact]
    public void A_month_with_a_problem_still_open_is_no_good_month_and_one_that_is_not_over_gives_nothing_yet()
    {
        var fact = Fact("a", "2026-10-20T10:00");
        Assert.Equal(["a", "good-month-2026-12"], Count([fact], [new("a", fact.At, At("2026-11-01T00:00:01"))]).Lines.Select(l => l.Id));
        Assert.Equal(["a", "good-month-2026-11", "good-month-2026-12"], Count([fact], [new("a", fact.At, At("2026-11-01T00:00"))]).Lines.Select(l => l.Id));
        Assert.Equal(["a"], Count([fact], [new("a", fact.At, null)]).Lines.Select(l => l.Id));
        Assert.Equal(["a"], Count([fact], asOf: "2026-11-30T23:59").Lines.Select(l => l.Id));
    }

    [Fact]
    public void Months_before_the_register_are_no_good_months() => Assert.Equal(
        ["good-month-2026-12"],
        CreditAccount.Count(Policy, Policy.Sources, Site with { Since = new DateOnly(2026, 11, 2) }, Quarter, At("2027-01-01T00:00"), [], [], []).Lines.Select(l => l.Id));

    [Fact]
    public void Warnings_and_suspicions_take_nothing_and_worse_takes_the_difference()
    {
        Assert.Equal(0, Count([Fact("a", "2026-10-05T10:00", severity: Severity.Warning), Fact("b", "2026-10-05T10:00", severity: Severity.Suspect, rule: "jump-a34002")]).Deductions);
        var worse = Fact("a", "2026-10-06T10:00", severity: Severity.Serious);
        Assert.Equal(-5m, Count([Fact("a0", "2026-10-05T10:00", severity: Severity.Warning), worse with { Before = Severity.Warning }]).Lines[0].Points);
        Assert.Equal([-5m, 0m], Count([Fact("a0", "2026-10-05T10:00"), worse with { Before = Severity.Violation }]).Lines.Take(2).Select(l => l.Points));
    }

    [Fact]
    public void A_problem_that_is_handled_in_time_takes_its_clause_once()
    {
        var statement = Count(FactsOf(new Case("pm10-hour").Closed()));
        Assert.Equal([("good-month", 2m), ("exceeding", -5m), ("good-month", 2m)], statement.Points());
    }

    [Fact]
    public void Lateness_takes_a_line_a_step_of_supervision()
    {
        var statement = Count(FactsOf(new Case("pm10-hour").Wait(TimeSpan.FromDays(5))));
        Assert.Equal([("exceeding", -5m), ("late", -2m), ("supervision-2", -3m), ("interview", -5m)], statement.Points().Where(p => p.Points < 0));
    }

    [Fact]
    public void A_rejected_rectification_takes_its_clause()
    {
        var problem = new Case().Rectified().Do((id, at) => new Review(id, Case.DepartmentOfficer, at, false, "仍未覆盖", null));
        Assert.Contains(("rejected", -2m), Count(FactsOf(problem)).Points());
    }

    [Fact]
    public void A_problem_that_came_back_takes_its_clause_and_counts_once_more_only_for_that()
    {
        var problem = new Case("pm10-hour").Closed();
        problem.Now += TimeSpan.FromDays(2);
        Assert.True(problem.Take(Case.Step(1, TransitionKind.Opened, problem.Now, start: problem.Now, rule: "pm10-hour")));
        Assert.Equal([("exceeding", -5m), ("reopened", -3m)], Count(FactsOf(problem)).Points().Where(p => p.Points < 0));
    }

    [Fact]
    public void A_withdrawn_false_alarm_takes_nothing_also_not_for_the_steps_that_were_taken_before()
    {
        var problem = new Case("pm10-hour").Wait(TimeSpan.FromDays(5));
        Assert.Equal(4, Count(FactsOf(problem)).Deductions);
        problem.Do((id, at) => new ProposeWithdrawal(id, Case.TownOfficer, at, "误报")).Do((id, at) => new DecideWithdrawal(id, Case.Commander, at, true, ""));
        Assert.Equal(Count([]).Digest, Count(FactsOf(problem)).Digest);
    }

    [Fact]
    public void A_merged_problem_is_counted_with_the_other_and_repeats_are_not_counted_again()
    {
        var merged = new Case("pm10-hour");
        merged.Do((id, at) => new Merge(id, Case.Commander, at, "older", new MergeTarget(merged.First.SourceId, Case.Morning.AddDays(-1), false)));
        Assert.Empty(FactsOf(merged).Facts);
        var target = new Case("pm10-hour");
        target.Violation.Apply(target.Violation.Absorb("repeat", Case.Commander, target.Now).Events[0]);
        Assert.Single(FactsOf(target).Facts);
    }

    [Fact]
    public void A_suspicion_that_nobody_assigned_takes_nothing() => Assert.Empty(FactsOf(new Case("jump-a34002", Severity.Suspect)).Facts);

    [Fact]
    public void Clocks_that_rest_take_no_steps_and_a_cause_of_the_policy_excuses_the_problem()
    {
        var problem = new Case("pm10-hour").Do((id, at) => new Suspend(id, Case.Commander, at, SuspensionCause.SandDust, "沙尘", at.AddDays(10))).Wait(TimeSpan.FromDays(9));
        var line = Assert.Single(Count(FactsOf(problem), asOf: "2026-11-20T00:00").Lines, l => l.Case.Length > 0);
        Assert.Equal((0m, true), (line.Points, line.Note.Contains("沙尘", StringComparison.Ordinal)));
        var outage = new Case("pm10-hour").Do((id, at) => new Suspend(id, Case.Commander, at, SuspensionCause.Outage, "停电", at.AddDays(10)));
        Assert.Equal(1, Count(FactsOf(outage)).Deductions);
    }

    [Fact]
    public void Events_after_a_given_number_had_not_happened_yet()
    {
        var problem = new Case("pm10-hour").Wait(TimeSpan.FromDays(5));
        var before = problem.Violation.Version;
        problem.Do((id, at) => new ProposeWithdrawal(id, Case.TownOfficer, at, "误报")).Do((id, at) => new DecideWithdrawal(id, Case.Commander, at, true, ""));
        Assert.Equal(4, LoopFacts.Of(problem.Violation.Id, problem.Violation.History, before).Facts.Count);
    }
}
