using System.Text.Json;
using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Violations;
using CsCheck;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Tests.Violations;

/// <summary>Problems that people found: no rule ever says that they are over.</summary>
public sealed class FindingTests
{
    private static Case Found(Severity severity = Severity.Violation, FoundBy by = FoundBy.Patrol) => new(severity: severity, foundBy: by);

    private static RuleTransition Seen(DateTimeOffset at, FoundBy by = FoundBy.Patrol, Severity severity = Severity.Violation) =>
        Step(1, TransitionKind.Opened, at, severity, start: at) with { FoundBy = by };

    private static Func<string, DateTimeOffset, ViolationCommand> HandsIn(string[] photos, MeasuredProof? proof = null) => (id, at) => new Rectify(id, GridMember, at, "已冲洗", photos, proof);

    private static Func<string, DateTimeOffset, ViolationCommand> Passes(Actor by, Line? line = null) => (id, at) => new Review(id, by, at, true, "", line);

    [Fact]
    public void It_passes_review_without_a_rule_that_clears_and_stands_until_it_is_closed()
    {
        var found = Found().Wait(TimeSpan.FromMinutes(1)).Rectified();
        Assert.True(found.Violation.IsFiring);
        found.Do(Passes(DepartmentOfficer)).Do(Passes(Commander, Line.Town));
        Assert.Equal(LoopState.Closed, found.State);
        Assert.False(found.Violation.IsFiring);
    }

    [Fact]
    public void Its_rectification_shows_a_photo_or_a_measurement()
    {
        var found = Found().Wait(TimeSpan.FromMinutes(1)).Accepted();
        Assert.Equal("missing", found.Try(HandsIn([])));
        Assert.Equal(LoopState.Accepted, found.State);
        found.Do(HandsIn([], new MeasuredProof("PM10", 120, 150, "µg/m³", found.Now, "报告 1")));
        Assert.Equal("", new Case().Accepted().Try(HandsIn([])));
    }

    [Fact]
    public void Seen_again_after_the_rectification_was_handed_in_it_is_not_passed_until_it_is_rectified_anew()
    {
        var found = Found().Wait(TimeSpan.FromMinutes(1)).Rectified().Wait(TimeSpan.FromHours(1));
        Assert.True(found.Take(Seen(found.Now.AddMinutes(-1), FoundBy.Citizen, Severity.Suspect)));
        found.Wait(TimeSpan.FromMinutes(1));
        Assert.Equal("seen-again", found.Try(Passes(DepartmentOfficer)));
        found.Do((id, at) => new Review(id, DepartmentOfficer, at, false, "仍未冲洗", null)).Do(HandsIn(["p"])).Do(Passes(DepartmentOfficer));
    }

    [Fact]
    public void What_was_seen_before_the_rectification_and_told_later_holds_up_nothing()
    {
        var found = Found().Wait(TimeSpan.FromHours(1)).Rectified().Wait(TimeSpan.FromHours(1));
        Assert.True(found.Take(Seen(Morning.AddMinutes(30))));
        found.Do(Passes(DepartmentOfficer)).Do(Passes(Commander, Line.Town));

        // Nor does it open again what is closed since; what was seen after the closing does.
        Assert.True(found.Wait(TimeSpan.FromHours(1)).Take(Seen(Morning.AddMinutes(40))));
        Assert.Equal((LoopState.Closed, false), (found.State, found.Violation.IsFiring));
        Assert.True(found.Take(Seen(found.Now)));
        Assert.Equal(LoopState.Assigned, found.State);
    }

    [Fact]
    public void What_a_citizen_tells_waits_for_the_command_centre_and_a_patrol_that_sees_it_sends_it_on()
    {
        var found = Found(Severity.Suspect, FoundBy.Citizen).Wait(TimeSpan.FromDays(1));
        Assert.Equal(LoopState.Found, found.State);
        found.Take(Seen(found.Now));
        Assert.Equal(LoopState.Assigned, found.State);
    }

    [Fact]
    public void A_rule_and_a_person_who_found_the_same_must_both_be_content()
    {
        var found = new Case();
        found.Take(Seen(Morning.AddMinutes(5)));
        found.Wait(TimeSpan.FromMinutes(10)).Accepted();
        Assert.Equal("missing", found.Try(HandsIn([])));
        found.Do(HandsIn(["p"]));
        Assert.Equal("still-firing", found.Try(Passes(DepartmentOfficer)));
        found.Clears().Do(Passes(DepartmentOfficer)).Do(Passes(Commander, Line.Town));
        Assert.Equal(LoopState.Closed, found.State);
    }

    [Fact]
    public void However_many_people_tell_of_it_its_record_stays_bounded_and_reads_back_the_same() => Gen.Int[300, 600].Sample(
        many =>
        {
            var found = Found();
            for (var i = 1; i <= many; i++) Assert.True(found.Take(Seen(Morning.AddSeconds(i), FoundBy.Citizen, Severity.Suspect)));
            Assert.InRange(found.Violation.History.Count, 100, 210);
            Assert.Equal(many, found.Violation.Summarise().Repeats);
            var copy = Violation.Of(found.Violation.Id, JsonSerializer.Deserialize<List<ViolationEvent>>(JsonSerializer.Serialize(found.Violation.History))!);
            Assert.Equal(found.Violation.Summarise(), copy.Summarise());
            found.Wait(TimeSpan.FromHours(1)).Accepted().Do(HandsIn(["p"])).Do(Passes(DepartmentOfficer));
        },
        iter: 5);

    [Fact]
    public void Steps_of_before_are_of_a_rule()
    {
        var json = JsonSerializer.Serialize(Seen(Morning)).Replace("\"FoundBy\":1,", "", StringComparison.Ordinal);
        Assert.Equal(FoundBy.Rule, JsonSerializer.Deserialize<RuleTransition>(json)!.FoundBy);
    }
}
