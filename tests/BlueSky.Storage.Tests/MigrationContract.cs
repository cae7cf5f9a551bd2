using BlueSky.Testing;

namespace BlueSky.Storage;

/// <summary>How the schema comes to be, on both engines.</summary>
public abstract class MigrationContract
{
    private protected abstract Task<Home> NewHome();

    [Fact]
    public async Task Migrating_again_and_from_many_nodes_at_once_applies_each_file_once()
    {
        await using var home = await NewHome();
        var engines = Enumerable.Range(0, 6).Select(_ => home.Engine(null, null)).ToArray();
        await Task.WhenAll(engines.Select(e => Task.Run(() => e.Migrate(CancellationToken.None))));
        await engines[0].Migrate(CancellationToken.None);

        Assert.Equal(home.Migrations.Select(m => m.Name), await Applied(engines[0]));
        foreach (var engine in engines)
        {
            await engine.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_file_that_was_changed_after_it_was_applied_is_named()
    {
        await using var home = await NewHome();
        await using (var engine = home.Engine(null, null))
        {
            await engine.Migrate(CancellationToken.None);
        }

        await using var changed = home.Engine(null, [new Migration("001_journal.sql", "SELECT 1"), .. home.Migrations.Skip(1)]);
        var thrown = await Assert.ThrowsAsync<SchemaException>(() => changed.Migrate(CancellationToken.None));
        Assert.Contains("001_journal.sql was changed", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_not_touched()
    {
        await using var home = await NewHome();
        await using (var newer = home.Engine(null, [.. home.Migrations, new Migration("999_later.sql", "CREATE TABLE later (id integer)")]))
        {
            await newer.Migrate(CancellationToken.None);
        }

        await using var engine = home.Engine(null, null);
        var thrown = await Assert.ThrowsAsync<SchemaException>(() => engine.Migrate(CancellationToken.None));
        Assert.Contains("999_later.sql", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_runs_on_beside_a_newer_one_that_only_added()
    {
        await using var home = await NewHome();
        await using (var newer = home.Engine(null, [.. home.Migrations, new Migration("999_later.expand.sql", "CREATE TABLE later (id integer)")]))
        {
            await newer.Migrate(CancellationToken.None);
        }

        await using var engine = home.Engine(null, null);
        await engine.Migrate(CancellationToken.None);
        Assert.Contains("999_later.expand.sql", await Applied(engine));
    }

    [Fact]
    public async Task A_file_that_fails_leaves_the_schema_as_it_was()
    {
        await using var home = await NewHome();
        await using var bad = home.Engine(null, [.. home.Migrations, new Migration("900_bad.sql", "CREATE TABLE half (id integer); SELECT * FROM nowhere")]);
        await Assert.ThrowsAsync<Messages.StoreUnavailableException>(() => bad.Migrate(CancellationToken.None));

        await using var engine = home.Engine(null, null);
        await engine.Migrate(CancellationToken.None);
        Assert.Equal(home.Migrations.Select(m => m.Name), await Applied(engine));
        await Assert.ThrowsAsync<Messages.StoreUnavailableException>(() => engine.Query(new Statement("SELECT id FROM half"), r => r.GetInt64(0), CancellationToken.None));
    }

    private static Task<List<string>> Applied(Engine engine) =>
        engine.Query(new Statement("SELECT name FROM schema_version ORDER BY name"), r => r.GetString(0), CancellationToken.None);
}

public sealed class SqliteMigrationTests : MigrationContract
{
    private protected override Task<Home> NewHome() => Task.FromResult<Home>(new SqliteHome());
}

public sealed class PostgresMigrationTests(PostgresFixture postgres) : MigrationContract
{
    private protected override async Task<Home> NewHome() => new PostgresHome(await postgres.NewDatabase());
}
