using BlueSky.Sources;
using BlueSky.Testing;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace BlueSky.Storage;

/// <summary>Where a store lives: opened several times, it is the same store.</summary>
internal abstract class Home : IAsyncDisposable
{
    /// <summary>State for an engine whose state nobody asks for.</summary>
    protected static StoreState State(StorageOptions? options) => new(options ?? new StorageOptions(), TimeProvider.System);

    public abstract Engine Engine(StorageOptions? options = null, IReadOnlyList<Migration>? migrations = null);

    public abstract IReadOnlyList<Migration> Migrations { get; }

    public async Task<OpenStore> Open(StorageOptions? options = null)
    {
        options ??= new StorageOptions();
        var engine = Engine(options);
        await engine.Migrate(CancellationToken.None);
        await engine.Open(CancellationToken.None);
        return new OpenStore(engine, options);
    }

    public abstract ValueTask DisposeAsync();
}

internal sealed class SqliteHome(string? directory = null) : Home
{
    public string Directory { get; } = directory ?? System.IO.Directory.CreateTempSubdirectory("bluesky-sqlite-").FullName;

    public override IReadOnlyList<Migration> Migrations => Migration.Of("Sqlite");

    public override Engine Engine(StorageOptions? options, IReadOnlyList<Migration>? migrations) =>
        new SqliteEngine(Directory, options ?? new StorageOptions(), new StorageMetrics(), State(options), NullLogger<SqliteEngine>.Instance, migrations);

    public override ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}

internal sealed class PostgresHome(string connectionString) : Home
{
    public override IReadOnlyList<Migration> Migrations => Migration.Of("PostgreSql");

    public override Engine Engine(StorageOptions? options, IReadOnlyList<Migration>? migrations) =>
        new PostgresEngine(
            connectionString, options ?? new StorageOptions(), new StorageMetrics(), State(options), NullLogger<PostgresEngine>.Instance,
            migrations: migrations);

    /// <summary>The store of one silo of a cluster.</summary>
    public async Task<OpenStore> Open(SiloLife silo, Action? fenced = null)
    {
        var options = new StorageOptions();
        var engine = new PostgresEngine(
            connectionString, options, new StorageMetrics(), State(options), NullLogger<PostgresEngine>.Instance, silo, fenced);
        await engine.Migrate(CancellationToken.None);
        await engine.Open(CancellationToken.None);
        return new OpenStore(engine, options);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal sealed class OpenStore(Engine engine, StorageOptions options) : IAsyncDisposable
{
    public Engine Engine => engine;

    public ReadingJournal Journal { get; } = new(engine, options);

    public Publication Publication { get; } = new(engine);

    public StoreQueries Queries { get; } = new(engine);

    public NoticeStore Notices { get; } = new(engine);

    public NoticeQueries NoticeQueries { get; } = new(engine);

    public Roller Roller { get; } = new(engine, options, new StorageMetrics(), TimeProvider.System, NullLogger<Roller>.Instance);

    public async Task<List<Observation>> All(string source, long after = 0)
    {
        var all = new List<Observation>();
        await foreach (var one in Journal.ReadAfter(source, after))
        {
            all.Add(one);
        }

        return all;
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}

/// <summary>Observations for tests.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(8));

    public static Observation Observation(long arrival, DateTimeOffset? time = null, params (string Channel, decimal Value)[] values) => new()
    {
        Mn = "LS37130200000001",
        Period = Period.Instant,
        DataTime = time ?? Noon.AddSeconds(arrival),
        ReceivedAt = (time ?? Noon.AddSeconds(arrival)).AddMilliseconds(1234),
        Qn = "20260301120000001",
        Readings = values.Length == 0
            ? [new Reading("a34002-Rtd", arrival, Quality.Valid)]
            : Array.ConvertAll(values, v => new Reading(v.Channel, v.Value, Quality.Unmarked)),
        Arrival = arrival,
    };

    private static readonly Gen<string> Word = Gen.String[Gen.Char['!', '~'], 1, 12];

    private static readonly Gen<DateTimeOffset> Moment =
        Gen.Select(Gen.DateTime[new DateTime(1990, 1, 1), new DateTime(2110, 1, 1)], Gen.Int[-14, 14])
            .Select((t, h) => new DateTimeOffset(DateTime.SpecifyKind(t, DateTimeKind.Unspecified), TimeSpan.FromHours(h)));

    private static readonly Gen<decimal> Number = Gen.OneOf(
        Gen.Decimal, Gen.Select(Gen.Int, Gen.Int[0, 28]).Select((m, s) => new decimal(m, 0, 0, m % 2 == 0, (byte)s)),
        Gen.Const(decimal.MaxValue), Gen.Const(decimal.MinValue), Gen.Const(0.000m));

    public static readonly Gen<Observation> Any =
        from mn in Word
        from period in Gen.Int[0, 6]
        from time in Moment
        from received in Moment
        from qn in Gen.String[Gen.Char['0', '9'], 0, 17]
        from seconds in Gen.Int
        from arrival in Gen.Long[0, long.MaxValue]
        from readings in Gen.Select(Word, Number, Gen.Int[0, 511]).Select((c, v, q) => new Reading(c, v, (Quality)q)).Array[0, 8]
        from texts in Gen.Select(Word, Gen.String.Select(WellFormed)).Select((c, t) => new TextReading(c, t)).Array[0, 3]
        select new Observation
        {
            Mn = mn,
            Period = (Period)period,
            DataTime = time,
            ReceivedAt = received,
            Qn = qn,
            PeriodSeconds = seconds,
            Readings = readings,
            Texts = texts,
            Arrival = arrival,
        };

    /// <summary>Every member, numbers with all their digits.</summary>
    public static string Exact(Observation o) => string.Join('|', [
        o.Mn, o.Period.ToString(), o.DataTime.ToString("O"), o.ReceivedAt.ToString("O"), o.Qn, o.PeriodSeconds.ToString(), o.Arrival.ToString(),
        .. o.Readings.Select(r => $"{r.Channel}={r.Value}:{(int)r.Quality}"), .. o.Texts.Select(t => $"{t.Channel}~{t.Text}")]);

    /// <summary>Lone surrogates and NUL are no text that a packet could hold.</summary>
    private static string WellFormed(string text) =>
        new([.. text.Select(c => char.IsSurrogate(c) || c == '\0' ? '\uFFFD' : c)]);
}
