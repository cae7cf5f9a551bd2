using BlueSky.Messages;
using BlueSky.Store;
using Orleans.Concurrency;

namespace BlueSky.Assessment;

/// <summary>One stored revision. Key: <c>district/period/policy/number</c>. Written once.</summary>
[Alias("assessment-revision")]
internal interface IAssessmentRevisionGrain : IGrainWithStringKey
{
    /// <summary>Stores it; the same again changes nothing.</summary>
    /// <exception cref="RefusedException">Another one is stored here.</exception>
    Task Store([Immutable] AssessmentRevision revision);

    /// <summary>The revision; null when none is stored.</summary>
    [AlwaysInterleave]
    Task<AssessmentRevision?> Get();
}

/// <summary>The stored form.</summary>
internal sealed class AssessmentRevisionState
{
    public AssessmentRevision? Revision { get; set; }
}

/// <summary>Holds one revision.</summary>
internal sealed class AssessmentRevisionGrain([PersistentState("assessment-revision")] IPersistentState<AssessmentRevisionState> state)
    : Grain, IAssessmentRevisionGrain
{
    public async Task Store(AssessmentRevision revision)
    {
        if (state.State.Revision is { } stored)
        {
            if (stored.Digest == revision.Digest) return;
            throw new RefusedException("revision-exists", "revision", $"{this.GetPrimaryKeyString()} 已存在，不能改写。A revision is never overwritten.");
        }

        state.State = new AssessmentRevisionState { Revision = revision };
        await state.Write();
    }

    public Task<AssessmentRevision?> Get() => Task.FromResult(state.RecordExists ? state.State.Revision : null);
}
