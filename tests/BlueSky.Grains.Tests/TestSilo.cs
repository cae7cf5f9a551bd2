using System.Net;
using System.Net.Sockets;
using BlueSky.Credit;
using BlueSky.Devices;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Notifications;
using BlueSky.Queries;
using BlueSky.Reports;
using BlueSky.Sources;
using BlueSky.Storage;
using BlueSky.Store;
using BlueSky.Surveys;
using BlueSky.Violations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace BlueSky.Testing;

/// <summary>A real silo on a real SQLite store in a directory of its own; may be stopped and started on the same store.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    public const string Town = "371302001";
    public const string OtherTown = "371302002";

    private readonly string _directory = Directory.CreateTempSubdirectory("bluesky-grains-").FullName;
    private Action<IServiceCollection>? _furnish;
    private IHost? _host;

    public ShiftedClock Clock { get; } = new();

    /// <summary>Set to make every append fail with an unknown outcome, before or after it was stored.</summary>
    internal JournalFault Fault { get; } = new();

    public IGrainFactory Grains => _host!.Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => _host!.Services;

    public IQueries Queries => _host!.Services.GetRequiredService<IQueries>();

    public IReadingJournal Journal => _host!.Services.GetRequiredService<IReadingJournal>();

    public IPublication Publication => _host!.Services.GetRequiredService<IPublication>();

    /// <summary>
    /// Starts a silo; <paramref name="furnish"/> replaces what it knows, at every start, and its clock begins at <paramref name="at"/>:
    /// later the clock may only go forward, which Orleans relies on.
    /// </summary>
    public static async Task<TestSilo> Start(Action<IServiceCollection>? furnish = null, DateTimeOffset? at = null)
    {
        var silo = new TestSilo { _furnish = furnish };
        if (at is { } moment) silo.Clock.Set(moment);
        await silo.StartAgain();
        return silo;
    }

    public async Task StartAgain()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        // While a silo stops, messages to grains that are gone already are errors to Orleans and nothing to a test.
        builder.Logging.SetMinimumLevel(LogLevel.Critical).AddSimpleConsole();
        var (siloPort, gatewayPort) = (FreePort(), FreePort());
        builder.UseOrleans(silo =>
        {
            silo.AddBlueSkySqlite(_directory);
            silo.UseLocalhostClustering(siloPort, gatewayPort);
            // No test is about how fast a machine is: one step over ten thousand problems may take longer than a caller would wait.
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromMinutes(3));
        });
        builder.Services.AddBlueSkySerialization();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(Kinds);
        builder.Services.AddSingleton(District);
        builder.Services.AddSingleton(Handling);
        builder.Services.AddSingleton(Credit);
        builder.Services.AddSingleton(Notifications);
        builder.Services.AddSingleton(DevicePolicy.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "devices")));
        builder.Services.AddWebhooks(SinkAddressRules.Default, () => 0);
        builder.Services.AddSingleton(ReportPolicy.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "violations")));
        builder.Services.AddSingleton(SurveyPolicy.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "violations")));
        builder.Services.AddSingleton(DistrictBoundary.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "lanshan")));
        var journal = builder.Services.Last(s => s.ServiceType == typeof(IReadingJournal));
        builder.Services.Remove(journal);
        builder.Services.AddSingleton<IReadingJournal>(services => new FaultyJournal(
            (IReadingJournal)ActivatorUtilities.CreateInstance(services, journal.ImplementationType!), Fault));
        _furnish?.Invoke(builder.Services);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task Stop()
    {
        await _host!.StopAsync();
        _host.Dispose();
        _host = null;
    }

    /// <summary>Ends the silo as a crash would: nothing is handed over, what was under way is not finished.</summary>
    public async Task Die()
    {
        await _host!.StopAsync(new CancellationToken(canceled: true));
        _host.Dispose();
        _host = null;
    }

    /// <summary>All bytes of the store's files as text, to look for what must not be there.</summary>
    public async Task<string> StoreText()
    {
        var text = new System.Text.StringBuilder();
        foreach (var file in Directory.GetFiles(_directory)) text.Append(await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1));
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await Stop();
        Directory.Delete(_directory, recursive: true);
    }

    public static SourceKindCatalog Kinds { get; } = SourceKindCatalog.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "source-kinds"));

    public static HandlingPolicy Handling { get; } = HandlingPolicyFile.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "violations"));

    public static CreditPolicies Credit { get; } = CreditPolicies.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "credit"));

    public static NotificationPolicy Notifications { get; } = NotificationPolicyFile.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "notifications"));

    public static District District { get; } = new(
        "371302", "兰山区",
        [new(Town, "兰山街道", "street", "A", "S"), new(OtherTown, "银雀山街道", "street", "A", "S")],
        [new("zhujian", "区住建局"), new("shuiwu", "区水务局"), new("shengtai-huanjing", "兰山生态环境分局")], [new("3496A", "南坊新区", new(118.3604m, 35.1084m), OtherTown, "S")]);

    public static SourceRegistration Entry(string id, string kind, string town = Town) => new()
    {
        Id = id, Name = "演示 " + id, Kind = kind, Town = town, RegisteredOn = new DateOnly(2021, 8, 31), IsDemo = true,
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>The system's clock, moved by a test; timers run by the real one.</summary>
public sealed class ShiftedClock : TimeProvider
{
    private TimeSpan _shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;

    public void Advance(TimeSpan by) => _shift += by;

    /// <summary>Moves to the given moment.</summary>
    public void Set(DateTimeOffset moment) => _shift = moment - base.GetUtcNow();
}

/// <summary>How appends fail.</summary>
internal sealed class JournalFault
{
    public bool BeforeStoring { get; set; }

    public bool AfterStoring { get; set; }

    /// <summary>While set, appends wait for it before they store.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>How many observations each append brought, in order.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<int> Appends { get; } = new();
}

/// <summary>The real journal, with failures whose outcome the caller cannot know.</summary>
internal sealed class FaultyJournal(IReadingJournal inner, JournalFault fault) : IReadingJournal
{
    public DateTimeOffset KeptFrom => inner.KeptFrom;

    public Task Claim(string sourceId) => inner.Claim(sourceId);

    public async ValueTask Append(IReadOnlyList<RoutedObservation> observations)
    {
        fault.Appends.Enqueue(observations.Count);
        if (fault.Hold is { } hold) await hold.Task;
        if (fault.BeforeStoring) throw new StoreUnavailableException("test");
        await inner.Append(observations);
        if (fault.AfterStoring) throw new StoreUnavailableException("test");
    }

    public IAsyncEnumerable<Observation> ReadAfter(string sourceId, long arrival, CancellationToken cancellation) =>
        inner.ReadAfter(sourceId, arrival, cancellation);

    public Task<IReadOnlyList<Observation>> ReadHour(string sourceId, DateTimeOffset hourStart, CancellationToken cancellation) =>
        inner.ReadHour(sourceId, hourStart, cancellation);
}
