using System.Text.Json;
using BlueSky.Sources;
using BlueSky.Violations;
using CsCheck;
using static BlueSky.Tests.Sources.Bench;

namespace BlueSky.Tests.Sources;

/// <summary>
/// Whatever the stream and wherever it is interrupted, the same observations in the same order give the same steps, hours
/// and condition. Streams have gaps, late data, faults, split and long messages, records; duplicates are removed before the
/// engine, so identities differ.
/// </summary>
public sealed class ReplayPropertyTests
{
    private static readonly DateTimeOffset Start = At("2021-08-02T20:00:00");

    /// <summary>One step of a stream: how far time goes on and what comes.</summary>
    private sealed record Piece(int Gap, int What, int Value, int Back, bool Faulty);

    private static readonly Gen<Piece> Pieces = Gen.Select(
        Gen.Frequency((60, Gen.Int[20, 90]), (8, Gen.Int[300, 1500]), (2, Gen.Int[3600, 15000]), (1, Gen.Int[40000, 100000])),
        Gen.Int[0, 11], Gen.Frequency((5, Gen.Int[40, 120]), (2, Gen.Int[130, 420]), (1, Gen.Int[1000, 3000])), Gen.Int[400, 9000], Gen.Int[0, 14],
        (gap, what, value, back, fault) => new Piece(gap, what, value, back, fault == 0));

    private static readonly Gen<Piece[]> Streams = Pieces.Array[20, 500];

    private static List<Observation> Site(Piece[] pieces)
    {
        var list = new List<Observation>();
        var now = Start;
        var seen = new HashSet<(string, Period, DateTimeOffset)>();
        foreach (var p in pieces)
        {
            now = now.AddSeconds(p.Gap);
            var quality = p.Faulty ? Quality.Fault : Quality.Valid;
            var late = now.AddSeconds(-p.Back);
            var hour = Time.ChinaTime.HourStart(now).AddHours(-1);
            Observation? o = p.What switch
            {
                0 => Make("D1", Period.Instant, late, 0, quality | Quality.Late, 0, ("a34002-Rtd", p.Value), ("a34001-Rtd", p.Value + 5)),
                1 => Make("D2", Period.Minute, now.AddSeconds(-(now.Second + 60)), 60, quality, 0, ("a34002-Avg", p.Value)),
                2 => Make("D1", Period.Hour, hour, 3600, quality, 0, ("a34002-Avg", p.Value)),
                3 => Make("station:1618A", Period.Hour, hour, 3600, quality, 0, ("a34002-Avg", p.Value / 2)),
                4 => Make("context:sand-dust", Period.Instant, now, 0, quality, 0, ("sand-dust-Rtd", p.Value % 2)),
                5 => Make("manual:inspector", Period.Record, now, 0, quality, 0, ("washing@measure-Pass", p.Value % 2), ("fencing@measure-Pass", p.Value / 2 % 2)),
                _ => Make("D1", Period.Instant, now, 0, quality, 0, ("a34002-Rtd", p.Value), ("a34001-Rtd", 70), ("a01001-Rtd", p.Value % 30)),
            };
            if (seen.Add((o.Mn, o.Period, o.DataTime))) list.Add(o.Stamped(list.Count + 1, o.Readings, []));
        }

        return list;
    }

    private static List<Observation> Gas(Piece[] pieces)
    {
        var list = new List<Observation>();
        var now = Start;
        var seen = new HashSet<(string, Period, DateTimeOffset)>();
        foreach (var p in pieces)
        {
            now = now.AddSeconds(p.Gap * 6);
            var nozzle = p.What % 2 == 0 ? "001" : "002";
            var o = p.What < 6
                ? Make("D1", Period.Record, p.What == 0 ? now.AddSeconds(-p.Back) : now, 0, p.What == 0 ? Quality.Late : Quality.Valid, 0, ($"AL@{nozzle}-Rtd", p.Value / 100m), ($"FuelVolume@{nozzle}-Rtd", p.Value / 4m))
                : Make("D1", Period.Instant, now, 0, Quality.Valid, 0, ("TankPressure-Rtd", p.Value - 60), ("VapourConcentration-Rtd", p.Value * 4), ("ProcessorOutlet-Rtd", p.Value / 10m));
            if (seen.Add((o.Mn, o.Period, o.DataTime))) list.Add(o.Stamped(list.Count + 1, o.Readings, []));
        }

        return list;
    }

    private static Bench Straight(string kind, List<Observation> stream)
    {
        var bench = new Bench(kind);
        foreach (var o in stream) bench.Feed(o);
        return bench;
    }

    private static string Steps(Bench bench) => JsonSerializer.Serialize(bench.Steps);

    private static void RestartsChangeNothing(string kind, List<Observation> stream, int every)
    {
        var straight = Straight(kind, stream);
        var broken = new Bench(kind);
        for (var i = 0; i < stream.Count; i++)
        {
            if (i % every == every - 1) broken.Restart();
            broken.Feed(stream[i]);
        }

        Assert.Equal(Steps(straight), Steps(broken));
        Assert.Equal(Json(straight.Condition), Json(broken.Condition));
        Assert.Equal(straight.Result.Hours, broken.Result.Hours);
    }

    private static void TicksChangeNothing(string kind, List<Observation> stream)
    {
        var straight = Straight(kind, stream);
        var ticked = new Bench(kind);
        for (var i = 0; i < stream.Count; i++)
        {
            ticked.Feed(stream[i]);
            if (i + 1 == stream.Count) break;
            var until = stream[i + 1].ReceivedAt.AddSeconds(-1);
            for (var now = stream[i].ReceivedAt; now < until; now = now.AddMinutes(13)) ticked.Tick(now);
        }

        Assert.Equal(Steps(straight), Steps(ticked));
    }

    [Fact]
    public void A_condition_restored_anywhere_goes_on_as_if_never_interrupted_site() =>
        Gen.Select(Streams, Gen.Int[1, 40]).Sample((pieces, every) => RestartsChangeNothing("site", Site(pieces), every), iter: 120);

    [Fact]
    public void A_condition_restored_anywhere_goes_on_as_if_never_interrupted_gas_station() =>
        Gen.Select(Streams, Gen.Int[1, 40]).Sample((pieces, every) => RestartsChangeNothing("gas-station", Gas(pieces), every), iter: 120);

    [Fact]
    public void Ticks_of_the_clock_tell_nothing_that_a_replay_would_not() =>
        Streams.Sample(pieces => TicksChangeNothing("gas-station", Gas([.. pieces.Where(p => p.What != 0)])), iter: 100);

    [Fact]
    public void Hours_from_scratch_agree_with_the_running_engine() => Streams.Sample(
        pieces =>
        {
            var stream = Site(pieces);
            var bench = Straight("site", stream);
            foreach (var hours in bench.Result.Hours.GroupBy(h => (h.Factor, h.HourEnding)))
            {
                var newest = hours.MaxBy(h => h.Version)!;
                if (bench.Result.HoursToRecompute.Contains(newest.HourEnding)) continue;
                var computed = HourlyStatistics.Compute(bench.Registration, bench.Kind, newest.HourEnding, stream).Single(h => h.Factor == newest.Factor);
                Assert.Equal(newest with { Version = 0 }, computed with { Version = 0 });
            }
        },
        iter: 120);

    [Fact]
    public void Every_closed_hour_with_data_is_published_or_named_for_recomputation() => Streams.Sample(
        pieces =>
        {
            var stream = Site(pieces);
            var bench = Straight("site", stream);
            var known = bench.Result.Hours.Select(h => h.HourEnding).Concat(bench.Result.HoursToRecompute).ToHashSet();
            foreach (var o in stream)
            {
                if (o.Mn.StartsWith('D') && o.Readings[0].Quality.IsUsable() && Time.ChinaTime.HourEnding(o.DataTime) is var label && bench.Condition.Clock >= label) Assert.Contains(label, known);
            }
        },
        iter: 120);

    [Fact]
    public void Late_data_alone_open_nothing() => Streams.Sample(
        pieces =>
        {
            var bench = new Bench("site");
            foreach (var o in Site(pieces))
            {
                if (o.Mn.StartsWith('D')) bench.Feed(o.Stamped(o.Arrival, [.. o.Readings.Select(r => r with { Quality = r.Quality | Quality.Late, Value = r.Value * 10 })], []));
            }

            Assert.Empty(bench.Steps);
        },
        iter: 60);

    [Fact]
    public void Steps_of_a_problem_count_from_one_and_open_problems_are_those_not_cleared() => Streams.Sample(
        pieces =>
        {
            var bench = Straight("site", Site(pieces));
            foreach (var problem in bench.Steps.GroupBy(s => s.ViolationId))
            {
                Assert.Equal(Enumerable.Range(1, problem.Count()), problem.Select(s => s.Step));
                Assert.Equal(TransitionKind.Opened, problem.First().Kind);
                Assert.DoesNotContain(problem.SkipLast(1), s => s.Kind == TransitionKind.Cleared);
            }

            var open = bench.Steps.GroupBy(s => (s.RuleId, s.Point)).Where(g => g.Last().Kind != TransitionKind.Cleared).Select(g => g.Key);
            Assert.Equal(open.Order(), bench.Monitor.Open.Select(p => (p.RuleId, p.Point)).Order());
        },
        iter: 120);
}
