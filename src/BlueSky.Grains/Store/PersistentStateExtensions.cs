using BlueSky.Messages;
using Orleans.Storage;

namespace BlueSky.Store;

/// <summary>Grain state through whichever provider, with failures that can travel between nodes.</summary>
internal static class PersistentStateExtensions
{
    /// <summary>Writes the state.</summary>
    /// <exception cref="StoreUnavailableException">The provider failed; the outcome is unknown.</exception>
    /// <exception cref="InconsistentStateException">Another activation has written.</exception>
    public static async Task Write<T>(this IPersistentState<T> state)
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception e) when (e is not (InconsistentStateException or BlueSkyException))
        {
            // A provider's own exception (PostgresException and the like) cannot be serialised for a caller on another node.
            throw new StoreUnavailableException($"存储暂不可用，请稍后重试。The store could not write state: {e.Message}", e);
        }
    }

    /// <summary>Writes the state; when that fails the outcome is unknown, so the activation ends and the next one reads what the store really holds.</summary>
    /// <inheritdoc cref="Write{T}"/>
    public static async Task WriteOrEnd<T>(this IPersistentState<T> state, Action deactivate)
    {
        try
        {
            await state.Write();
        }
        catch (Exception e) when (e is BlueSkyException or InconsistentStateException)
        {
            deactivate();
            throw;
        }
    }
}
