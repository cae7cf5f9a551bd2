using BlueSky.Testing;

namespace BlueSky.Benchmarks;

/// <summary>An empty store for one measurement, gone after it.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("bluesky-bench-");
    private PostgresServer? _server;

    private Store()
    {
    }

    /// <summary>Data directory: SQLite's file, and a node's key.</summary>
    public string Data => _directory.FullName;

    /// <summary>Connection string; null on SQLite.</summary>
    public string? Postgres { get; private set; }

    /// <summary>PostgreSQL's parent process, where it can be seen.</summary>
    public int? Postmaster { get; private set; }

    /// <summary>Makes one; null with the reason on standard error where PostgreSQL is not to be had.</summary>
    public static async Task<Store?> Create(EngineKind engine)
    {
        var store = new Store();
        if (engine == EngineKind.Sqlite) return store;

        // fsync stays on: what a benchmark calls committed must be.
        (store._server, var reason) = await PostgresServer.TryStart(fsync: true, AsDeployed());
        if (store._server is null)
        {
            await Console.Error.WriteLineAsync($"PostgreSQL is left out: {reason}");
            await store.DisposeAsync();
            return null;
        }

        store.Postgres = await store._server.NewDatabase();
        store.Postmaster = await CpuClock.Postmaster(store.Postgres);
        return store;
    }

    // What deploy/postgres asks for, not what a server is installed with: under full load that makes checkpoints by size, one after the
    // other, and every commit waits for them.
    private static string AsDeployed() => string.Join('\n', File.ReadLines(Path.Combine(AppContext.BaseDirectory, "postgresql.conf"))
        .SkipWhile(line => line != "# --- throughput ---").TakeWhile(line => line != "# --- connections ---"));

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    public static string NameOf(EngineKind engine) => engine == EngineKind.Sqlite ? "SQLite" : "PostgreSQL";
}
