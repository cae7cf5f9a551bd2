using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Testing;

/// <summary>A value whose packet was answered, and when, by the clients' monotonic clock.</summary>
internal sealed record Answered(TimeSpan At, ValueKey Key, object Value, string Qn);

/// <summary>The newest step of a problem that a list showed, and whether the problem was open by it.</summary>
internal sealed record ShownStep(string ViolationId, string SourceId, string RuleId, string Point, int Step, bool IsOpen);

/// <summary>One look at the list of open problems, in one answer: a single moment of the store.</summary>
internal sealed record Look(TimeSpan At, IReadOnlyList<ShownStep> Open);

/// <summary>Something that was done to the cluster, or that it was seen to do.</summary>
internal sealed record Happening(TimeSpan At, string What);

/// <summary>A source and all that the journal has of it, in order of arrival.</summary>
internal sealed record StoredSource(SourceRegistration Registration, IReadOnlyList<Observation> Journal);

/// <summary>A row of the view <c>reading</c>: what people and reports calculate with.</summary>
internal sealed record ViewRow(string SourceId, ValueKey Key, object Value, bool IsRevision);

/// <summary>What a source says of itself on one node: how much of its journal it has seen, and what follows from that.</summary>
/// <param name="Who">Whose word it is: the cluster that was struck, or a node that started afterwards.</param>
/// <param name="SourceId">The source.</param>
/// <param name="Observations">Observations in its life.</param>
/// <param name="Status">Its status.</param>
/// <param name="Open">Its open problems.</param>
internal sealed record ShownSource(string Who, string SourceId, long Observations, SourceStatus Status, IReadOnlyList<Problem> Open);

/// <summary>A town's counts as it held them, and after it asked every source again.</summary>
internal sealed record TownCount(string Code, Rollup Held, Rollup Recounted);

/// <summary>All digits of one assessment, as one node gave them at one time.</summary>
internal sealed record Assessed(string When, string Digits);

/// <summary>Everything that was seen from outside during a run, and what the store and the nodes had when it was over.</summary>
internal sealed record History
{
    public IReadOnlyList<Answered> Answers { get; init; } = [];

    public IReadOnlyList<Look> Looks { get; init; } = [];

    public IReadOnlyList<Happening> Happenings { get; init; } = [];

    public IReadOnlyList<StoredSource> Stored { get; init; } = [];

    public IReadOnlyList<ViewRow> View { get; init; } = [];

    public IReadOnlyList<ShownSource> Shown { get; init; } = [];

    /// <summary>The newest step of every problem that the lists have at the end.</summary>
    public IReadOnlyList<ShownStep> Problems { get; init; } = [];

    public IReadOnlyList<TownCount> Towns { get; init; } = [];

    public IReadOnlyList<Assessed> Assessments { get; init; } = [];
}

/// <summary>A broken promise.</summary>
/// <param name="Promise">Which, in a few words.</param>
/// <param name="Text">What was seen and what should have been.</param>
/// <param name="At">When it was seen or answered; null where that has no time.</param>
/// <param name="Mn">The device it is about; null where it is about none.</param>
/// <param name="Qn">The packet it is about, where that is known: its sendings and answers say when it was.</param>
internal sealed record Finding(string Promise, string Text, TimeSpan? At = null, string? Mn = null, string? Qn = null);
