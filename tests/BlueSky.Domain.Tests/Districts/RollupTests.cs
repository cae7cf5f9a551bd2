using BlueSky.Districts;
using BlueSky.Sources;
using CsCheck;

namespace BlueSky.Tests.Districts;

public sealed class RollupTests
{
    private static SourceSummary Summary(string id, SourceStatus status, int[] open, decimal ratio, bool device = true, int usable = 50) => new()
    {
        SourceId = id, Name = id, Town = "371302001", Kind = id.Length % 2 == 0 ? "site" : "kiln", Version = 1, Status = status, HasDevice = device,
        OpenBySeverity = open, WorstRatio = ratio, LastDataAt = DateTimeOffset.UnixEpoch, Expected = 60, Received = 55, Usable = usable,
        AsOf = DateTimeOffset.UnixEpoch.AddMinutes(id.Length),
    };

    private static readonly Gen<SourceSummary[]> Summaries =
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Bool, (status, serious, warnings, ratio, device) =>
            (Func<int, SourceSummary>)(i => Summary("s" + i, (SourceStatus)status, [0, warnings, 0, serious], ratio, device))).Array[0, 40]
        .Select(make => make.Select((f, i) => f(i)).ToArray());

    [Fact]
    public void The_order_of_the_sources_does_not_matter() =>
        Summaries.SelectMany(s => Gen.Shuffle(s.ToArray()).Select(shuffled => (s, shuffled))).Sample((original, shuffled) =>
            Assert.Equal(Bench(Rollup.Of(original)), Bench(Rollup.Of(shuffled))), iter: 300, seed: "0000KGnq0001");

    [Fact]
    public void Nothing_to_count_gives_empty_counts_and_no_rates()
    {
        var rollup = Rollup.Of([]);
        Assert.Equal((0, 0, 0, 0), (rollup.Sources, rollup.Connected, rollup.Expected, rollup.Worst.Length));
        Assert.Null(rollup.OnlineRate);
        Assert.Null(rollup.TransmissionRate);
        Assert.Null(rollup.OldestInput);
    }

    [Fact]
    public void Worst_goes_by_severity_then_ratio_then_id_and_holds_ten()
    {
        var rollup = Rollup.Of(
        [
            Summary("b", SourceStatus.Violating, [0, 0, 1, 0], 2), Summary("a", SourceStatus.Violating, [0, 0, 1, 0], 2),
            Summary("c", SourceStatus.Violating, [0, 0, 1, 0], 3), Summary("d", SourceStatus.Violating, [0, 0, 0, 1], 1), Summary("e", SourceStatus.Normal, [0, 0, 0, 0], 9),
        ]);
        Assert.Equal(["d", "c", "a", "b"], rollup.Worst.Select(s => s.SourceId));
        Assert.Equal(10, Rollup.Of([.. Enumerable.Range(0, 12).Select(i => Summary("s" + i, SourceStatus.Warning, [0, 1, 0, 0], 0))]).Worst.Length);
    }

    [Fact]
    public void Rates_count_only_connected_sources_in_service()
    {
        var rollup = Rollup.Of(
        [
            Summary("a", SourceStatus.Normal, [0, 0, 0, 0], 0), Summary("b", SourceStatus.Offline, [0, 1, 0, 0], 0, usable: 10) with { IsSilent = true },
            Summary("c", SourceStatus.Maintenance, [0, 0, 0, 0], 0), Summary("d", SourceStatus.Normal, [0, 0, 0, 0], 0, device: false),
        ]);
        Assert.Equal((2, 1, 120, 60), (rollup.Connected, rollup.Online, rollup.Expected, rollup.Usable));
        Assert.Equal(0.5m, rollup.OnlineRate);
        Assert.Equal(0.5m, rollup.TransmissionRate);
    }

    private static string Bench(Rollup rollup) => System.Text.Json.JsonSerializer.Serialize(new
    {
        rollup.Sources,
        Status = rollup.ByStatus.Select(p => (int)p.Key * 1000 + p.Value),
        Kinds = rollup.ByKind.Select(p => p.Key + p.Value.Count),
        Open = rollup.OpenBySeverity.Select(p => (int)p.Key * 1000 + p.Value),
        rollup.Connected,
        rollup.Online,
        rollup.Expected,
        rollup.Usable,
        Worst = rollup.Worst.Select(s => s.SourceId),
        rollup.OldestInput,
    });
}
