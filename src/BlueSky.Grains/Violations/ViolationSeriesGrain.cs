using BlueSky.Store;

namespace BlueSky.Violations;

/// <summary>Remembers which problem of a series is the one that may be open.</summary>
internal sealed class ViolationSeriesGrain([PersistentState("violation-series")] IPersistentState<SeriesState> state) : Grain, IViolationSeriesGrain
{
    public Task<string?> Current() => Task.FromResult(state.State.Current);

    public async Task<bool> Claim(string violationId, string? insteadOf)
    {
        if (state.State.Current == violationId) return true;
        if (state.State.Current != insteadOf) return false;
        state.State.Current = violationId;
        try
        {
            await state.Write();
        }
        catch
        {
            // Whether it was written is unknown: the next activation reads.
            DeactivateOnIdle();
            throw;
        }

        return true;
    }
}
