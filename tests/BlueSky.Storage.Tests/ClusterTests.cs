using BlueSky.Messages;
using BlueSky.Store;
using BlueSky.Testing;
using Npgsql;

namespace BlueSky.Storage;

/// <summary>Several nodes on one PostgreSQL, and what happens when it is killed.</summary>
public sealed class ClusterTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Two_nodes_see_each_others_readings_exactly_once_while_both_roll()
    {
        await using var home = new PostgresHome(await postgres.NewDatabase());
        var options = new StorageOptions { RollBytes = 1_500 };
        await using var first = await home.Open(options);
        await using var second = await home.Open(options);
        OpenStore[] nodes = [first, second];
        const int sources = 6;
        const int each = 120;
        var committed = new long[sources];
        using var done = new CancellationTokenSource();
        var rolling = nodes.Select(n => Task.Run(async () =>
        {
            var rolled = 0;
            while (!done.IsCancellationRequested)
            {
                rolled += await n.Roller.RollAll(CancellationToken.None);
            }

            return rolled;
        })).ToArray();
        var reading = nodes.Select((n, seed) => Task.Run(async () =>
        {
            var random = new Random(seed);
            var reads = 0;
            while (!done.IsCancellationRequested)
            {
                var s = random.Next(sources);
                var least = Volatile.Read(ref committed[s]);
                var seen = (await n.All($"s{s}")).Select(o => o.Arrival).ToList();
                Assert.Equal(Enumerable.Range(1, seen.Count).Select(i => (long)i), seen);
                Assert.True(seen.Count >= least, $"source {s}: {seen.Count} of {least} committed were seen");
                reads++;
            }

            return reads;
        })).ToArray();

        await Task.WhenAll(Enumerable.Range(0, sources).Select(async s =>
        {
            for (var i = 1; i <= each; i++)
            {
                await nodes[s % 2].Journal.Append($"s{s}", [Some.Observation(i, Some.Noon.AddMinutes(i * 37 % 200))]);
                Volatile.Write(ref committed[s], i);
            }
        }));
        await done.CancelAsync();

        Assert.All(await Task.WhenAll(reading), reads => Assert.True(reads > 0));
        Assert.True((await Task.WhenAll(rolling)).Sum() > 0);
    }

    [Fact]
    public async Task A_session_that_is_cut_makes_nobody_wait_or_send_again()
    {
        var connectionString = await postgres.NewDatabase();
        await using var home = new PostgresHome(connectionString);
        await using var store = await home.Open();
        for (var i = 1; i <= 5; i++)
        {
            await store.Journal.Append("s", [Some.Observation(i)]);
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=False");
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var cut = new NpgsqlCommand(
                $"SELECT count(pg_terminate_backend(l.pid, 5000)) FROM pg_locks l WHERE locktype = 'advisory' AND classid = {PostgresEngine.LockSpace} "
                + "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", connection);
            Assert.Equal(1L, await cut.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        await store.Journal.Append("s", [Some.Observation(6)]);
        Assert.Equal([1L, 2, 3, 4, 5, 6], (await store.All("s")).Select(o => o.Arrival));
    }

    [Fact]
    public async Task A_server_that_is_killed_loses_nothing_answered_and_nothing_is_stored_twice()
    {
        await using var server = await PostgresFixture.OwnServer();
        await using var home = new PostgresHome(await server.NewDatabase());
        await using var store = await home.Open();
        const int sources = 8;
        var answered = new long[sources];
        var failures = 0;
        var recovered = 0;
        using var done = new CancellationTokenSource();
        using var progress = new SemaphoreSlim(0);
        var serverUp = Task.CompletedTask;

        // As a source grain does: after a failure it reads again before it goes on.
        var writers = Enumerable.Range(0, sources).Select(s => Task.Run(async () =>
        {
            long next = 1;
            while (!done.IsCancellationRequested)
            {
                try
                {
                    await store.Journal.Append($"s{s}", [Some.Observation(next)]);
                    Volatile.Write(ref answered[s], next++);
                }
                catch (StoreUnavailableException)
                {
                    Interlocked.Increment(ref failures);
                    progress.Release();
                    next = await Recover(s);
                    Interlocked.Increment(ref recovered);
                }

                progress.Release();
            }

            return next - 1;
        })).ToArray();

        async Task<long> Recover(int s)
        {
            while (true)
            {
                try
                {
                    var all = await store.All($"s{s}");
                    return all.Count == 0 ? 1 : all[^1].Arrival + 1;
                }
                catch (StoreUnavailableException) when (!done.IsCancellationRequested)
                {
                    await Volatile.Read(ref serverUp);
                }
            }
        }

        async Task Until(Func<bool> condition)
        {
            while (!condition())
            {
                Assert.True(await progress.WaitAsync(TimeSpan.FromSeconds(60)), "No progress within 60 s.");
            }
        }

        for (var round = 0; round < 3; round++)
        {
            var before = answered.Sum();
            await Until(() => answered.Sum() > before + 200);
            var restarted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref serverUp, restarted.Task);
            var (failed, back) = (Volatile.Read(ref failures), Volatile.Read(ref recovered));
            await server.Kill();
            await Until(() => Volatile.Read(ref failures) > failed);
            await server.Restart();
            restarted.SetResult();
            await Until(() => Volatile.Read(ref recovered) > back);
        }

        var last = answered.Sum();
        await Until(() => answered.Sum() > last + 200);
        await done.CancelAsync();
        var written = await Task.WhenAll(writers);

        await using var again = await home.Open();
        for (var s = 0; s < sources; s++)
        {
            var stored = (await again.All($"s{s}")).Select(o => o.Arrival).ToList();
            Assert.True(stored.Count >= answered[s]);
            Assert.Equal(Enumerable.Range(1, stored.Count).Select(i => (long)i), stored);
            Assert.Equal(written[s], stored.Count);
        }
    }
}
