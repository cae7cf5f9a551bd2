using System.Text.Json;
using BlueSky.Districts;
using BlueSky.Queries;

namespace BlueSky.Testing;

/// <summary>A town's counts against a count of its sources, as a node shows them.</summary>
internal static class Counts
{
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Waits, with no data coming in, until what the sources say of themselves, the published rows and the towns' counts are the same.
    /// Nothing here asks a source to publish.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, Rollup>> Settled(NodeProcess node)
    {
        IReadOnlyDictionary<string, Rollup> towns = new Dictionary<string, Rollup>();
        await Until.Seen(
            "Sources, rows and towns agree", SettlesWithin,
            async () =>
            {
                try
                {
                    var rows = (await node.All<SourceRow>("sources")).Select(r => r.Summary).ToList();
                    towns = await node.Towns();
                    return new[] { await LiveDifference(node, rows), Difference(rows, towns) }.OfType<string>().FirstOrDefault();
                }
                catch (TaskCanceledException e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
                {
                    // A call that went the way of a blow is never answered; what counts is what the next look finds.
                    return $"no answer: {e.Message}";
                }
            },
            difference => difference is null);
        return towns;
    }

    /// <summary>Counts anew from every source and gives what differs from <paramref name="towns"/>; null for nothing.</summary>
    public static async Task<string?> RecountDifference(NodeProcess node, IReadOnlyDictionary<string, Rollup> towns)
    {
        foreach (var (code, counts) in towns)
        {
            var again = (await node.Post<JsonElement>($"towns/{code}/recount")).GetProperty("counts").GetProperty("rollup");
            var recounted = Api.As<Rollup>(again);
            if (RollupWords.Of(recounted) != RollupWords.Of(counts)) return $"{code}: {RollupWords.Of(counts)}; recounted {RollupWords.Of(recounted)}";
        }

        return null;
    }

    private static string? Difference(List<SourceSummary> rows, IReadOnlyDictionary<string, Rollup> towns)
    {
        if (rows.Find(r => !towns.ContainsKey(r.Town)) is { } lost) return $"{lost.SourceId}: no town {lost.Town}";
        return towns
            .Select(t => (t.Key, Held: RollupWords.Of(t.Value), Counted: RollupWords.Of(Rollup.Of([.. rows.Where(r => r.Town == t.Key)]))))
            .Where(t => t.Held != t.Counted)
            .Select(t => $"{t.Key}: {t.Held}; by its sources {t.Counted}")
            .FirstOrDefault();
    }

    private static async Task<string?> LiveDifference(NodeProcess node, List<SourceSummary> rows)
    {
        const int atOnce = 16;
        foreach (var some in rows.Chunk(atOnce))
        {
            var live = await Task.WhenAll(some.Select(async row => Api.As<SourceSummary>((await node.Get<JsonElement>("sources/" + row.SourceId)).GetProperty("summary"))));
            foreach (var (row, own) in some.Zip(live))
            {
                if (Words(row) != Words(own)) return $"{row.SourceId}: published {Words(row)}, is {Words(own)}";
            }
        }

        return null;
    }

    private static string Words(SourceSummary s) =>
        $"{s.Town} {s.Status} {string.Join('/', s.OpenBySeverity)} {s.WorstRatio:0.####} device {s.HasDevice} silent {s.IsSilent}";
}
