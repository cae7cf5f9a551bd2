using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Tests.Violations;
using BlueSky.Violations;
using BlueSky.Web.Console;

namespace BlueSky.Web.Tests.Console;

/// <summary>What a page offers, held against the regulation itself in every state of the loop.</summary>
public class ProblemOffersTests
{
    private static readonly Actor[] Everybody =
    [
        Case.Commander, Case.SecondCommander, Case.TownOfficer, Case.TownLead, Case.GridMember, Case.OtherTownOfficer, Case.DepartmentOfficer,
        Case.OtherDepartmentOfficer, Case.Reader,
    ];

    private static readonly Dictionary<string, Func<Case>> States = new(StringComparer.Ordinal)
    {
        ["found"] = () => new Case(severity: Severity.Suspect),
        ["assigned"] = () => new Case(),
        ["signed for by one"] = () => new Case().Do((id, at) => new Accept(id, Case.TownOfficer, at)),
        ["accepted"] = () => new Case().Accepted(),
        ["accepted by a town that is both lines"] = () => new Case(industry: Case.Town).Do((id, at) => new Accept(id, Case.TownOfficer, at)),
        ["rectified by the town"] = () => new Case().Rectified().Clears(),
        ["rectified by the department"] = () => new Case().Accepted().Do((id, at) => new Rectify(id, Case.DepartmentOfficer, at, "已补齐", [], null)).Clears(),
        ["passed by one line"] = () => new Case().Rectified().Clears().Do((id, at) => new Review(id, Case.DepartmentOfficer, at, true, "", null)),
        ["rejected"] = () => new Case().Rectified().Do((id, at) => new Review(id, Case.DepartmentOfficer, at, false, "未补齐", null)),
        ["proposed to be withdrawn"] = () => new Case().Do((id, at) => new ProposeWithdrawal(id, Case.Commander, at, "误报")),
        ["suspended"] = () => new Case().Do((id, at) => new Suspend(id, Case.Commander, at, SuspensionCause.SandDust, "沙尘", at.AddHours(5))),
        ["closed"] = () => new Case().Closed(),
    };

    // Only the regulation knows these: they are offered, and refused in words.
    private static readonly HashSet<string> MayBeRefused = new(StringComparer.Ordinal) { "own-rectification", "second-person", "target-ended" };

    public static TheoryData<string> Names => [.. States.Keys];

    [Theory, MemberData(nameof(Names))]
    public void What_is_offered_the_regulation_carries_out_and_what_it_would_carry_out_is_offered(string state)
    {
        foreach (var actor in Everybody)
        {
            var one = States[state]();
            var offers = ProblemOffers.Of(View(one.Violation), actor);
            foreach (var handling in Enum.GetValues<Handling>())
            {
                var refusal = one.Violation.Decide(Command(handling, actor, one), Case.Policy).Refusal?.Code ?? "";
                var isPossible = refusal.Length == 0 || MayBeRefused.Contains(refusal);
                // Merging and suspending are refused for what is chosen in the form, not for who asks.
                if (offers.Contains(handling)) Assert.True(isPossible, $"{actor.Name} is offered {handling} of a case {state}: {refusal}");
                else Assert.True(refusal.Length > 0, $"{actor.Name} may {handling} a case {state} and is not offered it");
            }
        }
    }

    [Fact]
    public void The_command_centre_reviews_for_the_line_that_handed_in()
    {
        var byTown = View(States["rectified by the town"]().Violation);
        var byDepartment = View(States["rectified by the department"]().Violation);
        Assert.Equal(Line.Town, ProblemStanding.Of(byTown.History).LineOfCommandCentre(byTown.Loop));
        Assert.Equal(Line.Industry, ProblemStanding.Of(byDepartment.History).LineOfCommandCentre(byDepartment.Loop));
    }

    private static ViolationCommand Command(Handling handling, Actor by, Case one) => handling switch
    {
        Handling.Assign => new Assign("x", by, one.Now, null, null),
        Handling.Accept => new Accept("x", by, one.Now),
        Handling.Rectify => new Rectify("x", by, one.Now, "已补齐", [], null),
        Handling.Review => new Review("x", by, one.Now, true, "", by.IsCommand ? ProblemStanding.Of(one.Violation.History).LineOfCommandCentre(one.Violation.Summarise()) ?? Line.Town : null),
        Handling.Agree => new DecideWithdrawal("x", by, one.Now, true, ""),
        Handling.Decline => new DecideWithdrawal("x", by, one.Now, false, "不是误报"),
        Handling.Propose => new ProposeWithdrawal("x", by, one.Now, "误报"),
        Handling.Reassign => new Reassign("x", by, one.Now, Case.OtherTown, null, "改派"),
        Handling.Comment => new Comment("x", by, one.Now, "备注"),
        Handling.Merge => new Merge("x", by, one.Now, "other", null),
        Handling.Suspend => new Suspend("x", by, one.Now, SuspensionCause.Other, "停电", one.Now.AddHours(1)),
        _ => new Resume("x", by, one.Now),
    };

    private static ViolationView View(Violation of) =>
        new(of.Id, of.Town.Code, "示例工地", "site", of.Industry.Name, [of.First!], true, of.Summarise(), [.. of.History]);
}
