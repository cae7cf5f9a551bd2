using System.Globalization;
using BlueSky.Sources;
using BlueSky.Testing;
using BlueSky.Time;

namespace BlueSky.Districts;

/// <summary>Nothing is counted by incrementing, so whatever happens the counts equal a recount (design.md, Actors).</summary>
public sealed class RollupEqualsRecountTests
{
    private const int Sources = 12;

    [Theory]
    [InlineData(20210801)]
    [InlineData(371302)]
    public async Task Counts_equal_a_recount_after_random_transitions_duplicates_moves_and_restarts(int seed)
    {
        var random = new Random(seed);
        await using var silo = await TestSilo.Start();
        for (var i = 0; i < Sources; i++) await Register(silo, i, TestSilo.Town, Operation.InService);
        var sent = new List<(int Source, Observation Packet)>();

        for (var round = 0; round < 60; round++)
        {
            var source = random.Next(Sources);
            switch (random.Next(10))
            {
                case 0:
                    await Register(silo, source, random.Next(2) == 0 ? TestSilo.Town : TestSilo.OtherTown, (Operation)random.Next(3));
                    break;
                case 1 when round % 20 == 19:
                    await silo.Stop();
                    await silo.StartAgain();
                    break;
                case 2 when sent.Count > 0:
                    var again = sent[random.Next(sent.Count)];
                    await Grain(silo, again.Source).Ingest([again.Packet]);
                    break;
                case 3:
                    silo.Clock.Advance(TimeSpan.FromMinutes(random.Next(90)));
                    await Grain(silo, source).CheckSilence();
                    break;
                default:
                    var packet = Packet(silo, random.Next(200, 12_000));
                    sent.Add((source, packet));
                    await Grain(silo, source).Ingest([packet, packet]);
                    break;
            }
        }

        foreach (var town in new[] { TestSilo.Town, TestSilo.OtherTown })
        {
            // What a source tells its town follows its answer in a turn of its own, so the counts may be a moment behind.
            var truth = Counts((await Truth(silo, town))!);
            await Eventually.Becomes(async () => Counts((await silo.Grains.GetGrain<ITownGrain>(town).Get()).Rollup), seen => seen == truth);
            Assert.Equal(truth, Counts((await silo.Grains.GetGrain<ITownGrain>(town).Recount()).Rollup));
        }
    }

    [Fact]
    public async Task A_recount_takes_in_a_source_that_has_not_told_its_town_yet()
    {
        await using var silo = await TestSilo.Start();
        await Register(silo, 0, TestSilo.Town, Operation.InService);
        var late = Packet(silo, 900);
        await Grain(silo, 0).Ingest([late]);

        // Late data are told at leisure, so the recount finds the source with something still to tell: it reports to the very town
        // that waits for it.
        await Grain(silo, 0).Ingest([Late(late)]);
        var counts = await silo.Grains.GetGrain<ITownGrain>(TestSilo.Town).Recount().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(1, counts.Rollup.Sources);
    }

    private static Observation Late(Observation live) => new()
    {
        Mn = live.Mn, Period = Period.Minute, PeriodSeconds = 60, ReceivedAt = live.ReceivedAt, DataTime = live.DataTime.AddDays(-2),
        Readings = [new("ProcessorOutlet-Avg", 3m, Quality.Valid)],
    };

    private static async Task<Rollup> Truth(TestSilo silo, string town)
    {
        var summaries = new List<SourceSummary>();
        for (var i = 0; i < Sources; i++) summaries.Add((await Grain(silo, i).Summarise())!);
        return Rollup.Of(summaries.Where(s => s.Town == town).ToList());
    }

    private static string Counts(Rollup r) => string.Create(
        CultureInfo.InvariantCulture,
        $"{r.Sources} {string.Join(',', r.ByStatus)} {string.Join(',', r.OpenBySeverity)} {r.Connected} {r.Online} {string.Join(',', r.Worst.Select(w => w.SourceId))}");

    private static Task Register(TestSilo silo, int source, string town, Operation operation) =>
        Grain(silo, source).Register(TestSilo.Entry(IdOf(source), "gas-station", town) with { Operation = operation }, "test");

    private static ISourceGrain Grain(TestSilo silo, int source) => silo.Grains.GetGrain<ISourceGrain>(IdOf(source));

    private static string IdOf(int source) => string.Create(CultureInfo.InvariantCulture, $"371302-gas-{source:0000}");

    private static Observation Packet(TestSilo silo, decimal vapour)
    {
        var now = silo.Clock.GetUtcNow();
        return new Observation
        {
            Mn = "MN1", Period = Period.Instant, ReceivedAt = now,
            DataTime = new DateTimeOffset(now.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero).ToChina(),
            Readings = [new("VapourConcentration-Rtd", vapour, Quality.Valid)],
        };
    }
}
