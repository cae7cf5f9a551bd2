using System.Collections.Concurrent;

namespace BlueSky.Sources;

/// <summary>
/// The sources that are active on this silo, so that the ingest grain of a shard finds those beside it without a message (see
/// <see cref="SourceDoor"/>). One per silo. A source that is not in it, here or on another silo, is called as a grain.
/// </summary>
public sealed class ActiveSources
{
    private readonly ConcurrentDictionary<string, SourceGrain> _sources = new(StringComparer.Ordinal);

    internal SourceGrain? Find(string id) => _sources.GetValueOrDefault(id);

    internal void Add(string id, SourceGrain source) => _sources[id] = source;

    // Only itself: a younger activation may have taken its place.
    internal void Remove(string id, SourceGrain source) => _sources.TryRemove(KeyValuePair.Create(id, source));
}
