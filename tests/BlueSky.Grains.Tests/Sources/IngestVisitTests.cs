using BlueSky.Testing;
using BlueSky.Time;

namespace BlueSky.Sources;

/// <summary>Batches through the shard, which visits sources that are active beside it.</summary>
public sealed class IngestVisitTests : IAsyncLifetime
{
    private const int Sources = 6;
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.Start();
        for (var i = 0; i < Sources; i++) await Source(i).Register(TestSilo.Entry(Id(i), "gas-station"), "test");
        _silo.Fault.Appends.Clear();
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private static string Id(int number) => $"371302-gas-{number:D4}";

    private ISourceGrain Source(int number) => _silo.Grains.GetGrain<ISourceGrain>(Id(number));

    private IIngestGrain Shard => _silo.Grains.GetGrain<IIngestGrain>(0);

    private RoutedObservation Packet(int source, int secondsAgo, decimal value = 900) => new(Id(source), new Observation
    {
        Mn = "MN" + source, Period = Period.Instant, ReceivedAt = _silo.Clock.GetUtcNow(),
        DataTime = new DateTimeOffset(_silo.Clock.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero).ToChina().AddSeconds(-secondsAgo),
        Readings = [new("VapourConcentration-Rtd", value, Quality.Valid), new("TankPressure-Rtd", -120m, Quality.Valid)],
    });

    private async Task<List<Observation>> Stored(int source)
    {
        var all = new List<Observation>();
        await foreach (var one in _silo.Journal.ReadAfter(Id(source), 0, TestContext.Current.CancellationToken)) all.Add(one);
        return all;
    }

    [Fact]
    public async Task A_batch_for_sources_active_here_is_appended_at_once()
    {
        var results = await Shard.Ingest([Packet(0, 3), Packet(1, 3), Packet(0, 2), Packet(2, 3)]);

        Assert.All(results, r => Assert.Equal(IngestResult.Stored, r));
        Assert.Equal([4], _silo.Fault.Appends);
        Assert.Equal([1, 2], (await Stored(0)).Select(o => o.Arrival));
        Assert.Equal(2, (await Source(0).Get())!.Observations);
    }

    [Fact]
    public async Task A_packet_sent_again_and_one_of_the_future_are_told_apart_in_a_visit_too()
    {
        var packet = Packet(0, 3);

        Assert.Equal(
            [IngestResult.Stored, IngestResult.Duplicate, IngestResult.Future, IngestResult.UnknownSource],
            await Shard.Ingest([packet, packet, Packet(1, -3600), new RoutedObservation("371302-gas-9999", packet.Observation)]));
        Assert.Equal([IngestResult.Revised], await Shard.Ingest([Packet(0, 3, 901) with { Observation = packet.Observation.Stamped(0, [new("VapourConcentration-Rtd", 901, Quality.Valid)], []) }]));
        Assert.Equal(2, (await Stored(0)).Count);
    }

    [Fact]
    public async Task A_message_waits_until_a_visit_has_left_and_a_question_does_not()
    {
        _silo.Fault.Hold = new TaskCompletionSource();
        var visit = Shard.Ingest([Packet(0, 3)]);
        await Eventually.Becomes(() => Task.FromResult(_silo.Fault.Appends.Count), n => n == 1);

        var message = Source(0).Ingest([Packet(0, 2).Observation]);
        Assert.Equal(1, (await Source(0).Get())!.Observations);
        Assert.False(message.IsCompleted);
        Assert.Single(_silo.Fault.Appends);

        _silo.Fault.Hold.SetResult();
        Assert.Equal([IngestResult.Stored], await visit);
        Assert.Equal([IngestResult.Stored], await message);
        Assert.Equal([1, 2], (await Stored(0)).Select(o => o.Arrival));
    }

    [Fact]
    public async Task A_batch_for_a_source_that_is_busy_waits_for_it_as_a_message()
    {
        _silo.Fault.Hold = new TaskCompletionSource();
        var message = Source(0).Ingest([Packet(0, 3).Observation]);
        await Eventually.Becomes(() => Task.FromResult(_silo.Fault.Appends.Count), n => n == 1);

        var batch = Shard.Ingest([Packet(0, 2), Packet(1, 2)]);
        await Eventually.Becomes(() => Task.FromResult(_silo.Fault.Appends.Count), n => n == 2);
        Assert.False(batch.IsCompleted);

        _silo.Fault.Hold.SetResult();
        Assert.Equal([IngestResult.Stored], await message);
        Assert.Equal([IngestResult.Stored, IngestResult.Stored], await batch);
        Assert.Equal([1, 1, 1], _silo.Fault.Appends);
    }

    [Fact]
    public async Task An_append_of_unknown_outcome_answers_nothing_of_the_visit_and_all_of_it_is_stored_once_in_the_end()
    {
        RoutedObservation[] batch = [Packet(0, 3), Packet(1, 3), Packet(2, 3)];
        _silo.Fault.AfterStoring = true;
        Assert.Equal([IngestResult.Unavailable, IngestResult.Unavailable, IngestResult.Unavailable], await Shard.Ingest(batch));
        _silo.Fault.AfterStoring = false;

        var again = await Eventually.Becomes(() => Shard.Ingest(batch), r => Array.TrueForAll(r, x => x != IngestResult.Unavailable));

        Assert.All(again, r => Assert.Equal(IngestResult.Duplicate, r));
        for (var i = 0; i < 3; i++) Assert.Single(await Stored(i));
    }

    [Fact]
    public async Task What_an_append_of_a_visit_did_not_store_is_no_duplicate_when_it_is_sent_again()
    {
        RoutedObservation[] batch = [Packet(0, 3), Packet(1, 3)];
        _silo.Fault.BeforeStoring = true;
        Assert.Equal([IngestResult.Unavailable, IngestResult.Unavailable], await Shard.Ingest(batch));
        _silo.Fault.BeforeStoring = false;

        var again = await Eventually.Becomes(() => Shard.Ingest(batch), r => Array.TrueForAll(r, x => x != IngestResult.Unavailable));

        Assert.All(again, r => Assert.Equal(IngestResult.Stored, r));
        for (var i = 0; i < 2; i++) Assert.Equal([1], (await Stored(i)).Select(o => o.Arrival));
    }

    [Fact]
    public async Task A_violation_found_in_a_visit_reaches_the_town()
    {
        await Shard.Ingest([Packet(0, 3, 9_000)]);

        var town = _silo.Grains.GetGrain<Districts.ITownGrain>(TestSilo.Town);
        var view = await Eventually.Becomes(town.Get, v => v.Rollup.OpenBySeverity.Count > 0);
        Assert.Equal(1, view.Rollup.ByStatus[SourceStatus.Violating]);
    }

    [Fact]
    public async Task After_minutes_of_visits_a_packet_goes_as_a_message_so_that_the_source_does_not_pass_for_idle()
    {
        // What the first data changed is still being told; after that nothing keeps the sources busy.
        var age = 900;
        await Eventually.Becomes(Appended, n => n == 2);
        _silo.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(1, await Appended());
        await Eventually.Becomes(Appended, n => n == 2);

        // How many the last append of a batch for two sources held: both, when they were visited.
        async Task<int> Appended()
        {
            await Shard.Ingest([Packet(0, --age), Packet(1, age)]);
            return _silo.Fault.Appends.Last();
        }
    }

    [Fact]
    public async Task Visits_messages_questions_and_ends_of_activations_mixed_store_every_packet_once_without_gaps()
    {
        const int Rounds = 60;
        var management = _silo.Grains.GetGrain<IManagementGrain>(0);
        var answered = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, Sources), new ParallelOptions { MaxDegreeOfParallelism = Sources }, async (source, _) =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                RoutedObservation[] batch = [Packet(source, 2 * Rounds - round), Packet(source, 10 * Rounds - round), Packet((source + 1) % Sources, 2 * Rounds - round)];
                var results = await Shard.Ingest(batch);
                Assert.All(results, r => Assert.True(r.IsAnswerable(), r.ToString()));
                Interlocked.Add(ref answered, results.Count(r => r == IngestResult.Stored));
                if (round % 7 == source) await Source(source).Summarise();
                if (round % 5 == 0) await Source(source).Get();
                if (round % 20 == 19) await management.ForceActivationCollection(TimeSpan.Zero, CancellationToken.None);
                if (round % 11 == 0) results = await Source(source).Ingest([batch[0].Observation]);
                Assert.True(results[0].IsAnswerable());
            }
        });

        var stored = 0;
        for (var i = 0; i < Sources; i++)
        {
            var all = await Stored(i);
            Assert.Equal(Enumerable.Range(1, all.Count).Select(n => (long)n), all.Select(o => o.Arrival));
            Assert.Equal(all.Count, all.Select(o => (o.Mn, o.DataTime)).Distinct().Count());
            stored += all.Count;
        }

        Assert.Equal(answered, stored);
    }
}
