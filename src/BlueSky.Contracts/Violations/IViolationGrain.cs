using Orleans.Concurrency;

namespace BlueSky.Violations;

/// <summary>A problem as its grain holds it: its steps so far.</summary>
/// <param name="Id">Id of the problem.</param>
/// <param name="Town">Town code.</param>
/// <param name="SourceName">Name of the source.</param>
/// <param name="Kind">Kind of the source.</param>
/// <param name="Department">Responsible department (行业).</param>
/// <param name="Steps">Steps in order.</param>
/// <param name="IsDemo">True for demonstration data.</param>
[GenerateSerializer, Immutable]
public sealed record ViolationView(
    [property: Id(0)] string Id, [property: Id(1)] string Town, [property: Id(2)] string SourceName, [property: Id(3)] string Kind,
    [property: Id(4)] string Department, [property: Id(5)] RuleTransition[] Steps, [property: Id(6)] bool IsDemo)
{
    /// <summary>True until the rule cleared it.</summary>
    public bool IsOpen => Steps.Length > 0 && Steps[^1].Kind != TransitionKind.Cleared;
}

/// <summary>Where a problem belongs: what the source adds to a transition.</summary>
/// <param name="Town">Town code.</param>
/// <param name="SourceName">Name of the source.</param>
/// <param name="Kind">Kind of the source.</param>
/// <param name="Department">Responsible department.</param>
/// <param name="IsDemo">True for demonstration data.</param>
[GenerateSerializer, Immutable]
public sealed record ViolationPlace(
    [property: Id(0)] string Town, [property: Id(1)] string SourceName, [property: Id(2)] string Kind, [property: Id(3)] string Department,
    [property: Id(4)] bool IsDemo);

/// <summary>One problem (违规). Key: violation id. Its closed loop (报警闭环) starts here.</summary>
[Alias("violation")]
public interface IViolationGrain : IGrainWithStringKey
{
    /// <summary>Takes a step of the rule; a step already taken changes nothing, so delivery may repeat.</summary>
    Task Take([Immutable] RuleTransition step, ViolationPlace place);

    /// <summary>The problem; null when it never was.</summary>
    [AlwaysInterleave]
    Task<ViolationView?> Get();
}
