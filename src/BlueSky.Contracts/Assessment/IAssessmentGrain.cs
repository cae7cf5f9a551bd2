using Orleans.Concurrency;

namespace BlueSky.Assessment;

/// <summary>An input of a run: which station's hours, as of which revision.</summary>
/// <param name="Unit">Assessed unit.</param>
/// <param name="Station">Station code.</param>
/// <param name="Revision">Revision of its hours that was used for the period.</param>
/// <param name="RevisionLast">Revision of its hours that was used for the period compared with.</param>
/// <param name="ValidDays">Valid days in the period, of the pollutant that has fewest.</param>
/// <param name="NeededDays">Valid days it needs.</param>
/// <param name="HasDemo">True when invented demonstration data went in.</param>
[GenerateSerializer, Immutable]
public sealed record AssessmentInput(
    [property: Id(0)] string Unit, [property: Id(1)] string Station, [property: Id(2)] long Revision, [property: Id(3)] long RevisionLast,
    [property: Id(4)] int ValidDays, [property: Id(5)] int NeededDays, [property: Id(6)] bool HasDemo)
{
    /// <summary>SHA-256 over the hours of both periods that were used, lower-case hex: equal hours, equal digest.</summary>
    [Id(7)] public string HoursDigest { get; init; } = "";

    /// <summary>Hours of the unit's stations with a value in the period.</summary>
    [Id(8)] public int Hours { get; init; }

    /// <summary>Hours that the period has for the unit's stations.</summary>
    [Id(9)] public int HoursOfPeriod { get; init; }

    /// <summary>Valid days of the period compared with.</summary>
    [Id(10)] public int ValidDaysLast { get; init; }

    /// <summary>What is not valid and why, in Chinese; of the period compared with it begins with 同期. Empty when all is valid.</summary>
    [Id(11)] public string Notes { get; init; } = "";
}

/// <summary>One run of an assessment: immutable. Run again from the same inputs it gives the same digest.</summary>
/// <param name="Revision">Number of the run within its period, from 1; 0 for a trial that is not stored.</param>
/// <param name="At">When it ran.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="Reason">Why there is another run; empty for the first.</param>
/// <param name="PolicyId">Policy.</param>
/// <param name="PolicyVersion">Version of the policy file.</param>
/// <param name="Inputs">Inputs with their revisions.</param>
/// <param name="Result">All figures, ranks, money and words.</param>
/// <param name="Digest">
/// SHA-256 over the canonical text of policy, result and the digests of the hours; revision numbers, times and names are no part of it.
/// </param>
[GenerateSerializer, Immutable]
public sealed record AssessmentRevision(
    [property: Id(0)] int Revision, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string Actor, [property: Id(3)] string Reason,
    [property: Id(4)] string PolicyId, [property: Id(5)] string PolicyVersion, [property: Id(6)] AssessmentInput[] Inputs,
    [property: Id(7)] AssessmentResult Result, [property: Id(8)] string Digest);

/// <summary>A revision without its result.</summary>
/// <param name="Revision">Number, from 1.</param>
/// <param name="At">When it ran.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="Reason">Why there is another run; empty for the first.</param>
/// <param name="PolicyVersion">Version of the policy file.</param>
/// <param name="Digest">See <see cref="AssessmentRevision"/>.</param>
[GenerateSerializer, Immutable]
public sealed record RevisionHead(
    [property: Id(0)] int Revision, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string Actor, [property: Id(3)] string Reason,
    [property: Id(4)] string PolicyVersion, [property: Id(5)] string Digest);

/// <summary>
/// One period of a district under one policy. Key: <c>district/period/policy</c>, e.g. <c>371302/2021-08/lanshan-2021</c>. Each run is
/// a new immutable revision; nothing published is ever overwritten.
/// </summary>
[Alias("assessment")]
public interface IAssessmentGrain : IGrainWithStringKey
{
    /// <summary>
    /// Runs the assessment from the newest hours. Equal policy and inputs give the last revision again instead of a new one.
    /// </summary>
    /// <exception cref="Messages.RefusedException">Unknown policy, period outside its validity, or no data at all.</exception>
    Task<AssessmentRevision> Run(string actor, string reason);

    /// <summary>A revision; null for the newest. Null when there is none.</summary>
    [AlwaysInterleave]
    Task<AssessmentRevision?> Get(int? revision);

    /// <summary>Revisions without their results, oldest first.</summary>
    [AlwaysInterleave]
    Task<RevisionHead[]> History();

    /// <summary>Computes a revision anew from the recorded revisions of its hours and says whether every digit is the same.</summary>
    /// <exception cref="Messages.RefusedException">There is no such revision, or the policy's file is not the one it was made by.</exception>
    Task<bool> Verify(int revision);

    /// <summary>
    /// What the policy would give from the newest hours, also outside its validity and for periods that it does not settle. Revision 0,
    /// nothing is stored.
    /// </summary>
    /// <exception cref="Messages.RefusedException">Unknown policy, a policy that has no place for a unit, or no data at all.</exception>
    Task<AssessmentRevision> Preview();
}
