using System.Diagnostics.Metrics;
using BlueSky.Store;
using BlueSky.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BlueSky.Storage;

/// <summary>The roller's own work in the background; what a roll does to the store is <see cref="JournalContract"/>'s.</summary>
public abstract class RollerContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private protected abstract Task<Home> NewHome();

    [Fact]
    public async Task It_works_by_itself_when_its_interval_is_over_and_what_it_does_is_measured()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await store.Journal.Append("s", [Some.Observation(1), Some.Observation(2)]);
        using var rolled = new Measured();
        var time = new FakeTimeProvider();
        using var roller = Start(store, new StorageOptions { RollEvery = TimeSpan.FromMinutes(5) }, rolled, time);
        await Begin(roller, rolled, time);
        await roller.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, rolled.Total);
        Assert.Equal(0, store.Engine.Tail.Bytes);
        Assert.Equal(0, store.Engine.Tail.ListedSources);
        Assert.Equal(2, (await store.All("s")).Count);
    }

    [Fact]
    public async Task In_a_hurry_it_plans_the_next_roll_while_one_is_stored_and_takes_every_block_once_in_one_round()
    {
        const int blocks = 12;
        await using var home = await NewHome();
        await using var store = await home.Open();
        for (var n = 1; n <= blocks; n++) await store.Journal.Append("s", [Some.Observation(n)]);
        using var rolled = new Measured();
        var time = new FakeTimeProvider();
        using var roller = Start(store, new StorageOptions { RollEvery = TimeSpan.FromMinutes(5), RollBytes = 1, TailLimitBytes = 1 }, rolled, time);
        await Begin(roller, rolled, time);

        // The clock stands still from here on, so no other round helps.
        await rolled.Reach(blocks).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await roller.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(blocks, rolled.Total);
        Assert.Equal(0, store.Engine.Tail.Bytes);
        Assert.Equal(Enumerable.Range(1, blocks).Select(n => (long)n), (await store.All("s")).Select(o => o.Arrival));
        Assert.Equal(blocks, (await store.Engine.Query(new Statement("SELECT count(*) FROM chunk"), r => r.GetInt64(0), TestContext.Current.CancellationToken))[0]);
    }

    private static Roller Start(OpenStore store, StorageOptions options, Measured rolled, FakeTimeProvider time) =>
        new(store.Engine, options, rolled.Metrics, time, NullLogger<Roller>.Instance);

    // Its timer may not be there yet at the first step, hence more than one.
    private static async Task Begin(Roller roller, Measured rolled, FakeTimeProvider time)
    {
        await roller.StartAsync(TestContext.Current.CancellationToken);
        var first = rolled.Reach(1);
        while (!first.IsCompleted)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }
    }

    /// <summary>What the roller's metrics say that it rolled.</summary>
    private sealed class Measured : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly Lock gate = new();
        private readonly List<(long Total, TaskCompletionSource Reached)> waiting = [];

        public Measured()
        {
            listener.InstrumentPublished = (instrument, l) =>
            {
                if (Metrics.Owns(instrument) && instrument.Name == "bluesky.storage.rolled") l.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, value, _, _) => Add(value));
            listener.Start();
        }

        public StorageMetrics Metrics { get; } = new();

        public long Total { get; private set; }

        public Task Reach(long total)
        {
            lock (gate)
            {
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (Total >= total) reached.SetResult();
                else waiting.Add((total, reached));
                return reached.Task;
            }
        }

        public void Dispose()
        {
            listener.Dispose();
            Metrics.Dispose();
        }

        private void Add(long value)
        {
            lock (gate)
            {
                Total += value;
                foreach (var (total, reached) in waiting)
                    if (Total >= total) reached.TrySetResult();
            }
        }
    }
}

public sealed class SqliteRollerTests : RollerContract
{
    private protected override Task<Home> NewHome() => Task.FromResult<Home>(new SqliteHome());
}

public sealed class PostgresRollerTests(PostgresFixture postgres) : RollerContract
{
    private protected override async Task<Home> NewHome() => new PostgresHome(await postgres.NewDatabase());
}
