using BlueSky.Messages;
using BlueSky.Store;
using BlueSky.Testing;
using Npgsql;

namespace BlueSky.Storage;

/// <summary>One server with the shipped settings and roles for all tests of the class; it starts with the first that asks.</summary>
public sealed class RoleServer : IAsyncDisposable
{
    private PostgresServer? _server;
    private string _database = "";

    public static string Shipped(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deploy", "postgres", file));

    /// <summary>The server and a database of its superuser, migrated by the owner.</summary>
    internal async Task<(PostgresServer Server, string Database)> Start()
    {
        if (_server is null)
        {
            _server = await PostgresFixture.OwnServer(Shipped("postgresql.conf"));
            _database = await _server.NewDatabase();
            await Sql.Execute(_database, Shipped("roles.sql"));
            await Sql.Execute(_database, Shipped("roles.sql"));
            await using var owner = new PostgresHome(Sql.As(_database, "bluesky_owner")).Engine(null, null);
            await owner.Migrate(CancellationToken.None);
        }

        return (_server, _database);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}

/// <summary>Statements of a test itself.</summary>
internal static class Sql
{
    public static string As(string database, string role) => new NpgsqlConnectionStringBuilder(database) { Username = role }.ConnectionString;

    public static async Task<object?> Scalar(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public static async Task Execute(string connectionString, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }
}

/// <summary>The shipped PostgreSQL settings and roles, on a real server: each role can do its work and nothing beyond.</summary>
public sealed class RoleTests(RoleServer started) : IClassFixture<RoleServer>, IAsyncLifetime
{
    private PostgresServer _server = null!;
    private string _database = "";

    public async ValueTask InitializeAsync() => (_server, _database) = await started.Start();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_silo_runs_and_rolls_with_the_role_of_a_node_and_a_web_node_reads_it_with_its_own()
    {
        await using var silo = await new PostgresHome(As("bluesky_node")).Open();
        await silo.Journal.Append("s", [Some.Observation(1)]);
        await silo.Journal.Append("s", [Some.Observation(2, Some.Noon.AddMonths(1))]);
        Assert.Equal(2, await silo.Roller.RollAll(CancellationToken.None));
        await silo.Journal.Append("s", [Some.Observation(3)]);
        await silo.Queries.CheckReady(CancellationToken.None);
        Assert.Equal(2L, await Sql.Scalar(_database, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'chunk'::regclass AND inhrelid <> 'chunk_other'::regclass"));

        await using var web = await new PostgresHome(As("bluesky_web")).Open();
        await web.Queries.CheckReady(CancellationToken.None);
        Assert.Equal([1L, 2, 3], (await web.All("s")).Select(o => o.Arrival));
        Assert.Equal(2L, await Sql.Scalar(As("bluesky_read"), "SELECT count(*) FROM reading WHERE source_id = 's'"));
    }

    [Fact]
    public async Task A_web_node_cannot_write_a_block()
    {
        await using var web = await new PostgresHome(As("bluesky_web")).Open();
        var before = await Sql.Scalar(_database, "SELECT coalesce(max(id), 0) FROM stream");
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await web.Journal.Append("w", [Some.Observation(1)]));
        Assert.Equal(before, await Sql.Scalar(_database, "SELECT coalesce(max(id), 0) FROM stream"));
        Assert.Empty(await web.All("w"));
    }

    [Theory]
    [InlineData("bluesky_node", "CREATE TABLE mine (id integer)")]
    [InlineData("bluesky_node", "DROP TABLE block")]
    [InlineData("bluesky_node", "DELETE FROM audit")]
    [InlineData("bluesky_node", "UPDATE chunk SET packets = 0")]
    [InlineData("bluesky_node", "UPDATE schema_version SET checksum = ''")]
    [InlineData("bluesky_node", "UPDATE orleansquery SET querytext = ''")]
    [InlineData("bluesky_web", "SELECT count(*) FROM orleansstorage")]
    [InlineData("bluesky_web", "INSERT INTO block VALUES (1, 1, now(), now(), 1, '')")]
    [InlineData("bluesky_web", "SELECT make_chunk_partition('2026-01-01')")]
    [InlineData("bluesky_gateway", "SELECT count(*) FROM block")]
    [InlineData("bluesky_gateway", "SELECT count(*) FROM chunk")]
    [InlineData("bluesky_gateway", "SELECT count(*) FROM audit")]
    [InlineData("bluesky_read", "SELECT count(*) FROM audit")]
    [InlineData("bluesky_read", "SELECT count(*) FROM device")]
    [InlineData("bluesky_read", "SELECT count(*) FROM orleansstorage")]
    [InlineData("bluesky_read", "DELETE FROM violation")]
    [InlineData("bluesky_backup", "DELETE FROM source")]
    [InlineData("bluesky_read", "CREATE TEMP TABLE chunk (id integer)")]
    public async Task No_role_does_what_is_not_its_work(string role, string sql)
    {
        // Where the second bolt, a read-only session, is open.
        var thrown = await Assert.ThrowsAsync<PostgresException>(() => Sql.Execute(As(role), "SET default_transaction_read_only = off", sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, thrown.SqlState);
    }

    [Fact]
    public async Task For_every_table_it_is_decided_who_may_use_it()
    {
        var undecided = await Sql.Scalar(_database, """
            SELECT string_agg(c.relname, ', ') FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
                AND NOT EXISTS (SELECT FROM aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
                    WHERE r.rolname IN ('bluesky_node', 'bluesky_web', 'bluesky_gateway', 'bluesky_read'))
            """);
        Assert.True(undecided is DBNull, $"Schema/Rights/PostgreSql.sql gives nobody a right to {undecided}: decide who needs it.");
    }

    [Fact]
    public async Task A_node_on_a_schema_that_is_behind_says_who_is_to_migrate_it()
    {
        var home = new PostgresHome(As("bluesky_node"));
        await using var newer = home.Engine(null, [.. home.Migrations, new Migration("900_later.expand.sql", "CREATE TABLE later (id integer)")]);

        var thrown = await Assert.ThrowsAsync<SchemaException>(() => newer.Migrate(CancellationToken.None));

        Assert.Contains("900_later.expand.sql", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("bluesky migrate", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_of_who_may_connect_has_no_fault()
    {
        // The view reads the file as it is on the disk; nothing is loaded. This server has no certificate.
        await File.WriteAllTextAsync(Path.Combine(_server.Data, "pg_hba.conf"), RoleServer.Shipped("pg_hba.conf.example"), TestContext.Current.CancellationToken);
        Assert.Equal(0L, await Sql.Scalar(_database, "SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL AND error NOT LIKE 'hostssl record cannot match%'"));
        Assert.True((long)(await Sql.Scalar(_database, "SELECT count(*) FROM pg_hba_file_rules"))! >= 10);
    }

    [Fact]
    public async Task Every_setting_is_the_servers_own_word_and_in_force()
    {
        // The test's server listens on its socket alone, whatever the file says.
        Assert.Equal(0L, await Sql.Scalar(_database, "SELECT count(*) FROM pg_file_settings WHERE error IS NOT NULL AND name <> 'listen_addresses'"));
        Assert.Equal("on", await Sql.Scalar(_database, "SHOW synchronous_commit"));
        Assert.Equal("scram-sha-256", await Sql.Scalar(_database, "SHOW password_encryption"));
        Assert.Equal("Asia/Shanghai", await Sql.Scalar(_database, "SHOW timezone"));
    }

    private string As(string role) => Sql.As(_database, role);
}
