using System.Diagnostics;
using System.Globalization;

namespace BlueSky.Benchmarks;

/// <summary>
/// What devices feel of a silo's end: killed without warning, asked to leave, frozen. Each device sends a packet a second; its wait is
/// the longest from a packet to its answer around the event.
/// </summary>
internal static class FailoverBenchmark
{
    private const int Kills = 5;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(20);

    // An answer later than this would come after the gateway has given the packet up.
    private static readonly TimeSpan LastAnswer = TimeSpan.FromSeconds(10);

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options)
    {
        await using var cluster = await FailoverCluster.Start(options.Devices);
        if (cluster is null) yield break;
        var evictions = 0;
        await Task.Delay(TimeSpan.FromSeconds(15)); // admission of all devices, activation of all sources, compilation
        yield return Outcome("no event", cluster, await Watch(() => Task.CompletedTask, TimeSpan.FromSeconds(5)));

        var kills = new List<Event>();
        for (var i = 0; i < Kills; i++)
        {
            var silo = cluster.Silos[i % cluster.Silos.Count];
            var kill = await Watch(silo.Kill, After);
            evictions++;
            kills.Add(kill);
            yield return Outcome($"kill -9 of silo {(i % cluster.Silos.Count) + 1}", cluster, kill);
            await silo.Start();
            await Task.Delay(TimeSpan.FromSeconds(5)); // shards and sources settle
        }

        yield return Summary(kills);
        for (var i = 0; i < cluster.Silos.Count; i++)
        {
            var silo = cluster.Silos[i];
            yield return Outcome($"graceful restart of silo {i + 1}", cluster, await Watch(() => Restart(silo), TimeSpan.FromSeconds(6)));
        }

        var frozen = cluster.Silos[0];
        yield return Outcome(string.Create(CultureInfo.InvariantCulture, $"STOP of silo 1 for {Frozen.TotalSeconds:0} s"), cluster, await Watch(() => frozen.Signal("STOP"), Frozen));
        evictions++;
        yield return Outcome("CONT of silo 1", cluster, await Watch(() => frozen.Signal("CONT"), TimeSpan.FromSeconds(8)));
        var ended = await frozen.Ended(TimeSpan.FromSeconds(20));
        var counted = await cluster.Evictions();
        yield return new Row("evictions", "PostgreSQL")
        {
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"{counted} in the table of members, {evictions} of them caused, {counted - evictions} false; the frozen silo {(ended is { } code ? $"ended itself with {code}" : "still runs")}"),
        };
    }

    /// <summary>Does something and watches the devices from a little before it until a while after it.</summary>
    private static async Task<Event> Watch(Func<Task> act, TimeSpan after)
    {
        await Task.Delay(Before);
        var at = Stopwatch.GetTimestamp();
        await act();
        var done = Stopwatch.GetElapsedTime(at);
        await Task.Delay(after);
        var until = Stopwatch.GetTimestamp();
        await Task.Delay(LastAnswer); // packets of the last moment get their time too
        return new Event(at - Ticks(Before), at, until, done);
    }

    private static async Task Restart(Testing.NodeProcess silo)
    {
        await silo.Stop();
        await silo.Start();
    }

    private static Row Outcome(string what, FailoverCluster cluster, Event e)
    {
        var packets = cluster.Sent(e.From, e.Until);
        var waits = packets.GroupBy(p => p.Device).Select(d => d.Max(Wait)).Order().ToList();
        var again = packets.Where(p => p.SentAt >= e.At && p.AnsweredAt > 0).GroupBy(p => p.Device)
            .Select(d => Stopwatch.GetElapsedTime(e.At, d.Min(p => p.AnsweredAt)).TotalSeconds).DefaultIfEmpty().Max();
        e.Last = waits[^1] / 1000;
        e.Median = waits[waits.Count / 2] / 1000;
        e.Unanswered = packets.Count(p => p.AnsweredAt == 0);
        return new Row(what, "PostgreSQL")
        {
            P50 = waits[waits.Count / 2],
            P99 = waits[(int)(waits.Count * 0.99)],
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"last device {e.Last:0.0} s, all answered again after {again:0.0} s; {packets.Count:N0} packets, {e.Unanswered} unanswered; took {e.Took.TotalSeconds:0.0} s"),
        };
    }

    private static Row Summary(List<Event> kills) => new($"median of {kills.Count} kills", "PostgreSQL")
    {
        P50 = Median(kills.Select(k => k.Median)) * 1000,
        Note = string.Create(
            CultureInfo.InvariantCulture,
            $"last device {Median(kills.Select(k => k.Last)):0.0} s (worst {kills.Max(k => k.Last):0.0} s), {kills.Sum(k => k.Unanswered)} unanswered"),
    };

    // Without an answer the wait counts as the longest that was looked at: it was at least that.
    private static double Wait(FailoverPacket packet) =>
        packet.AnsweredAt == 0 ? LastAnswer.TotalMilliseconds : Stopwatch.GetElapsedTime(packet.SentAt, packet.AnsweredAt).TotalMilliseconds;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private sealed record Event(long From, long At, long Until, TimeSpan Took)
    {
        public double Median { get; set; }

        public double Last { get; set; }

        public int Unanswered { get; set; }
    }
}
