using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BlueSky.Sources;

namespace BlueSky.Storage;

/// <summary>
/// The blocks that are committed but not yet rolled, of all streams, indexed by source, in memory.
/// </summary>
/// <remarks>
/// Why a read sees everything once: for each stream the tail knows up to which block it is rolled (<c>rolled</c>). A roll is atomic
/// and ends at such a mark. A reader takes the marks and the sections above them together, and of the chunks only those whose first
/// block is at or below the mark of their stream: a block is then either in the sections or in the chunks, never in both and never
/// in neither, whatever is rolled while it reads.
/// <para>
/// A roll has hundreds of thousands of sections, and each commit waits for this lock before its devices are answered. So the mark moves
/// in one short step (<see cref="Mark"/>), and the sections below it, which nobody sees any more, go little by little
/// (<see cref="Drop"/>).
/// </para>
/// </remarks>
internal sealed class Tail
{
    /// <summary>Sources whose rolled sections go in one step: a fraction of a millisecond.</summary>
    private const int DropAtOnce = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<(Block Block, int Offset)>> bySource = new(StringComparer.Ordinal);

    /// <summary>Blocks of each stream in the order of their numbers: one is only added when it is newer than all that are known.</summary>
    private readonly Dictionary<long, Queue<Block>> streams = [];

    /// <summary>Blocks below their mark whose sections are still listed.</summary>
    private readonly List<Block> gone = [];
    private readonly Dictionary<long, long> known = [];
    private ImmutableDictionary<long, long> rolled = ImmutableDictionary<long, long>.Empty;
    private long bytes;

    /// <summary>Bytes of all blocks in it.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Sources of which a section is listed, seen or not: for tests that nothing is left behind.</summary>
    internal int ListedSources
    {
        get
        {
            lock (gate)
            {
                return bySource.Count;
            }
        }
    }

    /// <summary>Strings of blocks that were read instead of written here.</summary>
    public StringPool Strings { get; } = new();

    /// <summary>Takes a block; one that it has, or that is rolled, changes nothing.</summary>
    public void Add(Block block)
    {
        lock (gate)
        {
            if (block.Seq <= known.GetValueOrDefault(block.Stream) || block.Seq <= rolled.GetValueOrDefault(block.Stream))
            {
                return;
            }

            known[block.Stream] = block.Seq;
            if (!streams.TryGetValue(block.Stream, out var blocks))
            {
                streams.Add(block.Stream, blocks = []);
            }

            blocks.Enqueue(block);
            Interlocked.Add(ref bytes, block.Payload.Length);
            foreach (var (source, offset) in block.Sections)
            {
                if (!bySource.TryGetValue(source, out var sections))
                {
                    bySource.Add(source, sections = []);
                }

                sections.Add((block, offset));
            }
        }
    }

    /// <summary>Learns up to which block each stream is rolled, and drops those. Marks never go back.</summary>
    public void Rolled(IEnumerable<(long Stream, long Seq)> marks)
    {
        Mark(marks);
        Drop();
    }

    /// <summary>Learns up to which block each stream is rolled: from now on nobody sees those. Their memory is given back by <see cref="Drop"/>.</summary>
    public void Mark(IEnumerable<(long Stream, long Seq)> marks)
    {
        lock (gate)
        {
            foreach (var (stream, seq) in marks)
            {
                if (seq <= rolled.GetValueOrDefault(stream))
                {
                    continue;
                }

                rolled = rolled.SetItem(stream, seq);
                if (!streams.TryGetValue(stream, out var blocks))
                {
                    continue;
                }

                while (blocks.TryPeek(out var block) && block.Seq <= seq)
                {
                    gone.Add(blocks.Dequeue());
                    Interlocked.Add(ref bytes, -block.Payload.Length);
                }
            }
        }
    }

    /// <summary>Drops the sections of marked blocks, a few sources at a time; commits and reads go on between.</summary>
    public void Drop()
    {
        foreach (var some in Gone().Chunk(DropAtOnce))
        {
            lock (gate)
            {
                foreach (var (source, count) in some)
                {
                    var sections = bySource[source];
                    RemoveRolled(sections, count);
                    if (sections.Count == 0)
                    {
                        bySource.Remove(source);
                    }
                }
            }

            // Whoever waits for the lock has it before the next few.
            Thread.Yield();
        }
    }

    /// <summary>How many sections of each source go: a look at all that the tail has would take longer. Each is counted once, for who asks first.</summary>
    private Dictionary<string, int> Gone()
    {
        Block[] blocks;
        lock (gate)
        {
            blocks = [.. gone];
            gone.Clear();
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var block in blocks)
        {
            foreach (var (source, _) in block.Sections)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, source, out _)++;
            }
        }

        return counts;
    }

    /// <summary>They lie before all others of their stream, and nearly always at the beginning.</summary>
    private void RemoveRolled(List<(Block Block, int Offset)> sections, int count)
    {
        var (at, kept) = (0, 0);
        for (var removed = 0; removed < count; at++)
        {
            if (IsRolled(sections[at].Block))
            {
                removed++;
            }
            else
            {
                sections[kept++] = sections[at];
            }
        }

        sections.RemoveRange(kept, at - kept);
    }

    private bool IsRolled(Block block) => block.Seq <= rolled.GetValueOrDefault(block.Stream);

    /// <summary>What the tail has of one source, with the marks that tell which chunks complete it.</summary>
    public TailView Of(string sourceId)
    {
        lock (gate)
        {
            return new TailView(bySource.TryGetValue(sourceId, out var sections) ? [.. sections.Where(s => !IsRolled(s.Block))] : [], rolled);
        }
    }

    /// <summary>The newest block that is known of each stream.</summary>
    public (long[] Streams, long[] Seqs) Known()
    {
        lock (gate)
        {
            var all = known.Keys.Union(rolled.Keys).ToArray();
            return (all, Array.ConvertAll(all, s => Math.Max(known.GetValueOrDefault(s), rolled.GetValueOrDefault(s))));
        }
    }

    /// <summary>Up to which block each stream is rolled. A new instance with each change.</summary>
    public ImmutableDictionary<long, long> Marks
    {
        get
        {
            lock (gate)
            {
                return rolled;
            }
        }
    }

    /// <summary>The newest block of each stream that has something to roll.</summary>
    public IReadOnlyDictionary<long, long> Newest()
    {
        lock (gate)
        {
            return streams.Where(s => s.Value.Count > 0).ToDictionary(s => s.Key, s => known[s.Key]);
        }
    }

    /// <summary>The oldest blocks of a stream after one, up to and with block <paramref name="last"/> and about <paramref name="most"/> bytes.</summary>
    public IReadOnlyList<Block> Oldest(long stream, long last, long most, long after = 0)
    {
        lock (gate)
        {
            var taken = new List<Block>();
            long size = 0;
            foreach (var block in streams[stream])
            {
                if (block.Seq <= after)
                {
                    continue;
                }

                if (block.Seq > last || (taken.Count > 0 && size + block.Payload.Length > most))
                {
                    break;
                }

                taken.Add(block);
                size += block.Payload.Length;
            }

            return taken;
        }
    }
}

/// <summary>One source's part of the tail at one moment.</summary>
/// <param name="Sections">Sections in the order in which they were learned of.</param>
/// <param name="Rolled">Mark per stream; a stream that is not here has nothing rolled.</param>
internal readonly record struct TailView((Block Block, int Offset)[] Sections, ImmutableDictionary<long, long> Rolled)
{
    /// <summary>True when the chunk belongs to this view.</summary>
    public bool Covers(long stream, long firstSeq) => firstSeq <= Rolled.GetValueOrDefault(stream);

    /// <summary>All observations of the sections.</summary>
    public List<Observation> Decode()
    {
        var all = new List<Observation>(Sections.Length);
        foreach (var (block, offset) in Sections)
        {
            block.Decode(offset, all);
        }

        return all;
    }
}
