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
        foreach (var (source, observations) in bySource.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            foreach (var hour in observations.GroupBy(o => o.DataTime.HourStart()).OrderBy(h => h.Key))
            {
                var ordered = hour.OrderBy(o => o.Arrival).ToList();
                chunks.Add(new Chunk(
                    source, hour.Key, stream, first, ordered[0].Arrival, ordered[^1].Arrival, ordered.Count,
                    ordered.Sum(o => o.Readings.Length + o.Texts.Length), ChunkDocument.Write(ordered)));
            }
        }

        return new Roll(stream, first, last, count, chunks);
    }
}
