using System.Data.Common;
using BlueSky.Audit;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Storage;
using BlueSky.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace BlueSky.Testing;

/// <summary>A stopped node's store, opened by the test itself.</summary>
internal sealed class OpenedStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private readonly Func<DbConnection> _connect;

    private OpenedStore(ServiceProvider services, Func<DbConnection> connect) => (_services, _connect) = (services, connect);

    public IQueries Queries => _services.GetRequiredService<IQueries>();

    /// <summary>Opens the SQLite store in <paramref name="data"/>, or the one of <paramref name="postgres"/> where it is given.</summary>
    public static async Task<OpenedStore> Open(string data, string? postgres)
    {
        var services = new ServiceCollection().AddLogging();
        if (postgres is null) services.AddBlueSkySqlite(data);
        else services.AddBlueSkyQueries(postgres);
        var provider = services.BuildServiceProvider();
        foreach (var service in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await service.StartingAsync(TestContext.Current.CancellationToken);
        return new OpenedStore(
            provider,
            () => postgres is null ? new SqliteConnection($"Data Source={Path.Combine(data, "bluesky.db")};Pooling=False") : new NpgsqlConnection(postgres));
    }

    /// <summary>What is wrong with the chain of the audit log; null when it is whole.</summary>
    public async Task<AuditFault?> AuditFault() =>
        (await StorageSetup.VerifyAudit(_services, null, TestContext.Current.CancellationToken)).Fault;

    /// <summary>How many rolled chunks there are.</summary>
    public async Task<long> Chunks()
    {
        await using var connection = _connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM chunk";
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Everything the journal has of a source, in order of arrival.</summary>
    public async Task<List<Observation>> Journal(string sourceId)
    {
        var all = new List<Observation>();
        await foreach (var observation in _services.GetRequiredService<IReadingJournal>().ReadAfter(sourceId, 0, TestContext.Current.CancellationToken))
            all.Add(observation);
        return all;
    }

    public async Task<List<ViolationRow>> OpenViolations() => await All((page, cancellation) =>
        Queries.Violations(new ViolationFilter(Open: true), page, cancellation));

    public async Task<List<ViolationRow>> Violations() => await All((page, cancellation) => Queries.Violations(new ViolationFilter(), page, cancellation));

    public async Task<List<SourceRow>> Sources() => await All((page, cancellation) => Queries.Sources(new SourceFilter(), page, cancellation));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static async Task<List<T>> All<T>(Func<PageRequest, CancellationToken, Task<Page<T>>> read)
    {
        var all = new List<T>();
        for (var number = 1; ; number++)
        {
            var page = await read(new PageRequest(number, 500), TestContext.Current.CancellationToken);
            all.AddRange(page.Items);
            if (all.Count >= page.Total || page.Items.Count == 0) return all;
        }
    }
}
