using BlueSky.Store;
using BlueSky.Testing;

namespace BlueSky.Storage;

/// <summary>
/// What can happen to the store under load. In each: nothing acknowledged is missing, nothing is twice, the writer recovers
/// by itself, and the state says what is the matter while it lasts.
/// </summary>
public sealed class FaultTests(PostgresFixture postgres)
{
    private const int Sources = 8;

    // As root, as which tests may run, every file can be read: so the failure itself stands here.
    [Fact]
    public void A_file_with_the_password_that_may_not_be_read_is_told_in_words_with_its_name()
    {
        var denied = new UnauthorizedAccessException("Access to the path '/run/secrets/node.pgpass' is denied.");

        Assert.True(Faults.IsOfTheStore(denied));
        Assert.Contains("/run/secrets/node.pgpass", Faults.InWords(denied).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_killed()
    {
        await using var server = await PostgresFixture.OwnServer();
        await using var home = new PostgresHome(await server.NewDatabase());
        await using var store = await home.Open();
        await Survives(home, store, rounds: 3, StoreCondition.Unreachable, server.Kill, server.Restart);
    }

    [Fact]
    public async Task A_server_that_is_stopped_at_once_and_started_again()
    {
        await using var server = await PostgresFixture.OwnServer();
        await using var home = new PostgresHome(await server.NewDatabase());
        await using var store = await home.Open();
        await Survives(home, store, rounds: 2, StoreCondition.Unreachable, server.StopAtOnce, server.Restart);
    }

    [Fact]
    public async Task A_connection_that_is_cut()
    {
        await using var proxy = new FaultProxy(await postgres.NewDatabase());
        await using var home = new PostgresHome(proxy.ConnectionString);
        await using var store = await home.Open();
        await Survives(home, store, rounds: 3, StoreCondition.Unreachable, Do(proxy.Cut), Do(proxy.Mend));
    }

    [Fact]
    public async Task A_connection_that_stays_open_and_lets_nothing_through()
    {
        await using var proxy = new FaultProxy(await postgres.NewDatabase());
        await using var home = new PostgresHome(proxy.ConnectionString);
        await using var store = await home.Open(new StorageOptions { StatementTimeout = TimeSpan.FromSeconds(1) });
        await Survives(home, store, rounds: 1, StoreCondition.Unreachable, Do(proxy.Hold), Do(proxy.Mend));
    }

    [Fact]
    public async Task A_full_disk_under_PostgreSQL()
    {
        await using var disk = await SmallDisk.TryMount(megabytes: 1_024);
        await using var server = await PostgresFixture.OwnServer();
        var connectionString = disk is null ? await server.NewDatabase() : await server.NewDatabase(disk.Directory);
        var session = new Membership(connectionString);
        await using var home = new PostgresHome(connectionString);
        await using var store = await home.Open();

        // Where no small disk can be had, the server is made to say what it says on a full one.
        await Survives(
            home, store, rounds: 1, StoreCondition.Full,
            disk is not null ? Do(disk.Fill) : () => session.Execute(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' "
                + "USING ERRCODE = '53100'; END $$; CREATE TRIGGER full_disk BEFORE INSERT ON block EXECUTE FUNCTION full_disk()"),
            disk is not null ? Do(disk.MakeRoom) : () => session.Execute("DROP TRIGGER full_disk ON block"));
    }

    [Fact]
    public async Task A_full_disk_under_SQLite()
    {
        // Room for all that the writers write in the ten seconds for which a full disk is said to be one: on a smaller one a quick machine fills it again.
        await using var disk = await SmallDisk.TryMount(megabytes: 1_024);
        await using var home = disk is null ? new SqliteHome() : new SqliteHome(Path.Combine(disk.Directory, "data"));
        await using var store = await home.Open();
        await Survives(
            home, store, rounds: 1, StoreCondition.Full,
            disk is not null ? Do(disk.Fill) : () => store.Engine.Write([new Statement("PRAGMA max_page_count = 1")]),
            disk is not null ? Do(disk.MakeRoom) : () => Task.CompletedTask);
    }

    [Fact]
    public async Task A_slow_disk_makes_refusals_and_no_queue_without_end()
    {
        var connectionString = await postgres.NewDatabase();
        var session = new Membership(connectionString);
        await using var home = new PostgresHome(connectionString);
        await using var store = await home.Open(new StorageOptions { QueueLength = 3, CommitCount = 1, SlowAfter = TimeSpan.FromSeconds(0.2) });
        await Survives(
            home, store, rounds: 1, StoreCondition.Slow,
            () => session.Execute(
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END $$; "
                + "CREATE TRIGGER slow BEFORE INSERT ON block FOR EACH ROW EXECUTE FUNCTION slow()"),
            () => session.Execute("DROP TRIGGER slow ON block"));
    }

    private static async Task Survives(
        Home home, OpenStore store, int rounds, StoreCondition shown, Func<Task> hurt, Func<Task> heal)
    {
        var state = store.Engine.State;
        using var writers = new Writers(store, Sources);
        for (var round = 0; round < rounds; round++)
        {
            await writers.Answered(200);
            await hurt();
            await writers.Failed();
            await writers.Until(() => state.Now.Condition == shown);
            var report = state.Now;
            Assert.NotEqual("", report.Chinese);
            Assert.NotEqual("", report.English);
            Assert.Equal(shown == StoreCondition.Slow, report.TakesReadings);
            await heal();
            await writers.Answered(200);
        }

        await writers.Until(() => state.Now.Condition == StoreCondition.Available || (shown == StoreCondition.Slow && state.Now.TakesReadings));
        await writers.HoldAgainst(home);
    }

    private static Func<Task> Do(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };
}
