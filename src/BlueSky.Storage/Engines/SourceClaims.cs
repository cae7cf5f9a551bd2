using BlueSky.Messages;

namespace BlueSky.Storage;

/// <summary>Makes this node the only one that appends for a source.</summary>
internal sealed class ClaimWork(string sourceId) : Work
{
    public string SourceId => sourceId;

    public override int Weight => 1;

    public override int Bytes => 32 + (2 * sourceId.Length);
}

/// <summary>
/// Which sources this node may append for, as far as it has read the claims of others. A source that was activated elsewhere
/// is lost until it is claimed again. Used by the journal's writer only, one commit at a time.
/// </summary>
internal sealed class SourceClaims
{
    private readonly HashSet<string> mine = new(StringComparer.Ordinal);
    private readonly HashSet<string> lost = new(StringComparer.Ordinal);

    /// <summary>The epoch's counter of claim commits as of which this is true.</summary>
    public long Seen { get; private set; }

    /// <summary>The newest claim that was read.</summary>
    public long Version { get; private set; }

    /// <summary>Where reading begins: what others claimed before this epoch was registered concerns nothing it did.</summary>
    public void BeginAt(long version) => Version = version;

    /// <summary>True when this node may append for the source; it is then watched for claims of others.</summary>
    public bool MayAppend(string sourceId)
    {
        if (lost.Contains(sourceId))
        {
            return false;
        }

        mine.Add(sourceId);
        return true;
    }

    /// <summary>This node has claimed the source.</summary>
    public void Won(string sourceId)
    {
        lost.Remove(sourceId);
        mine.Add(sourceId);
    }

    /// <summary>Takes what others claimed. Only sources that this node wrote for matter: the others it claims before it writes.</summary>
    public void Learn(long seen, IEnumerable<(string SourceId, long Version)> claims)
    {
        Seen = seen;
        foreach (var (source, version) in claims)
        {
            Version = Math.Max(Version, version);
            if (mine.Remove(source))
            {
                lost.Add(source);
            }
        }
    }

    /// <summary>What an activation hears that is no longer the one of its source.</summary>
    public static StoreUnavailableException Refusal(string sourceId) =>
        new($"Source {sourceId} was activated on another node since: this activation appends nothing any more.");
}
