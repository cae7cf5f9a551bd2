using System.Collections.Immutable;
using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Testing;

namespace BlueSky.Processes;

/// <summary>Made-up histories, each with one fault: a checker that would not see it proves nothing.</summary>
public sealed class HistoryCheckerTests
{
    private const string Channel = "a34004-Rtd"; // PM2.5 of a site: no rule opens anything on it
    private static readonly SourceRegistration Site = Demo.Register.Sources.First(s => s.Kind == "site");
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8));
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private const string Mn = "DE371302000000000001";

    [Fact]
    public void A_good_history_has_no_findings() => Assert.Empty(HistoryChecker.Check(Good()));

    [Fact]
    public void An_answered_value_that_is_nowhere_is_found()
    {
        var good = Good();
        var findings = HistoryChecker.Check(good with { Answers = [.. good.Answers, Answer(9, 30m)] });
        var finding = Assert.Single(findings);
        Assert.Equal((HistoryChecker.Kept, Mn), (finding.Promise, finding.Mn));
    }

    [Fact]
    public void What_was_answered_after_a_dead_silo_went_on_names_that_moment()
    {
        var good = Good();
        var findings = HistoryChecker.Check(good with
        {
            Answers = [.. good.Answers, Answer(9, 30m)],
            Happenings = [new Happening(TimeSpan.FromSeconds(3), "silo 2 goes on (CONT), declared dead")],
        });
        Assert.Contains("2.0 s after “silo 2 goes on (CONT), declared dead”", Assert.Single(findings).Text);
    }

    [Theory]
    [InlineData("31.4")]
    [InlineData("31.50")]
    public void An_answered_value_with_other_digits_is_found(string digits)
    {
        var good = Good();
        var findings = HistoryChecker.Check(good with { Answers = [Answer(1, decimal.Parse(digits, System.Globalization.CultureInfo.InvariantCulture))] });
        Assert.Equal(HistoryChecker.Kept, Assert.Single(findings).Promise);
    }

    [Fact]
    public void A_value_that_is_stored_twice_is_found()
    {
        var findings = HistoryChecker.Check(WithJournal(Reading(1, 31.5m, 1), Reading(2, 32m, 2), Reading(1, 31.5m, 3)));
        Assert.Equal(HistoryChecker.Once, Assert.Single(findings).Promise);
    }

    [Fact]
    public void Inspections_of_two_sources_on_one_day_are_two_values()
    {
        Assert.NotEqual(ValueKey.SaidBy("manual:inspection", "371302-site-0001"), ValueKey.SaidBy("manual:inspection", "371302-site-0002"));
        Assert.Equal(ValueKey.SaidBy(Mn, "371302-site-0001"), ValueKey.SaidBy(Mn, "371302-site-0002"));
    }

    [Fact]
    public void A_revision_beside_the_first_value_is_none()
    {
        var revised = Reading(1, 33m, 3, Quality.Revision);
        Assert.Empty(HistoryChecker.Check(WithJournal(Reading(1, 31.5m, 1), Reading(2, 32m, 2), revised)));
    }

    [Fact]
    public void Two_activations_that_gave_one_arrival_twice_are_found()
    {
        var findings = HistoryChecker.Check(WithJournal(Reading(1, 31.5m, 1), Reading(2, 32m, 2), Reading(3, 33m, 2)));
        Assert.Contains("place 3", Assert.Single(findings).Text);
    }

    [Fact]
    public void A_gap_in_the_arrivals_is_found()
    {
        var findings = HistoryChecker.Check(WithJournal(Reading(1, 31.5m, 1), Reading(2, 32m, 3)));
        Assert.Contains("place 2", Assert.Single(findings).Text);
    }

    [Fact]
    public void A_row_of_the_view_that_is_there_once_more_or_not_at_all_is_found()
    {
        var good = Good();
        Assert.Equal(HistoryChecker.Once, Assert.Single(HistoryChecker.Check(good with { View = [.. good.View, good.View[0]] })).Promise);
        Assert.Equal(HistoryChecker.Kept, Assert.Single(HistoryChecker.Check(good with { View = [.. good.View.Skip(1)] })).Promise);
    }

    [Fact]
    public void A_source_that_has_not_seen_a_stored_observation_is_found()
    {
        var good = Good();
        var findings = HistoryChecker.Check(good with { Shown = [good.Shown[0] with { Observations = 1 }] });
        Assert.Equal(HistoryChecker.Seen, Assert.Single(findings).Promise);
    }

    [Fact]
    public void A_source_with_a_problem_that_its_readings_do_not_give_is_found()
    {
        var good = Good();
        var findings = HistoryChecker.Check(good with
        {
            Shown = [good.Shown[0] with { Status = SourceStatus.Warning, Open = [new Problem(Site.Id, "pm10-hour", "", Start, Severity.Warning)] }],
        });
        Assert.Equal(HistoryChecker.Seen, Assert.Single(findings).Promise);
    }

    [Fact]
    public void Two_open_problems_of_one_rule_are_found_at_the_moment_they_were_shown()
    {
        var good = Good();
        var (one, two) = (Step("a", 1), Step("b", 1));
        var findings = HistoryChecker.Check(good with { Looks = [new Look(Soon, [one, two])], Problems = [one with { IsOpen = false }, two with { IsOpen = false }] });
        var finding = Assert.Single(findings);
        Assert.Equal((HistoryChecker.OneOpen, Soon), (finding.Promise, finding.At));
    }

    [Fact]
    public void Two_nozzles_with_the_same_problem_are_none()
    {
        var (one, two) = (Step("a", 1) with { Point = "001" }, Step("b", 1) with { Point = "002" });
        Assert.Empty(HistoryChecker.Check(Good() with { Looks = [new Look(Soon, [one, two])], Problems = [one with { IsOpen = false }, two with { IsOpen = false }] }));
    }

    [Fact]
    public void A_shown_step_that_is_taken_back_is_found()
    {
        var closed = Step("a", 2) with { IsOpen = false };
        var findings = HistoryChecker.Check(Good() with
        {
            Looks = [new Look(Soon, [Step("a", 2)]), new Look(Soon * 2, [Step("a", 1)])],
            Problems = [closed],
        });
        Assert.Equal(HistoryChecker.StepsKept, Assert.Single(findings).Promise);
    }

    [Fact]
    public void A_shown_problem_that_is_gone_is_found()
    {
        var findings = HistoryChecker.Check(Good() with { Looks = [new Look(Soon, [Step("a", 1)])] });
        Assert.Equal(HistoryChecker.StepsKept, Assert.Single(findings).Promise);
    }

    [Fact]
    public void An_open_problem_without_readings_that_say_so_is_found()
    {
        var findings = HistoryChecker.Check(Good() with { Problems = [Step("a", 1)] });
        Assert.Equal(HistoryChecker.Follows, Assert.Single(findings).Promise);
    }

    [Fact]
    public void A_town_that_counts_otherwise_than_its_recount_is_found()
    {
        var good = Good();
        var wrong = good.Towns[0].Held with { ByStatus = ImmutableSortedDictionary<SourceStatus, int>.Empty.Add(SourceStatus.Violating, 1) };
        Assert.Equal(HistoryChecker.Counts, Assert.Single(HistoryChecker.Check(good with { Towns = [good.Towns[0] with { Held = wrong }] })).Promise);
    }

    [Fact]
    public void A_recount_that_is_not_what_the_readings_say_is_found()
    {
        var good = Good();
        var wrong = good.Towns[0].Held with { ByStatus = ImmutableSortedDictionary<SourceStatus, int>.Empty.Add(SourceStatus.Violating, 1) };
        Assert.Equal(HistoryChecker.Counts, Assert.Single(HistoryChecker.Check(good with { Towns = [new TownCount(Site.Town, wrong, wrong)] })).Promise);
    }

    [Fact]
    public void An_assessment_with_another_digit_is_found()
    {
        var findings = HistoryChecker.Check(Good() with { Assessments = [new Assessed("before", "4.21"), new Assessed("after", "4.22")] });
        Assert.Equal(HistoryChecker.SameDigits, Assert.Single(findings).Promise);
    }

    private static History Good() => WithJournal(Reading(1, 31.5m, 1), Reading(2, 32m, 2)) with { Answers = [Answer(1, 31.5m), Answer(2, 32m)] };

    private static History WithJournal(params Observation[] journal)
    {
        var says = new Recomputation(Site, journal);
        var counts = Rollup.Of([new SourceSummary
        {
            SourceId = Site.Id, Name = Site.Name, Town = Site.Town, Kind = Site.Kind, Version = 1, Status = says.Status, HasDevice = true,
            OpenBySeverity = says.BySeverity, AsOf = Start,
        }]);
        return new History
        {
            Stored = [new StoredSource(Site, journal)],
            View = [.. journal.Select(o => new ViewRow(Site.Id, Key(o.DataTime), o.Readings[0].Value, (o.Readings[0].Quality & Quality.Revision) != 0))],
            Shown = [new ShownSource("the cluster", Site.Id, journal.Length, says.Status, says.Open)],
            Towns = [new TownCount(Site.Town, counts, counts)],
            Assessments = [new Assessed("before", "4.21"), new Assessed("after", "4.21")],
        };
    }

    private static ShownStep Step(string id, int step) => new(id, Site.Id, "pm10-hour", "", step, IsOpen: true);

    private static ValueKey Key(DateTimeOffset at) => new(Mn, Period.Instant, at, Channel);

    private static Answered Answer(int minute, decimal value) => new(Soon, Key(Start.AddMinutes(minute)), value, "20260302100000000");

    private static Observation Reading(int minute, decimal value, long arrival, Quality quality = Quality.Valid) => new()
    {
        Mn = Mn, Period = Period.Instant, DataTime = Start.AddMinutes(minute), ReceivedAt = Start.AddMinutes(minute),
        Readings = [new Reading(Channel, value, quality)], Arrival = arrival,
    };
}
