using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>A source as the map knows it.</summary>
/// <param name="Mark">What filters ask for.</param>
/// <param name="Point">What is drawn; null when it has no position.</param>
/// <param name="IsInKeyArea">True within a key area (重点区域).</param>
internal sealed record MapEntry(SourceMark Mark, MapPoint? Point, bool IsInKeyArea);

/// <summary>
/// The register as this node's maps need it, in memory: whatever filter a person chooses is answered from here, where the store would take a tenth of a
/// second to read thousands of documents. Read again while somebody looks at a map, the columns of all sources and the places of those alone that
/// have changed; nobody waits for that unless what is here is old. It holds sources of every unit: who shows them narrows them to the viewer's sight.
/// </summary>
internal sealed class MapRegister(IQueries queries, KeyAreas areas, TimeProvider clock)
{
    /// <summary>Sources that it holds. A register of more is not held at all, because a filter over a part of it would leave out what it asks for.</summary>
    public const int Most = 20_000;

    /// <summary>What is older is read again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    /// <summary>What is older is not shown: whoever asks waits for the next.</summary>
    public static readonly TimeSpan Old = TimeSpan.FromSeconds(4);

    private const int PlacesAtOnce = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), UntilCountedAgain = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private Kept? kept;
    private Task<Kept>? reading;

    /// <summary>All sources, those furthest over their limits first; null when they are more than are held.</summary>
    public async Task<IReadOnlyList<MapEntry>?> Now(CancellationToken cancellation)
    {
        Task<Kept> next;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (kept is not null && now - kept.At < (kept.Entries is null ? UntilCountedAgain : Fresh)) return kept.Entries;
            // What could not be read is said once what is here is old; the next to ask tries again.
            if (reading is null or { IsCompleted: true }) reading = Task.Run(Read, CancellationToken.None);
            if (kept is not null && now - kept.At < Old) return kept.Entries;
            next = reading;
        }

        return (await next.WaitAsync(cancellation)).Entries;
    }

    private async Task<Kept> Read()
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        var at = clock.GetUtcNow();
        var marks = await queries.SourceMarks(Most + 1, limit.Token);
        var next = new Kept(marks.Count > Most ? null : await Entries(marks, limit.Token), at);
        lock (gate) kept = next;
        return next;
    }

    private async Task<IReadOnlyList<MapEntry>> Entries(IReadOnlyList<SourceMark> marks, CancellationToken cancellation)
    {
        var known = (kept?.Entries ?? []).ToDictionary(e => e.Mark.Id, StringComparer.Ordinal);
        var places = new Dictionary<string, GeoPoint?>(StringComparer.Ordinal);
        foreach (var some in marks.Where(m => known.GetValueOrDefault(m.Id)?.Mark.Version != m.Version).Select(m => m.Id).Chunk(PlacesAtOnce))
            foreach (var (id, place) in await queries.SourcePlaces(some, cancellation)) places[id] = place;
        return [.. marks.Select(mark => known.GetValueOrDefault(mark.Id) is { } entry && entry.Mark == mark ? entry : Entry(mark, Place(mark.Id)))];

        GeoPoint? Place(string id) => places.TryGetValue(id, out var place) ? place : known.GetValueOrDefault(id)?.Point?.At;
    }

    private MapEntry Entry(SourceMark mark, GeoPoint? place) =>
        new(mark, place is { } at ? new MapPoint(mark.Id, mark.Name, mark.Status, at) : null, areas.Of(place) is not null);

    // Entries null: more than are held.
    private sealed record Kept(IReadOnlyList<MapEntry>? Entries, DateTimeOffset At);
}
