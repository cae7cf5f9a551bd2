using BlueSky.Storage;
using BlueSky.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BlueSky.Benchmarks;

/// <summary>The journal of a stopped node, opened to look things up.</summary>
internal sealed class OpenedJournal : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private OpenedJournal(ServiceProvider services) => _services = services;

    public static async Task<OpenedJournal> Open(Store store)
    {
        var services = new ServiceCollection().AddLogging();
        if (store.Postgres is null) services.AddBlueSkySqlite(store.Data);
        else services.AddBlueSkyQueries(store.Postgres);
        var provider = services.BuildServiceProvider();
        foreach (var service in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>()) await service.StartingAsync(CancellationToken.None);
        return new OpenedJournal(provider);
    }

    /// <summary>The event times stored of a source.</summary>
    public async Task<HashSet<DateTimeOffset>> TimesOf(string sourceId)
    {
        var times = new HashSet<DateTimeOffset>();
        await foreach (var one in _services.GetRequiredService<IReadingJournal>().ReadAfter(sourceId, 0)) times.Add(one.DataTime);
        return times;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
