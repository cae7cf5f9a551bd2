using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Storage;

/// <summary>Turns blocks, in order, into the rows that replace them.</summary>
internal static class RollPlan
{
    /// <summary>The same blocks always become the same rows: a roll that is done again depends on it.</summary>
    /// <param name="blocks">Consecutive blocks of one stream, at least one.</param>
    /// <param name="pause">Called between two sources: the plan of a large roll takes half a second of a core.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Roll> Of(IReadOnlyList<Block> blocks, Func<CancellationToken, ValueTask> pause, CancellationToken cancellation)
    {
        // One source is unpacked at a time: the readings of all together would outlive the young generation of the collector.
        var bySource = new SortedDictionary<string, List<(Block Block, int Offset)>>(StringComparer.Ordinal);
        var count = 0;
        foreach (var block in blocks)
        {
            foreach (var (source, offset) in block.Sections)
            {
                if (!bySource.TryGetValue(source, out var sections))
                {
                    bySource.Add(source, sections = []);
                }

                sections.Add((block, offset));
            }

            count += block.Count;
        }

        var (stream, first, last) = (blocks[0].Stream, blocks[0].Seq, blocks[^1].Seq);
        var chunks = new List<Chunk>(bySource.Count);
        var observations = new List<Observation>();
        using var writer = new ChunkWriter();
        foreach (var (source, sections) in bySource)
        {
            observations.Clear();
            foreach (var (block, offset) in sections)
            {
                block.Decode(offset, observations);
            }

            foreach (var (hour, ordered) in ByHour(observations))
            {
                chunks.Add(new Chunk(
                    source, hour, stream, first, ordered[0].Arrival, ordered[^1].Arrival, ordered.Count,
                    ordered.Sum(o => o.Readings.Length + o.Texts.Length), writer.Write(ordered)));
            }

            await pause(cancellation);
        }

        return new Roll(stream, first, last, count, chunks);
    }

    // Nearly always a source's packets of one roll are of one hour and in order already.
    private static IEnumerable<(DateTimeOffset Hour, List<Observation> Ordered)> ByHour(List<Observation> observations)
    {
        var hour = observations[0].DataTime.HourStart();
        for (var i = 1; i < observations.Count; i++)
        {
            if (observations[i].DataTime.HourStart() != hour || observations[i].Arrival < observations[i - 1].Arrival)
            {
                return observations.GroupBy(o => o.DataTime.HourStart()).OrderBy(h => h.Key).Select(h => (h.Key, h.OrderBy(o => o.Arrival).ToList()));
            }
        }

        return [(hour, observations)];
    }
}
