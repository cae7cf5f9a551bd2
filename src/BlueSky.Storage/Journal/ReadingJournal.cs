using System.Runtime.CompilerServices;
using BlueSky.Messages;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Time;

namespace BlueSky.Storage;

/// <summary>The journal of readings of this node, on either engine.</summary>
internal sealed class ReadingJournal(Engine engine, StorageOptions options) : IReadingJournal
{
    /// <summary>Chunks of one source after an arrival; the order lets a reader emit as it goes.</summary>
    private const string ChunksAfter =
        "SELECT stream, first_seq, first_arrival, document FROM chunk WHERE source_id = $1 AND last_arrival > $2 ORDER BY first_arrival";

    private const string ChunksOfHour =
        "SELECT stream, first_seq, document FROM chunk WHERE source_id = $1 AND hour = $2";

    public DateTimeOffset KeptFrom => engine.KeptFrom;

    public Task Claim(string sourceId) => engine.Claim(sourceId);

    public ValueTask Append(IReadOnlyList<RoutedObservation> observations)
    {
        if (observations.Count == 0)
        {
            return ValueTask.CompletedTask;
        }

        if (engine.Tail.Bytes > options.TailLimitBytes)
        {
            const string words = "The journal has more unrolled readings than memory is meant for: the roller does not keep up or fails. Try again.";
            engine.State.Refused("tail", words);
            throw new StoreUnavailableException(words);
        }

        return new ValueTask(engine.Append(new AppendWork(observations)));
    }

    public async IAsyncEnumerable<Observation> ReadAfter(
        string sourceId, long arrival, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await engine.Refresh(cancellation);
        var view = engine.Tail.Of(sourceId);
        var waiting = new PriorityQueue<Observation, (long Arrival, long Place)>();
        long place = long.MaxValue / 2;
        foreach (var one in Decoded(view).Where(o => o.Arrival > arrival))
        {
            waiting.Enqueue(one, (one.Arrival, place++));
        }

        place = 0;
        var rows = engine.Stream(
            new Statement(ChunksAfter, sourceId, arrival),
            row => (Covered: view.Covers(row.GetInt64(0), row.GetInt64(1)), First: row.GetInt64(2), Document: row.Utf8(3)),
            cancellation);
        var decoded = new List<Observation>();
        await foreach (var row in rows)
        {
            while (waiting.TryPeek(out var next, out _) && next.Arrival < row.First)
            {
                yield return waiting.Dequeue();
            }

            if (!row.Covered)
            {
                continue;
            }

            decoded.Clear();
            Decode(row.Document, decoded);
            foreach (var one in decoded)
            {
                if (one.Arrival > arrival)
                {
                    waiting.Enqueue(one, (one.Arrival, place++));
                }
            }
        }

        while (waiting.TryDequeue(out var one, out _))
        {
            yield return one;
        }
    }

    public async Task<IReadOnlyList<Observation>> ReadHour(
        string sourceId, DateTimeOffset hourStart, CancellationToken cancellation = default)
    {
        await engine.Refresh(cancellation);
        return await Hour(engine, engine.Tail.Of(sourceId), sourceId, hourStart.HourStart(), cancellation);
    }

    /// <summary>One hour of one source as of a view of the tail.</summary>
    internal static async Task<List<Observation>> Hour(
        Engine engine, TailView view, string sourceId, DateTimeOffset hourStart, CancellationToken cancellation)
    {
        var found = new List<Observation>();
        var rows = engine.Stream(
            new Statement(ChunksOfHour, sourceId, hourStart),
            row => (Covered: view.Covers(row.GetInt64(0), row.GetInt64(1)), Document: row.Utf8(2)),
            cancellation);
        await foreach (var row in rows)
        {
            if (row.Covered)
            {
                Decode(row.Document, found);
            }
        }

        found.AddRange(Decoded(view).Where(o => o.DataTime.HourStart() == hourStart));
        return [.. found.OrderBy(o => o.Arrival)];
    }

    /// <summary>The sections of a view; damage is said in our words.</summary>
    internal static List<Observation> Decoded(TailView view)
    {
        try
        {
            return view.Decode();
        }
        catch (CorruptBlockException e)
        {
            throw Faults.InWords(e);
        }
    }

    /// <summary>The observations of a chunk; damage is said in our words.</summary>
    internal static void Decode(byte[] document, List<Observation> into)
    {
        try
        {
            ChunkDocument.Read(document, into);
        }
        catch (CorruptBlockException e)
        {
            throw Faults.InWords(e);
        }
    }
}
