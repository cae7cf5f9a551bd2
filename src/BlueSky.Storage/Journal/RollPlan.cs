using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Storage;

/// <summary>Turns blocks, in order, into the rows that replace them.</summary>
internal static class RollPlan
{
    /// <param name="blocks">Consecutive blocks of one stream, at least one.</param>
    public static Roll Of(IReadOnlyList<Block> blocks)
    {
        var bySource = new Dictionary<string, List<Observation>>(StringComparer.Ordinal);
        var count = 0;
        foreach (var block in blocks)
        {
            foreach (var (source, offset) in block.Sections)
            {
                if (!bySource.TryGetValue(source, out var list))
                {
                    bySource.Add(source, list = []);
                }

                block.Decode(offset, list);
            }

            count += block.Count;
        }

        var (stream, first, last) = (blocks[0].Stream, blocks[0].Seq, blocks[^1].Seq);
        var chunks = new List<Chunk>(bySource.Count);
        using var writer = new ChunkWriter();
        foreach (var (source, observations) in bySource.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            foreach (var (hour, ordered) in ByHour(observations))
            {
                chunks.Add(new Chunk(
                    source, hour, stream, first, ordered[0].Arrival, ordered[^1].Arrival, ordered.Count,
                    ordered.Sum(o => o.Readings.Length + o.Texts.Length), writer.Write(ordered)));
            }
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
