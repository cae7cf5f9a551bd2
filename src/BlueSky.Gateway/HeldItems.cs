namespace BlueSky.Gateway;

/// <summary>
/// Items of a lane whose commit could not be promised, in their order, each until its own deadline. While a source has an item here,
/// its later ones wait behind it: a source's order is kept over retries, and no other source waits for it. Not thread-safe.
/// </summary>
internal sealed class HeldItems
{
    private readonly List<(IngestItem Item, long Deadline)> _items = [];
    private readonly HashSet<string> _sources = new(StringComparer.Ordinal);

    /// <summary>Items held.</summary>
    public int Count => _items.Count;

    /// <summary>True when an item of the source is held.</summary>
    public bool Holds(IngestItem item) => _sources.Count > 0 && _sources.Contains(item.Observation.SourceId);

    /// <summary>Holds an item behind those that are here.</summary>
    /// <param name="item">The item.</param>
    /// <param name="deadline">Timestamp after which it is given up.</param>
    public void Add(IngestItem item, long deadline)
    {
        _items.Add((item, deadline));
        _sources.Add(item.Observation.SourceId);
    }

    /// <summary>Moves all to a batch and their deadlines beside it.</summary>
    public void MoveTo(List<IngestItem> batch, List<long> deadlines)
    {
        foreach (var (item, deadline) in _items)
        {
            batch.Add(item);
            deadlines.Add(deadline);
        }

        _items.Clear();
        _sources.Clear();
    }
}
