using BlueSky.Store;
using BlueSky.Testing;
using Npgsql;

namespace BlueSky.Storage;

/// <summary>Several nodes on one PostgreSQL.</summary>
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
    public async Task A_lease_that_is_given_back_is_free_for_another_node_at_once()
    {
        await using var home = new PostgresHome(await postgres.NewDatabase());
        await using var first = await home.Open();
        await using var second = await home.Open();
        await using (await first.Engine.LeaseRolling(CancellationToken.None))
        {
            Assert.Null(await second.Engine.LeaseRolling(CancellationToken.None));
        }

        await using var lease = await second.Engine.LeaseRolling(CancellationToken.None);
        Assert.NotNull(lease);
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
}
