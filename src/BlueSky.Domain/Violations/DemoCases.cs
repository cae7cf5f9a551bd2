using BlueSky.Decisions;
using BlueSky.Districts;
using BlueSky.Photos;
using BlueSky.Sources;

namespace BlueSky.Violations;

/// <summary>An invented problem and what was decided on it.</summary>
/// <param name="Source">The source.</param>
/// <param name="Department">Name of the responsible department.</param>
/// <param name="Step">The rule's first step.</param>
/// <param name="Script">Commands at their times.</param>
/// <param name="Later">What the rule says after that: clear, and in one case firing again.</param>
public sealed record DemoCase(
    SourceRegistration Source, string Department, RuleTransition Step, IReadOnlyList<ViolationCommand> Script, IReadOnlyList<RuleTransition> Later);

/// <summary>
/// Living cases for the demonstration (演示): one at least in every state of the loop, overdue ones included. They follow from the
/// register and the moment alone. Sources without devices, so that the simulator does not go on with them, except one suspicion.
/// </summary>
public static class DemoCases
{
    /// <summary>The photos that rectifications of the cases name; to be kept for the unit that hands in.</summary>
    public static IReadOnlyList<byte[]> Photos { get; } = [DemoPhoto.Create(1), DemoPhoto.Create(2)];

    /// <summary>Invents the cases.</summary>
    /// <param name="sources">The demo register.</param>
    /// <param name="district">The district.</param>
    /// <param name="kinds">Kinds of source.</param>
    /// <param name="now">The moment they are seen at.</param>
    public static IReadOnlyList<DemoCase> Create(
        IReadOnlyList<SourceRegistration> sources, District district, SourceKindCatalog kinds, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(kinds);
        var stockyards = new Queue<SourceRegistration>(sources.Where(s => s.Kind == "stockyard"));
        var spots = new Queue<SourceRegistration>(sources.Where(s => s.Kind == "burning-spot"));
        var sites = new Queue<SourceRegistration>(sources.Where(s => s.Kind == "site"));

        DemoScript Case(SourceRegistration source, string rule, Severity severity, double hoursAgo) =>
            new(source, kinds[source.Kind], district, rule, severity, now, now.AddHours(-hoursAgo));
        DemoScript Measures(double hoursAgo) => Case(stockyards.Dequeue(), "measures", Severity.Violation, hoursAgo);
        DemoScript Fire(double hoursAgo) => Case(spots.Dequeue(), "straw", Severity.Violation, hoursAgo);

        return
        [
            Case(sites.Dequeue(), "jump-a34002", Severity.Suspect, 5).Made(),
            Measures(1).Made(),
            Measures(2).Accept(Line.Town, 1).Made(),
            Fire(0.2).Made(),
            Fire(20).Made(),
            Measures(30).Accept(Line.Town, 29).Accept(Line.Industry, 28).Made(),
            Fire(50).Accept(Line.Town, 49.8).Accept(Line.Industry, 49.7).Made(),
            Fire(150).Accept(Line.Town, 149.8).Accept(Line.Industry, 149.7).Made(),
            Fire(700).Made(),
            Measures(26).Accept(Line.Town, 25).Accept(Line.Industry, 24).Rectify(4).Made(),
            Measures(28).Accept(Line.Town, 27).Accept(Line.Industry, 26).Rectify(20).Pass(Line.Industry, 2).Made(),
            Measures(40).Accept(Line.Town, 39).Accept(Line.Industry, 38).Rectify(30).Reject(Line.Industry, 6).Made(),
            Fire(40).Accept(Line.Town, 39.8).Accept(Line.Industry, 39.7).Rectify(30).Pass(Line.Industry, 20).Pass(Line.Town, 19).Made(),
            Measures(90).Accept(Line.Town, 89).Accept(Line.Industry, 88).Rectify(70).Pass(Line.Town, 60).Pass(Line.Industry, 50).FiresAgain(3).Made(),
            Measures(8).Propose(6).Made(),
            Measures(9).Propose(7).Agree(5).Made(),
            Measures(6).Suspend(4).Made(),
        ];
    }

    /// <summary>Lets a problem be found and handled at the times of a script, with all that the policy does in between.</summary>
    /// <returns>The refusal of the first command that the regulation refuses; null when all were carried out.</returns>
    public static Refusal? Play(
        Violation violation, RuleTransition step, Placement placement, IReadOnlyList<ViolationCommand> script, DateTimeOffset now, HandlingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(violation);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(script);
        foreach (var one in violation.Take(step, placement, step.At, policy).Events) violation.Apply(one);
        PassTo(step.At);
        foreach (var command in script)
        {
            PassTo(command.At);
            var decision = violation.Decide(command, policy);
            if (decision.Refusal is { } no) return no;
            foreach (var one in decision.Events) violation.Apply(one);
        }

        PassTo(now);
        return null;

        // Each due step at its own time, as if the program had been there.
        void PassTo(DateTimeOffset moment)
        {
            while (violation.Next(policy, moment) is { } next && next.Due <= moment) violation.Apply(next.Event with { At = next.Due });
        }
    }
}
