using BlueSky.Messages;
using BlueSky.Store;
using BlueSky.Testing;

namespace BlueSky.Storage;

/// <summary>
/// A silo that was paused, declared dead and resumed, beside the one that took its sources over: in every order, nothing that
/// it acknowledges is missing from what its successor reads.
/// </summary>
public sealed class FenceTests(PostgresFixture postgres) : IAsyncLifetime
{
    private PostgresHome home = null!;
    private Membership cluster = null!;
    private int fenced;

    public async ValueTask InitializeAsync()
    {
        var connectionString = await postgres.NewDatabase();
        home = new PostgresHome(connectionString);
        cluster = new Membership(connectionString);
        await using var migrated = await home.Open();
    }

    public ValueTask DisposeAsync() => home.DisposeAsync();

    [Fact]
    public async Task After_the_fence_a_dead_silo_appends_nothing_reads_nothing_opens_no_stream_and_has_its_process_ended()
    {
        var life = await cluster.Join(1);
        await using var dead = await home.Open(life, () => Interlocked.Increment(ref fenced));
        await using var successor = await home.Open(await cluster.Join(2));
        await dead.Journal.Append("s", [Some.Observation(1)]);
        await cluster.Kill(life);

        Assert.Equal([1L], await Arrivals(successor));

        for (var i = 0; i < 3; i++)
        {
            await Refused(() => dead.Journal.Append("s", [Some.Observation(2)]).AsTask());
        }

        await Refused(() => dead.Journal.Claim("t"));
        await Refused(() => dead.All("s"));
        await Refused(() => dead.Engine.Write([new Statement("SELECT 1")]));
        Assert.Equal((StoreCondition.Fenced, 1), (dead.Engine.State.Now.Condition, fenced));
        Assert.Equal(1L, await cluster.Ask<long>("SELECT count(*) FROM stream s JOIN epoch e ON e.id = s.epoch WHERE e.port = 1"));
        Assert.Equal([1L], await Arrivals(successor));
        await successor.Journal.Append("s", [Some.Observation(2)]);
        Assert.Equal([1L, 2L], await Arrivals(successor));
    }

    [Fact]
    public async Task A_silo_that_the_table_does_not_call_dead_is_left_alone()
    {
        await using var one = await home.Open(await cluster.Join(1));
        await using var other = await home.Open(await cluster.Join(2));
        await one.Journal.Append("s", [Some.Observation(1)]);
        Assert.Equal([1L], await Arrivals(other));
        await one.Journal.Append("s", [Some.Observation(2)]);
        Assert.Equal([1L, 2L], await Arrivals(other));
    }

    [Fact]
    public async Task Without_the_fence_the_same_silo_would_acknowledge_what_its_successor_has_not_seen()
    {
        // The same order of events, with a successor that does not fence: what the fence is there for.
        var life = await cluster.Join(1);
        await using var dead = await home.Open(life);
        await using var unfencing = await home.Open();
        await dead.Journal.Append("s", [Some.Observation(1)]);
        await cluster.Kill(life);
        var seen = await Arrivals(unfencing);
        await dead.Journal.Append("s", [Some.Observation(2)]);
        Assert.Equal([1L], seen);
    }

    [Fact]
    public async Task A_silo_that_died_before_its_first_append_gets_no_epoch()
    {
        var life = await cluster.Join(1);
        await using var dead = await home.Open(life, () => Interlocked.Increment(ref fenced));
        await using var successor = await home.Open(await cluster.Join(2));
        await cluster.Kill(life);
        Assert.Empty(await Arrivals(successor));
        await Refused(() => dead.Journal.Append("s", [Some.Observation(1)]).AsTask());
        Assert.Equal((0L, 1), (await cluster.Ask<long>("SELECT count(*) FROM epoch WHERE port = 1"), fenced));
    }

    [Fact]
    public async Task A_silo_whose_row_is_gone_or_whose_endpoint_has_a_later_life_is_dead()
    {
        var (gone, earlier) = (await cluster.Join(1), await cluster.Join(2, generation: 100));
        await using var first = await home.Open(gone);
        await using var second = await home.Open(earlier);
        await first.Journal.Append("s", [Some.Observation(1)]);
        await second.Journal.Append("s", [Some.Observation(2)]);
        await cluster.Forget(gone);
        await using var successor = await home.Open(await cluster.Join(2, generation: 101));

        Assert.Equal([1L, 2L], await Arrivals(successor));

        await Refused(() => first.Journal.Append("s", [Some.Observation(3)]).AsTask());
        await Refused(() => second.Journal.Append("s", [Some.Observation(3)]).AsTask());
        await successor.Journal.Append("s", [Some.Observation(3)]);
    }

    [Fact]
    public async Task A_silo_that_was_paused_in_the_middle_of_a_roll_keeps_no_other_from_rolling_the_same_blocks()
    {
        var life = await cluster.Join(1);
        await using var dead = await home.Open(life);
        await using var successor = await home.Open(await cluster.Join(2));
        foreach (var source in new[] { "s", "t", "u" }) await dead.Journal.Append(source, [Some.Observation(1), Some.Observation(2)]);
        var (paused, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (stream, last) = Assert.Single(dead.Engine.Tail.Newest());
        await using var lease = await dead.Engine.LeaseRolling(CancellationToken.None);
        Assert.NotNull(lease);
        var roll = await RollPlan.Of(dead.Engine.Tail.Oldest(stream, last, long.MaxValue), RollPace.None, CancellationToken.None);
        var half = dead.Engine.Store(
            roll,
            async _ =>
            {
                paused.TrySetResult();
                await goOn.Task;
            },
            CancellationToken.None);
        await paused.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(0, await successor.Roller.RollAll(CancellationToken.None));
        await cluster.Kill(life);

        Assert.Equal([1L, 2L], await Arrivals(successor));
        Assert.Equal(6, await successor.Roller.RollAll(CancellationToken.None));
        Assert.Equal([1L, 2L], await Arrivals(successor));

        goOn.SetResult();
        await Refused(() => half);
        Assert.Equal([1L, 2L], await Arrivals(successor));
        Assert.Equal((6L, 0L), (await cluster.Ask<long>("SELECT count(*) FROM reading"), await cluster.Ask<long>("SELECT count(*) FROM block")));
    }

    [Fact]
    public async Task An_append_that_hangs_in_the_server_is_cut_off_and_the_successor_does_not_wait_for_it()
    {
        var life = await cluster.Join(1);
        await using var dead = await home.Open(life);
        await using var successor = await home.Open(await cluster.Join(2));
        await dead.Journal.Append("s", [Some.Observation(1)]);
        await cluster.Execute(
            "CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(1, 1); RETURN NEW; END $$; "
            + "CREATE TRIGGER hang BEFORE INSERT ON block FOR EACH ROW EXECUTE FUNCTION hang()");
        await using var hanging = await cluster.Session("SELECT pg_advisory_lock(1, 1)");
        var append = dead.Journal.Append("s", [Some.Observation(2)]).AsTask();
        await cluster.UntilSomebodyWaits("advisory");
        await cluster.Kill(life);

        // It holds its epoch's row: without the end of its session the fence would wait for as long as it hangs.
        Assert.Equal([1L], await Arrivals(successor));
        await Refused(() => append);
    }

    [Fact]
    public async Task The_fence_waits_for_a_transaction_that_has_passed_its_condition_and_its_block_is_seen()
    {
        var life = await cluster.Join(1);
        await using var dead = await home.Open(life);
        await using var successor = await home.Open(await cluster.Join(2));
        await dead.Journal.Append("s", [Some.Observation(1)]);
        await cluster.Kill(life);
        await using var open = await cluster.Session(
            "BEGIN",
            "INSERT INTO block SELECT b.stream, b.seq + 1, b.first_time, b.last_time, b.count, b.payload FROM block b, epoch e "
            + "WHERE e.port = 1 AND e.fenced_at IS NULL FOR SHARE OF e");
        var reading = Arrivals(successor);
        await cluster.UntilSomebodyWaits("transactionid");
        Assert.False(reading.IsCompleted);
        await using (var commit = open.CreateCommand())
        {
            commit.CommandText = "COMMIT";
            await commit.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([1L, 1L], await reading);
    }

    [Fact]
    public async Task An_append_that_waits_for_the_fence_finds_it()
    {
        var life = await cluster.Join(1);
        await using var dead = await home.Open(life);
        await dead.Journal.Append("s", [Some.Observation(1)]);
        await using var fencing = await cluster.Session("BEGIN", "UPDATE epoch SET fenced_at = now() WHERE port = 1");
        var append = dead.Journal.Append("s", [Some.Observation(2)]).AsTask();
        await cluster.UntilSomebodyWaits("transactionid");
        Assert.False(append.IsCompleted);
        await using (var commit = fencing.CreateCommand())
        {
            commit.CommandText = "COMMIT";
            await commit.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await Refused(() => append);
        Assert.Equal(1L, await cluster.Ask<long>("SELECT count(*) FROM block"));
    }

    [Fact]
    public async Task At_whatever_moment_a_silo_dies_all_that_it_acknowledged_is_in_what_its_successor_reads()
    {
        await using var successor = await home.Open(await cluster.Join(1));
        for (var round = 0; round < 25; round++)
        {
            var life = await cluster.Join(2, generation: round);
            await using var dead = await home.Open(life);
            var source = $"s{round}";
            var acknowledged = 0L;
            var writing = Task.Run(async () =>
            {
                for (var i = 1L; ; i++)
                {
                    await dead.Journal.Append(source, [Some.Observation(i)]);
                    Volatile.Write(ref acknowledged, i);
                }
            });
            while (Volatile.Read(ref acknowledged) <= round % 5)
            {
                Assert.False(writing.IsCompleted);
                await Task.Yield();
            }

            await cluster.Kill(life);
            var seen = (await successor.All(source)).Select(o => o.Arrival).ToList();
            await Refused(() => writing);
            Assert.True(seen.Count >= acknowledged, $"Round {round}: {acknowledged} acknowledged, {seen.Count} seen.");
            Assert.Equal(seen, (await successor.All(source)).Select(o => o.Arrival));
        }
    }

    private static async Task<List<long>> Arrivals(OpenStore store) => [.. (await store.All("s")).Select(o => o.Arrival)];

    private static Task Refused(Func<Task> action) => Assert.ThrowsAsync<StoreUnavailableException>(action);
}
