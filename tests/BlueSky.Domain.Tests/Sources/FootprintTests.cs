using System.Diagnostics;
using BlueSky.Sources;
using static BlueSky.Tests.Sources.Bench;

namespace BlueSky.Tests.Sources;

/// <summary>Tests that measure the process run while no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>The hot path allocates nothing when nothing happens, and an active source stays small.</summary>
[Collection(nameof(Alone))]
public sealed class FootprintTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = At("2021-08-02T10:00:00");

    private static Observation Packet(DateTimeOffset at, int i) => Make(
        "D1", Period.Instant, at, 0, Quality.Valid, 0, ("a34002-Rtd", 60 + (i % 7)), ("a34004-Rtd", 40 + (i % 5)), ("a34001-Rtd", 90 + (i % 3)), ("LA-Rtd", 60 + (i % 4)), ("a01001-Rtd", 25 + (i % 2)), ("a01002-Rtd", 70 + (i % 6)));

    [Fact]
    public void A_reading_that_changes_nothing_allocates_nothing()
    {
        var bench = new Bench("site");
        for (var m = 0; m < 150; m++) bench.Feed(Packet(Start.AddMinutes(m), m));
        var packets = Enumerable.Range(0, 40).Select(i => Packet(Start.AddMinutes(151).AddSeconds(i * 10), i)).ToArray();
        foreach (var packet in packets.AsSpan(0, 10)) bench.Feed(packet);
        bench.Result.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var packet in packets.AsSpan(10)) bench.Monitor.Apply(packet, bench.Result);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void An_active_source_of_six_factors_holds_less_than_six_kibibytes()
    {
        const int Sources = 1000;
        var benches = new SourceMonitor[Sources];
        var result = new Evaluation();
        var packets = Enumerable.Range(0, 30 * 12).Select(i => Packet(Start.AddMinutes(i * 5), i)).ToArray();
        new Bench("site").Feed(packets[0]);
        var before = GC.GetTotalMemory(true);
        for (var s = 0; s < Sources; s++)
        {
            var registration = new SourceRegistration { Id = "x", Name = "x", Kind = "site", Town = "t", RegisteredOn = new DateOnly(2020, 1, 1) };
            benches[s] = new SourceMonitor(registration, Kinds["site"], new SourceCondition());
            foreach (var packet in packets) benches[s].Apply(packet, result);
            result.Clear();
        }

        var each = (GC.GetTotalMemory(true) - before) / Sources;
        output.WriteLine($"{each} bytes an active source");
        GC.KeepAlive(benches);
        Assert.InRange(each, 1000, 6 * 1024);
    }

    [Fact]
    public void A_condition_is_a_few_kilobytes_of_json()
    {
        var bench = new Bench("site");
        for (var m = 0; m < 30 * 60; m++) bench.Feed(Packet(Start.AddMinutes(m), m));
        var size = Json(bench.Condition).Length;
        output.WriteLine($"{size} characters of JSON");
        Assert.InRange(size, 500, 12_000);
    }

    [Fact]
    public void The_rate_is_printed()
    {
        var bench = new Bench("site");
        var packets = Enumerable.Range(0, 40_000).Select(i => Packet(Start.AddSeconds(i * 10), i)).ToArray();
        foreach (var packet in packets.AsSpan(0, 20_000)) bench.Feed(packet);
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        foreach (var packet in packets.AsSpan(20_000))
        {
            bench.Feed(packet);
            if (bench.Result.Hours.Count > 50) bench.Result.Clear();
        }

        var used = Environment.CpuUsage.TotalTime - cpu;
        output.WriteLine($"{20_000 / watch.Elapsed.TotalSeconds:F0} packets of 6 factors a second, {watch.Elapsed.TotalMicroseconds / 20_000:F2} us each; CPU of the whole process {used.TotalMicroseconds / 20_000:F2} us each");
        Assert.Empty(bench.Monitor.Open);
    }
}
