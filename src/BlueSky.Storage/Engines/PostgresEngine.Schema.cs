using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace BlueSky.Storage;

/// <summary>The schema: looked at by every node, changed only where something is missing and only by who may.</summary>
internal sealed partial class PostgresEngine
{
    private const int MigrationLock = 1;

    // A node whose schema is current needs no right to change one: it reads and goes on.
    public override Task Migrate(CancellationToken cancellation) => Guarded(async () =>
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var pending = Migration.Pending(migrations, await Applied(connection, cancellation), logger);
        if (pending.Count == 0) return true;
        if (await Scalar(connection, "SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)", cancellation) is not true)
        {
            throw new SchemaException(
                $"The database is behind this program ({string.Join(", ", pending.Select(m => m.Name))}) and this role may not change it. "
                + "Run 'bluesky migrate' once with the connection string of the schema's owner, then start the nodes.");
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var name in await Apply(connection, migrations, cancellation)) Log.Migrated(logger, name, "PostgreSQL");
        await GrantRights(connection, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    });

    public override Task Grant(CancellationToken cancellation) => Guarded(async () =>
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await GrantRights(connection, cancellation);
        return true;
    });

    /// <summary>Waits for the lock and applies what is missing then, within the caller's transaction.</summary>
    /// <returns>Names of what was applied.</returns>
    internal static async Task<IReadOnlyList<string>> Apply(NpgsqlConnection connection, IReadOnlyList<Migration> files, CancellationToken cancellation)
    {
        await Execute(connection, $"SELECT pg_advisory_xact_lock({LockSpace}, {MigrationLock})", cancellation);
        await Execute(
            connection,
            "CREATE TABLE IF NOT EXISTS schema_version (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
            cancellation);
        var pending = Migration.Pending(files, await Applied(connection, cancellation), NullLogger.Instance);
        foreach (var migration in pending)
        {
            await Execute(connection, migration.Sql, cancellation);
            await using var note = new NpgsqlCommand("INSERT INTO schema_version (name, checksum) VALUES ($1, $2)", connection);
            Bind(note.Parameters, [migration.Name, migration.Checksum]);
            await note.ExecuteNonQueryAsync(cancellation);
        }

        return [.. pending.Select(m => m.Name)];
    }

    /// <summary>Gives the roles that there are their rights, within the caller's transaction.</summary>
    internal static async Task GrantRights(NpgsqlConnection connection, CancellationToken cancellation)
    {
        using var rights = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("Schema/Rights/PostgreSql.sql")!);
        await Execute(connection, await rights.ReadToEndAsync(cancellation), cancellation);
    }

    private static async Task<Dictionary<string, string>> Applied(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        if (await Scalar(connection, "SELECT to_regclass('schema_version') IS NOT NULL", cancellation) is not true) return applied;
        await using var command = new NpgsqlCommand("SELECT name, checksum FROM schema_version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) applied.Add(reader.GetString(0), reader.GetString(1));
        return applied;
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
