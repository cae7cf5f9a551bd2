using System.Diagnostics;
using System.Globalization;
using BlueSky.Testing;

namespace BlueSky.Benchmarks;

/// <summary>
/// What devices feel of a silo's end: killed without warning, asked to leave, frozen. Each device sends a packet a second; its wait is
/// the longest from a packet to its answer around the event.
/// </summary>
internal static class FailoverBenchmark
{
    private const int Kills = 5;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(15);

    // An answer later than this would come after the gateway has given the packet up.
    private static readonly TimeSpan LastAnswer = TimeSpan.FromSeconds(10);

    /// <summary>Runs <c>kill</c>, <c>leave</c> or <c>freeze</c>, each on a cluster of its own.</summary>
    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options, string part)
    {
        await using var cluster = await FailoverCluster.Start(options.Devices);
        if (cluster is null) yield break;
        await cluster.AllAnswered();
        var caused = 0;
        var kills = new List<Outcome>();
        for (var i = 0; part == "kill" && i < Kills; i++, caused++)
        {
            var silo = cluster.Silos[i % cluster.Silos.Count];
            var kill = await Watch(cluster, silo.Kill, After, then: silo.Start);
            kills.Add(kill);
            yield return kill.Row($"kill -9 of silo {(i % cluster.Silos.Count) + 1}");
        }

        if (kills.Count > 0) yield return Summary(kills);
        foreach (var (silo, number) in cluster.Silos.Select((s, i) => (s, i + 1)).Where(_ => part == "leave"))
            yield return (await Watch(cluster, () => Restart(silo), TimeSpan.FromSeconds(4))).Row($"graceful restart of silo {number}");

        if (part == "freeze")
        {
            var silo = cluster.Silos[0];
            caused++;
            yield return (await Watch(cluster, () => silo.Signal("STOP"), Frozen, then: _ => silo.Signal("CONT")))
                .Row(string.Create(CultureInfo.InvariantCulture, $"STOP of silo 1 for {Frozen.TotalSeconds:0} s, then CONT"));
            var code = await silo.Ended(TimeSpan.FromSeconds(20));
            yield return new Row("silo 1 after it", "PostgreSQL") { Note = code is null ? "still runs" : string.Create(CultureInfo.InvariantCulture, $"ended itself with {code}") };
        }

        var evictions = await cluster.Evictions();
        yield return new Row("evictions", "PostgreSQL")
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"{evictions} in the table of members, {caused} of them caused, {evictions - caused} false"),
        };
    }

    /// <summary>Does something and watches the devices from a little before it until a while after it.</summary>
    private static async Task<Outcome> Watch(FailoverCluster cluster, Func<Task> act, TimeSpan after, Func<CancellationToken, Task>? then = null)
    {
        await Task.Delay(Before);
        var at = Stopwatch.GetTimestamp();
        await act();
        var took = Stopwatch.GetElapsedTime(at);
        await Task.Delay(after);
        var until = Stopwatch.GetTimestamp();
        if (then is not null) await then(CancellationToken.None);
        // Packets of the last moment get their time too.
        if (LastAnswer - Stopwatch.GetElapsedTime(until) is { Ticks: > 0 } left) await Task.Delay(left);
        var from = at - (long)(Before.TotalSeconds * Stopwatch.Frequency);
        return Outcome.Of(cluster.Sent(from, until), at, took, LastAnswer);
    }

    private static async Task Restart(NodeProcess silo)
    {
        await silo.Stop();
        await silo.Start();
    }

    private static Row Summary(List<Outcome> kills) => new($"median of {kills.Count} kills", "PostgreSQL")
    {
        P50 = Median(kills.Select(k => k.Median)),
        P99 = Median(kills.Select(k => k.Percentile99)),
        Note = string.Create(
            CultureInfo.InvariantCulture,
            $"last device {Median(kills.Select(k => k.Last)) / 1000:0.0} s (worst of the kills {kills.Max(k => k.Last) / 1000:0.0} s), {kills.Sum(k => k.Unanswered)} unanswered"),
    };

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    /// <summary>Waits of all devices around one event, in milliseconds.</summary>
    private sealed record Outcome(double Median, double Percentile99, double Last, double Again, int Packets, int Unanswered, TimeSpan Took)
    {
        public static Outcome Of(List<FailoverPacket> packets, long at, TimeSpan took, TimeSpan limit)
        {
            // Without an answer the wait counts as the longest that was looked at: it was at least that.
            double Wait(FailoverPacket p) => p.AnsweredAt == 0 ? limit.TotalMilliseconds : Stopwatch.GetElapsedTime(p.SentAt, p.AnsweredAt).TotalMilliseconds;
            var waits = packets.GroupBy(p => p.Device).Select(d => d.Max(Wait)).Order().ToList();

            // The end counts for a device that was not answered at all: it was at least that long.
            var end = packets.Max(p => Math.Max(p.SentAt, p.AnsweredAt));
            var again = packets.Where(p => p.SentAt >= at).GroupBy(p => p.Device)
                .Select(d => Stopwatch.GetElapsedTime(at, d.Where(p => p.AnsweredAt > 0).Select(p => p.AnsweredAt).DefaultIfEmpty(end).Min()).TotalMilliseconds)
                .DefaultIfEmpty().Max();
            return new Outcome(
                waits[waits.Count / 2], waits[(int)(waits.Count * 0.99)], waits[^1], again, packets.Count, packets.Count(p => p.AnsweredAt == 0), took);
        }

        public Row Row(string what) => new(what, "PostgreSQL")
        {
            P50 = Median,
            P99 = Percentile99,
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"last device {Last / 1000:0.0} s, all answered again after {Again / 1000:0.0} s; {Packets:N0} packets, {Unanswered} unanswered; took {Took.TotalSeconds:0.0} s"),
        };
    }
}
