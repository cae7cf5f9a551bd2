using Orleans.Storage;

namespace BlueSky.Storage;

/// <summary>
/// Grain state in PostgreSQL through the Orleans provider; its failures are said in our words, because a provider's
/// exception cannot cross to another node and reaches the caller as a type-load error.
/// </summary>
internal sealed class PlainWordsGrainStorage(IGrainStorage inner) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        InWords(() => inner.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        InWords(() => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        InWords(() => inner.ClearStateAsync(stateName, grainId, grainState));

    private static async Task InWords(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (Faults.IsOfTheStore(e))
        {
            throw Faults.InWords(e);
        }
    }
}
