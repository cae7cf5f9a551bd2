using System.Globalization;
using Orleans.Storage;

namespace BlueSky.Storage;

/// <summary>
/// Grain state of the embedded mode: many writes share one commit. Keyed by grain type, state name and key. The ETag of a
/// new state begins at the clock, so that an activation which still holds a cleared state cannot overwrite its successor.
/// </summary>
internal sealed class SqliteGrainStorage(Engine engine, IGrainStorageSerializer serializer, TimeProvider time) : IGrainStorage
{
    private const string Where = " WHERE grain_type = $1 AND state_name = $2 AND key = $3";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = await Find(stateName, grainId);
        if (found is var (etag, document))
        {
            grainState.State = serializer.Deserialize<T>(BinaryData.FromString(document));
            grainState.ETag = etag;
            grainState.RecordExists = true;
        }
        else
        {
            Reset(grainState);
        }
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var document = serializer.Serialize(grainState.State).ToString();
        var (type, key) = (grainId.Type.ToString(), grainId.Key.ToString());
        long etag;
        Statement statement;
        if (grainState.ETag is null)
        {
            etag = time.GetUtcNow().UtcTicks;
            statement = new Statement(
                "INSERT INTO grain_state (grain_type, state_name, key, etag, document) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                type, stateName, key, etag, document);
        }
        else
        {
            etag = Number(grainState.ETag) + 1;
            statement = new Statement(
                "UPDATE grain_state SET etag = $4, document = $5" + Where + " AND etag = $6",
                type, stateName, key, etag, document, etag - 1);
        }

        if ((await engine.Write([statement]))[0] != 1)
        {
            await Mismatch(stateName, grainId, grainState.ETag);
        }

        grainState.ETag = etag.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (type, key) = (grainId.Type.ToString(), grainId.Key.ToString());
        var deleted = grainState.ETag is null
            ? 0
            : (await engine.Write(
                [new Statement("DELETE FROM grain_state" + Where + " AND etag = $4", type, stateName, key, Number(grainState.ETag))]))[0];
        if (deleted == 0 && (grainState.ETag is not null || await Find(stateName, grainId) is not null))
        {
            await Mismatch(stateName, grainId, grainState.ETag);
        }

        Reset(grainState);
    }

    private static void Reset<T>(IGrainState<T> grainState)
    {
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static long Number(string etag) => long.Parse(etag, NumberStyles.None, CultureInfo.InvariantCulture);

    private async Task<(string ETag, string Document)?> Find(string stateName, GrainId grainId)
    {
        var found = await engine.Query(
            new Statement("SELECT etag, document FROM grain_state" + Where, grainId.Type.ToString(), stateName, grainId.Key.ToString()),
            r => (r.GetInt64(0).ToString(CultureInfo.InvariantCulture), r.GetString(1)),
            CancellationToken.None);
        return found.Count == 0 ? null : found[0];
    }

    private async Task Mismatch(string stateName, GrainId grainId, string? given)
    {
        var stored = await Find(stateName, grainId);
        throw new InconsistentStateException(
            $"State '{stateName}' of {grainId} was changed by another activation since it was read.", stored?.ETag ?? "none", given ?? "none");
    }
}
