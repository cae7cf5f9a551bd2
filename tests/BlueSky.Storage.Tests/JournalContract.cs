using BlueSky.Messages;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Testing;
using CsCheck;

namespace BlueSky.Storage;

/// <summary>What the journal promises, on both engines.</summary>
public abstract class JournalContract
{
    private protected abstract Task<Home> NewHome();

    [Fact]
    public async Task Readings_come_back_in_order_of_arrival_with_every_digit_before_and_after_rolling()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var written = Enumerable.Range(1, 200)
            .Select(i => Some.Observation(i, Some.Noon.AddMinutes(i), ("a34002-Rtd", 35.10m + i), ("LA-Rtd", 0.000m), ("a34004-Rtd", -1.50m)))
            .ToArray();
        await store.Journal.Append("s1", written[..50]);
        await store.Journal.Append("s2", [Some.Observation(1)]);
        await store.Journal.Append("s1", written[50..120]);
        Assert.Equal(written[..120].Select(Some.Exact), (await store.All("s1")).Select(Some.Exact));

        Assert.Equal(121, await store.Roller.RollAll(CancellationToken.None));
        Assert.Equal(0, store.Engine.Tail.Bytes);
        await store.Journal.Append("s1", written[120..]);
        Assert.Equal(written.Select(Some.Exact), (await store.All("s1")).Select(Some.Exact));
        Assert.Equal(written[150..].Select(Some.Exact), (await store.All("s1", after: 150)).Select(Some.Exact));
        Assert.Empty(await store.All("s1", after: 200));
        Assert.Empty(await store.All("nobody"));
    }

    [Fact]
    public async Task Anything_an_observation_can_hold_survives_block_and_chunk()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        const int seed = 20260301;
        var random = new Random(seed);
        var pcg = new PCG(101, seed);
        var expected = new List<string>();
        for (var i = 1; i <= 60; i++)
        {
            var one = Some.Any.Generate(pcg, null, out _);
            one = one.Stamped(i, one.Readings, one.Texts);
            expected.Add(Some.Exact(one));
            await store.Journal.Append("s", [one]);
            if (random.Next(10) == 0)
            {
                await store.Roller.RollAll(CancellationToken.None);
            }
        }

        Assert.Equal(expected, (await store.All("s")).Select(Some.Exact));
    }

    [Fact]
    public async Task An_hour_holds_what_lies_in_it_by_event_time_rolled_or_not()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await store.Journal.Append("s", [Some.Observation(1, Some.Noon), Some.Observation(2, Some.Noon.AddHours(1))]);
        await store.Roller.RollAll(CancellationToken.None);
        await store.Journal.Append("s", [Some.Observation(3, Some.Noon.AddMinutes(59.99)), Some.Observation(4, Some.Noon.AddSeconds(-1))]);

        var hour = await store.Journal.ReadHour("s", Some.Noon, TestContext.Current.CancellationToken);

        Assert.Equal([1L, 3L], hour.Select(o => o.Arrival));
    }

    [Fact]
    public async Task What_was_committed_is_there_after_a_restart_rolled_or_not()
    {
        await using var home = await NewHome();
        await using (var store = await home.Open())
        {
            await store.Journal.Append("s", [Some.Observation(1), Some.Observation(2)]);
            await store.Roller.RollAll(CancellationToken.None);
            await store.Journal.Append("s", [Some.Observation(3)]);
        }

        await using var again = await home.Open();
        await again.Journal.Append("s", [Some.Observation(4)]);
        Assert.Equal([1L, 2L, 3L, 4L], (await again.All("s")).Select(o => o.Arrival));
        Assert.Equal(2, await again.Roller.RollAll(CancellationToken.None));
        Assert.Equal([1L, 2L, 3L, 4L], (await again.All("s")).Select(o => o.Arrival));
    }

    [Fact]
    public async Task Readers_see_every_committed_observation_exactly_once_while_the_roller_runs()
    {
        await using var home = await NewHome();
        await using var store = await home.Open(new StorageOptions { RollBytes = 2_000 });
        const int sources = 12;
        const int each = 150;
        var committed = new long[sources];
        using var done = new CancellationTokenSource();
        var rolling = Task.Run(async () =>
        {
            var rolled = 0;
            while (!done.IsCancellationRequested)
            {
                rolled += await store.Roller.RollAll(CancellationToken.None);
            }

            return rolled;
        });
        var reading = Enumerable.Range(0, 3).Select(r => Task.Run(async () =>
        {
            var random = new Random(r);
            var reads = 0;
            while (!done.IsCancellationRequested)
            {
                var s = random.Next(sources);
                var least = Volatile.Read(ref committed[s]);
                var after = random.Next(2) == 0 ? 0 : least / 2;
                var seen = (await store.All($"s{s}", after)).Select(o => o.Arrival).ToList();
                Assert.Equal(Enumerable.Range(0, seen.Count).Select(i => after + 1 + i), seen);
                Assert.True(after + seen.Count >= least, $"source {s}: {after + seen.Count} of {least} committed were seen");
                reads++;
            }

            return reads;
        })).ToArray();

        await Task.WhenAll(Enumerable.Range(0, sources).Select(async s =>
        {
            for (var i = 1; i <= each; i++)
            {
                // Hours go back and forth, so that arrivals of one hour interleave with those of others.
                await store.Journal.Append($"s{s}", [Some.Observation(i, Some.Noon.AddMinutes(i * 37 % 300))]);
                Volatile.Write(ref committed[s], i);
            }
        }));
        await done.CancelAsync();

        Assert.True(await rolling > 0);
        Assert.All(await Task.WhenAll(reading), reads => Assert.True(reads > 0));
        await store.Roller.RollAll(CancellationToken.None);
        for (var s = 0; s < sources; s++)
        {
            Assert.Equal(Enumerable.Range(1, each).Select(i => (long)i), (await store.All($"s{s}")).Select(o => o.Arrival));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(12)]
    public async Task A_roll_that_a_stop_ends_half_way_is_read_once_and_the_next_one_finishes_it(int rows)
    {
        await using var home = await NewHome();
        const int sources = 12;
        await using (var store = await home.Open(new StorageOptions { RollSlice = TimeSpan.Zero }))
        {
            for (var s = 0; s < sources; s++) await store.Journal.Append($"s{s}", [Some.Observation(1), Some.Observation(2)]);
            var (stream, last) = Assert.Single(store.Engine.Tail.Newest());
            var roll = await RollPlan.Of(store.Engine.Tail.Oldest(stream, last, long.MaxValue), RollPace.None, CancellationToken.None);
            using var stop = new CancellationTokenSource();
            var stored = 0;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Engine.Store(
                roll,
                async cancellation =>
                {
                    if (++stored == rows) await stop.CancelAsync();
                    cancellation.ThrowIfCancellationRequested();
                },
                stop.Token));
            await Read(store);
        }

        await using var next = await home.Open();
        await Read(next);
        Assert.Equal(2 * sources, await next.Roller.RollAll(CancellationToken.None));
        Assert.Equal(0, next.Engine.Tail.Bytes);
        await Read(next);

        static async Task Read(OpenStore store)
        {
            for (var s = 0; s < sources; s++) Assert.Equal([1L, 2L], (await store.All($"s{s}")).Select(o => o.Arrival));
        }
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_goes_on_after()
    {
        await using var home = await NewHome();
        await using var store = await home.Open(new StorageOptions { QueueLength = 4, CommitCount = 1 });
        var attempts = Enumerable.Range(1, 400).Select(i => store.Journal.Append($"s{i}", [Some.Observation(1)]).AsTask()).ToArray();
        var refused = 0;
        for (var i = 0; i < attempts.Length; i++)
        {
            try
            {
                await attempts[i];
                Assert.Single(await store.All($"s{i + 1}"));
            }
            catch (StoreUnavailableException e)
            {
                Assert.Contains("full", e.Message, StringComparison.Ordinal);
                Assert.Empty(await store.All($"s{i + 1}"));
                refused++;
            }
        }

        Assert.InRange(refused, 1, 399);
        await store.Journal.Append("later", [Some.Observation(1)]);
        Assert.Single(await store.All("later"));
    }

    [Fact]
    public async Task Far_more_than_can_be_committed_leaves_queue_and_tail_bounded_and_all_that_was_acknowledged_stored()
    {
        await using var home = await NewHome();
        var options = new StorageOptions
        {
            QueueBytes = 32 * 1024, CommitCount = 50, RollBytes = 50_000, TailBytes = 50_000, TailLimitBytes = 200_000,
        };
        await using var store = await home.Open(options);
        const int sources = 20;
        const int bursts = 10;
        const int burst = 100;
        var acknowledged = new List<long>[sources];
        using var done = new CancellationTokenSource();
        var (refused, mostQueued, mostTail) = (0, 0L, 0L);
        var rolling = Task.Run(async () =>
        {
            // A pace: without one this would take a thread from those whose work it measures.
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
            while (!done.IsCancellationRequested && await pace.WaitForNextTickAsync(CancellationToken.None))
            {
                mostQueued = Math.Max(mostQueued, store.Engine.QueuedBytes);
                mostTail = Math.Max(mostTail, store.Engine.Tail.Bytes);
                if (store.Engine.Tail.Bytes > options.TailBytes)
                {
                    await store.Roller.RollAll(CancellationToken.None);
                }
            }
        });
        await Task.WhenAll(Enumerable.Range(0, sources).Select(s => Task.Run(async () =>
        {
            acknowledged[s] = [];
            for (var b = 0; b < bursts; b++)
            {
                var first = (b * burst) + 1;
                var appends = Enumerable.Range(first, burst).Select(n => (N: n, Done: Append(s, n))).ToArray();
                foreach (var (n, append) in appends)
                {
                    try
                    {
                        await append;
                        acknowledged[s].Add(n);
                    }
                    catch (StoreUnavailableException)
                    {
                        Interlocked.Increment(ref refused);
                    }
                }
            }
        })));
        await done.CancelAsync();
        await rolling;

        async Task Append(int s, long n) => await store.Journal.Append($"s{s}", [Some.Observation(n)]);

        Assert.InRange(refused, 1, (sources * bursts * burst) - 1);
        Assert.InRange(mostQueued, 1, 2 * options.QueueBytes);
        Assert.InRange(mostTail, 1, options.TailLimitBytes + options.CommitBytes);
        for (var s = 0; s < sources; s++)
        {
            Assert.Equal(acknowledged[s], (await store.All($"s{s}")).Select(o => o.Arrival));
        }
    }

    [Fact]
    public async Task A_tail_that_is_not_rolled_is_bounded()
    {
        await using var home = await NewHome();
        await using var store = await home.Open(new StorageOptions { TailLimitBytes = 10 });
        await store.Journal.Append("s", [Some.Observation(1)]);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Journal.Append("s", [Some.Observation(2)]));
        await store.Roller.RollAll(CancellationToken.None);
        await store.Journal.Append("s", [Some.Observation(2)]);
        Assert.Equal(2, (await store.All("s")).Count);
    }

    [Fact]
    public async Task A_store_that_fails_says_so_and_goes_on_when_it_is_well_again()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await store.Journal.Append("s", [Some.Observation(1)]);
        await store.Engine.Write([new Statement("ALTER TABLE block RENAME TO block_away")]);
        var all = Enumerable.Range(0, 20).Select(i => store.Journal.Append($"s{i}", [Some.Observation(1)]).AsTask()).ToArray();
        foreach (var one in all)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => one);
        }

        await store.Engine.Write([new Statement("ALTER TABLE block_away RENAME TO block")]);
        await store.Journal.Append("s", [Some.Observation(2)]);
        Assert.Equal([1L, 2L], (await store.All("s")).Select(o => o.Arrival));
        Assert.Empty(await store.All("s3"));
    }

    [Fact]
    public async Task The_view_reading_unpacks_chunks_for_people()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var one = Some.Observation(7, Some.Noon, ("a34002-Rtd", 35.10m), ("LA-Rtd", 54m));
        await store.Journal.Append("s", [one.Stamped(7, one.Readings, [new TextReading("i12101-Info", "维护")]), Some.Observation(8, Some.Noon.AddSeconds(5))]);
        await store.Roller.RollAll(CancellationToken.None);

        var rows = await store.Engine.Query(
            new Statement("SELECT mn, channel, exact, text, quality, arrival, value > 35 FROM reading WHERE source_id = $1 ORDER BY arrival, channel", "s"),
            r => string.Join('|', r.GetString(0), r.GetString(1), r.IsDBNull(2) ? "" : r.GetString(2), r.IsDBNull(3) ? "" : r.GetString(3), r.GetInt64(4), r.GetInt64(5),
                r.IsDBNull(6) ? "" : r.Truth(6)),
            CancellationToken.None);

        Assert.Equal(
            [
                "LS37130200000001|LA-Rtd|54||256|7|True", "LS37130200000001|a34002-Rtd|35.10||256|7|True", "LS37130200000001|i12101-Info||维护|0|7|",
                "LS37130200000001|a34002-Rtd|8||0|8|False",
            ],
            rows);
    }

    [Fact]
    public async Task A_damaged_block_stops_the_start_and_is_named()
    {
        await using var home = await NewHome();
        await using (var store = await home.Open())
        {
            await store.Journal.Append("s", [Some.Observation(1)]);
            await store.Engine.Write([new Statement("UPDATE block SET payload = $1", new byte[] { 0xB5, 1, 0, 0, 0, 0, 9 })]);
        }

        var thrown = await Assert.ThrowsAsync<StoreUnavailableException>(() => home.Open());
        Assert.Contains("Block 1 of stream 1", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("checksum", thrown.Message, StringComparison.Ordinal);
    }
}

public sealed class SqliteJournalTests : JournalContract
{
    private protected override Task<Home> NewHome() => Task.FromResult<Home>(new SqliteHome());

    [Fact]
    public async Task A_second_process_on_the_same_directory_is_refused_in_words()
    {
        await using var home = new SqliteHome();
        await using var store = await home.Open();
        await using var second = home.Engine(null, null);
        var thrown = await Assert.ThrowsAsync<StoreUnavailableException>(() => second.Open(CancellationToken.None));
        Assert.Contains("Another process uses the data directory", thrown.Message, StringComparison.Ordinal);
    }
}

public sealed class PostgresJournalTests(PostgresFixture postgres) : JournalContract
{
    private protected override async Task<Home> NewHome() => new PostgresHome(await postgres.NewDatabase());
}
