using BlueSky.Audit;
using BlueSky.Notifications;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace BlueSky.Storage;

/// <summary>Puts the store into a node. The schema is migrated before the node's services start.</summary>
public static class StorageSetup
{
    /// <summary>Name of the meter that the store measures with.</summary>
    public const string MeterName = StorageMetrics.MeterName;

    private const string DefaultStorage = "Default";
    private const string AdoNetStorage = "adonet";
    private const string Invariant = "Npgsql";

    /// <summary>
    /// The embedded store for one silo: journal, lists, grain state (provider "Default") and reminders in one SQLite file.
    /// Clustering is left to the caller (<c>UseLocalhostClustering</c>).
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="directory">Data directory, created when missing; one process at a time.</param>
    /// <param name="configure">Changes bounds.</param>
    public static ISiloBuilder AddBlueSkySqlite(this ISiloBuilder silo, string directory, Action<StorageOptions>? configure = null)
    {
        silo.Services.AddBlueSkySqlite(directory, configure).AddHostedService(RollerOf).AddHostedService(RetentionOf);
        silo.UseSystemTextJsonGrainStorageSerializer();
        silo.Services.AddSingleton<ActiveSources>();
        silo.Services.AddGrainStorage(DefaultStorage, (services, _) => ActivatorUtilities.CreateInstance<SqliteGrainStorage>(services));
        silo.AddReminders();
        silo.Services.AddSingleton<IReminderTable, ReminderTable>();
        // No other silo can be stuck on its way in; but a clock that is put right by minutes while this one starts would make it look so,
        // and it would evict itself and end the process.
        silo.Configure<ClusterMembershipOptions>(membership => membership.EvictWhenMaxJoinAttemptTimeExceeded = false);
        return silo;
    }

    /// <summary>
    /// The store of a cluster: journal and lists by us, grain state (provider "Default"), reminders and membership by the
    /// Orleans ADO.NET providers, all in one PostgreSQL database. A silo that the membership table says is dead stores nothing
    /// any more and stops its host; <see cref="IStoreState"/> then says <see cref="StoreCondition.Fenced"/> for the exit code.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="connectionString">Npgsql connection string; automatic preparation is switched on where it does not say.</param>
    /// <param name="configure">Changes bounds.</param>
    public static ISiloBuilder AddBlueSkyPostgres(this ISiloBuilder silo, string connectionString, Action<StorageOptions>? configure = null)
    {
        silo.Services.AddStore(configure, s => PostgresOf(s, connectionString, LifeOf(s))).AddHostedService(RollerOf).AddHostedService(RetentionOf);
        // The providers leave nothing in a session: no setting, no lock, no temporary table. So it need not be reset after every state that is written,
        // which is several statements that the server reads anew each time.
        var pool = PostgresEngine.Settings(connectionString, new StorageOptions());
        pool.NoResetOnClose = true;
        var settings = pool.ConnectionString;
        silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, settings));
        silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (Invariant, settings));
        silo.UseSystemTextJsonGrainStorageSerializer();
        silo.Services.AddSingleton<ActiveSources>();
        silo.AddAdoNetGrainStorage(AdoNetStorage, o => (o.Invariant, o.ConnectionString) = (Invariant, settings));
        silo.Services.AddGrainStorage(
            DefaultStorage, (services, _) => new PlainWordsGrainStorage(services.GetRequiredKeyedService<IGrainStorage>(AdoNetStorage)));
        return silo;
    }

    /// <summary>
    /// The embedded store without a silo: <see cref="IReadingJournal"/>, <see cref="IPublication"/>, <see cref="IQueries"/>.
    /// </summary>
    /// <param name="services">Services of the node.</param>
    /// <param name="directory">Data directory, created when missing; one process at a time.</param>
    /// <param name="configure">Changes bounds.</param>
    public static IServiceCollection AddBlueSkySqlite(
        this IServiceCollection services, string directory, Action<StorageOptions>? configure = null) =>
        services.AddStore(configure, s => new SqliteEngine(
            directory, s.GetRequiredService<StorageOptions>(), s.GetRequiredService<StorageMetrics>(),
            s.GetRequiredService<StoreState>(), s.GetRequiredService<ILogger<SqliteEngine>>()));

    /// <summary>
    /// The cluster's store for nodes without a silo (web, gateway): <see cref="IQueries"/>, and the other seams, which
    /// start no background work there.
    /// </summary>
    /// <param name="services">Services of the node.</param>
    /// <param name="connectionString">Npgsql connection string.</param>
    /// <param name="configure">Changes bounds.</param>
    public static IServiceCollection AddBlueSkyQueries(
        this IServiceCollection services, string connectionString, Action<StorageOptions>? configure = null) =>
        services.AddStore(configure, s => PostgresOf(s, connectionString, silo: null));

    /// <summary>
    /// Creates or migrates the schema now, under a lock, and gives the database's roles their rights: for a command that does only
    /// that, as the schema's owner. Nodes migrate by themselves where they may, else they ask for this.
    /// </summary>
    /// <param name="services">Services with a store in them.</param>
    /// <param name="cancellation">Ends the wait for the lock.</param>
    /// <exception cref="Messages.StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="SchemaException">An applied file was changed, or the database is newer than this program.</exception>
    public static async Task Migrate(IServiceProvider services, CancellationToken cancellation = default)
    {
        var engine = services.GetRequiredService<Engine>();
        await engine.Migrate(cancellation);
        await engine.Grant(cancellation);
    }

    private static PostgresEngine PostgresOf(IServiceProvider services, string connectionString, SiloLife? silo) => new(
        connectionString, services.GetRequiredService<StorageOptions>(), services.GetRequiredService<StorageMetrics>(),
        services.GetRequiredService<StoreState>(), services.GetRequiredService<ILogger<PostgresEngine>>(), silo,
        () => services.GetService<IHostApplicationLifetime>()?.StopApplication());

    /// <summary>The silo as its row in the membership table names it.</summary>
    private static SiloLife LifeOf(IServiceProvider services)
    {
        var address = services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        return new SiloLife(
            services.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId, address.Endpoint.Address.ToString(),
            address.Endpoint.Port, address.Generation);
    }

    /// <summary>Recomputes the chain of the audit log. Only reads, so it may run beside the node.</summary>
    /// <param name="services">Services with a store in them.</param>
    /// <param name="known">A head noted down earlier; null when there is none.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <exception cref="Messages.StoreUnavailableException">The store cannot be read, or no node has started on it since the log is chained.</exception>
    public static Task<AuditCheck> VerifyAudit(IServiceProvider services, AuditHead? known = null, CancellationToken cancellation = default) =>
        AuditTable.Check(services.GetRequiredService<Engine>(), known, cancellation);

    private static Roller RollerOf(IServiceProvider services) => ActivatorUtilities.CreateInstance<Roller>(services);

    private static Retention RetentionOf(IServiceProvider services) => ActivatorUtilities.CreateInstance<Retention>(services);

    private static IServiceCollection AddStore(
        this IServiceCollection services, Action<StorageOptions>? configure, Func<IServiceProvider, Engine> engine)
    {
        var options = new StorageOptions();
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StoreState>().AddSingleton<IStoreState>(s => s.GetRequiredService<StoreState>());
        services.AddSingleton(s =>
        {
            var metrics = new StorageMetrics();
            metrics.Watch(s.GetRequiredService<StoreState>());
            return metrics;
        });
        services.AddSingleton(engine);
        services.AddSingleton<IReadingJournal, ReadingJournal>();
        services.AddSingleton<IPublication, Publication>();
        services.AddSingleton<IQueries, StoreQueries>();
        services.AddSingleton<ICreditRows, CreditRows>();
        services.AddSingleton<ICreditQueries, CreditQueries>();
        services.AddSingleton<INoticeStore, NoticeStore>();
        services.AddSingleton<INoticeQueries, NoticeQueries>();
        services.AddHostedService<StorageStart>();
        return services;
    }
}
