using Orleans.Concurrency;

namespace BlueSky.Assessment;

/// <summary>A period that has been assessed.</summary>
/// <param name="Period">Period.</param>
/// <param name="Policy">Id of the policy.</param>
/// <param name="Newest">Newest revision.</param>
[GenerateSerializer, Immutable]
public sealed record AssessmentEntry([property: Id(0)] string Period, [property: Id(1)] string Policy, [property: Id(2)] RevisionHead Newest);

/// <summary>Which periods of a district and year there are. Key: <c>district/year</c>; a period belongs to the year of its last day.</summary>
[Alias("assessment-list")]
public interface IAssessmentListGrain : IGrainWithStringKey
{
    /// <summary>Takes a period's newest revision; an older one than the held changes nothing.</summary>
    Task Note(AssessmentEntry entry);

    /// <summary>All entries, in order of period and policy.</summary>
    [AlwaysInterleave]
    Task<AssessmentEntry[]> All();
}
