using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Testing;

/// <summary>An open problem by its identity and severity.</summary>
internal sealed record Problem(string SourceId, string RuleId, string Point, DateTimeOffset Start, Severity Severity)
{
    public string Id => ViolationId.Of(SourceId, RuleId, Point, Start);
}

/// <summary>What the rules say of one source when they see its journal from the first reading on, without any interruption.</summary>
internal sealed class Recomputation
{
    private readonly SourceMonitor _monitor;

    public Recomputation(SourceRegistration source, IEnumerable<Observation> journal)
    {
        _monitor = new SourceMonitor(source, Demo.Kinds[source.Kind], new SourceCondition());
        var evaluation = new Evaluation();
        foreach (var observation in journal)
        {
            evaluation.Clear();
            _monitor.Apply(observation, evaluation);
        }

        Open = [.. _monitor.Open.Select(p => new Problem(source.Id, p.RuleId, p.Point, p.Start, p.Severity))];
    }

    public IReadOnlyList<Problem> Open { get; }

    public SourceStatus Status => _monitor.Status;

    /// <summary>Open problems by severity as a summary has them.</summary>
    public int[] BySeverity => [.. Enum.GetValues<Severity>().Select(s => Open.Count(p => p.Severity == s))];

    /// <summary>The problem of a stored violation.</summary>
    public static Problem Of(RuleTransition step) => new(step.SourceId, step.RuleId, step.Point, step.Start, step.Severity);
}
