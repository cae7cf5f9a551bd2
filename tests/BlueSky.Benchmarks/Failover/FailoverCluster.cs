using System.Diagnostics;
using BlueSky.Simulator;
using BlueSky.Testing;
using Npgsql;

namespace BlueSky.Benchmarks;

/// <summary>Three silos and two gateways as processes on a PostgreSQL of their own, and devices at both gateways.</summary>
internal sealed class FailoverCluster : IAsyncDisposable
{
    private const int DevicesPerConnection = 25;
    private readonly Store _store;
    private readonly List<NodeProcess> _gateways = [];
    private readonly List<FailoverDevices> _lines = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private int _devices;

    private FailoverCluster(Store store) => _store = store;

    public List<NodeProcess> Silos { get; } = [];

    /// <summary>Starts it; null where PostgreSQL is not to be had.</summary>
    public static async Task<FailoverCluster?> Start(int devices)
    {
        var store = await Store.Create(EngineKind.Postgres);
        if (store is null) return null;
        var cluster = new FailoverCluster(store);
        for (var i = 0; i < 3; i++)
            cluster.Silos.Add(new NodeProcess(store.Data, store.Postgres, "--roles", "silo", "--register", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"load:{devices}")));
        for (var i = 0; i < 2; i++) cluster._gateways.Add(new NodeProcess(store.Data, store.Postgres, "--roles", "gateway"));

        // All at once: that they wait for each other is a part of what is shown.
        await Task.WhenAll(cluster.Silos.Concat(cluster._gateways).Select(n => n.Start()));
        cluster.Connect(devices);
        return cluster;
    }

    /// <summary>
    /// Returns when every device was answered within the last seconds: all are admitted, all sources active.
    /// </summary>
    /// <exception cref="TimeoutException">Not within two minutes.</exception>
    public async Task AllAnswered()
    {
        var begun = Stopwatch.GetTimestamp();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        do
        {
            var now = Stopwatch.GetTimestamp();
            var answered = Sent(now - (3 * Stopwatch.Frequency), now).Where(p => p.AnsweredAt > 0).Select(p => p.Device).Distinct().Count();
            if (answered == _devices) return;
            if (Stopwatch.GetElapsedTime(begun) > TimeSpan.FromMinutes(2)) throw new TimeoutException($"Only {answered} of {_devices} devices are answered.");
        }
        while (await look.WaitForNextTickAsync(_stop.Token));
    }

    /// <summary>Packets of all devices sent in a span of time.</summary>
    public List<FailoverPacket> Sent(long from, long to)
    {
        if (_running.IsFaulted) throw new InvalidOperationException("A device lost its connection.", _running.Exception);
        return [.. _lines.SelectMany(l => l.Sent(from, to))];
    }

    /// <summary>Silos that others declared dead. One that leaves by itself writes only its own name beside its end.</summary>
    public async Task<int> Evictions()
    {
        await using var connection = new NpgsqlConnection(_store.Postgres + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM OrleansMembershipTable WHERE Status = 6 AND SuspectTimes NOT LIKE '%' || Address || ':' || Port || '@' || Generation || '%'", connection);
        return (int)(long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var line in _lines) line.Dispose();
        foreach (var node in _gateways.Concat(Silos)) await node.DisposeAsync();
        await _store.DisposeAsync();
        _stop.Dispose();
    }

    private void Connect(int devices)
    {
        _devices = devices;
        var seeds = Path.Combine(AppContext.BaseDirectory, "seeds", "lanshan");
        var register = LoadRegister.Create(Districts.DistrictSeed.Load(seeds), devices).Devices;
        foreach (var group in register.Select((device, number) => (number, device)).Chunk(DevicesPerConnection)) _lines.Add(new FailoverDevices(group, _gateways[0].Clock));
        _running = Task.WhenAll(_lines.Select((line, i) => line.Run(_gateways[i % _gateways.Count].Gateway, _stop.Token)));
    }
}
