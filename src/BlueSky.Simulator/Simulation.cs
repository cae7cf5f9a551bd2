namespace BlueSky.Simulator;

/// <summary>Runs a plan: virtual devices on real sockets, each reconnecting by itself. Run once.</summary>
public sealed class Simulation : IDisposable
{
    private readonly SimulationPlan _plan;
    private readonly TimeProvider _time;
    private readonly List<DeviceConnection> _connections = [];

    /// <summary>Prepares a plan; nothing is sent before <see cref="Run"/>.</summary>
    /// <exception cref="ArgumentException">Two devices have one MN, or a number is out of range.</exception>
    public Simulation(SimulationPlan plan, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.DevicesPerConnection, 1, nameof(plan));
        if (plan.Behaviour.Interval is { } interval) ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromSeconds(1), nameof(plan));
        if (plan.Devices.DistinctBy(d => d.Mn, StringComparer.Ordinal).Count() != plan.Devices.Count) throw new ArgumentException("Two devices have the same MN.", nameof(plan));
        _plan = plan;
        _time = time ?? TimeProvider.System;
        Log = plan.AnswerFile is not null || plan.KeepAnswers ? new AnswerLog(plan.AnswerFile, plan.KeepAnswers, _time) : null;
        foreach (var group in plan.Devices.Chunk(plan.DevicesPerConnection))
        {
            var faults = new FaultInjector(plan.Behaviour.Faults, plan.Behaviour.Seed, group[0].Mn);
            _connections.Add(new DeviceConnection(
                plan.Gateway, group, [.. group.Select(d => new VirtualDevice(d, plan.Behaviour, Counters, Log, faults))], faults, Counters, _time));
        }
    }

    /// <summary>What happened so far; read it while <see cref="Run"/> runs.</summary>
    public SimulationCounters Counters { get; } = new();

    /// <summary>The answer log; null when the plan wants none.</summary>
    public AnswerLog? Log { get; }

    /// <summary>How often each fault was done so far.</summary>
    public IReadOnlyDictionary<Fault, long> Faults =>
        Enum.GetValues<Fault>().ToDictionary(f => f, f => _connections.Sum(c => c.Faults.Count(f)));

    /// <summary>Uploads that devices still have to send.</summary>
    public int Pending => _connections.Sum(c => c.Pending);

    /// <summary>Runs until the plan's duration is over or <paramref name="cancellation"/> asks to stop; then ends quietly.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = _plan.Duration is { } duration ? _time.CreateTimer(_ => stop.Cancel(), null, duration, Timeout.InfiniteTimeSpan) : null;
        await Task.WhenAll(_connections.Select(c => Task.Run(() => c.Run(stop.Token), CancellationToken.None)));
    }

    /// <summary>Closes the answer log's file.</summary>
    public void Dispose() => Log?.Dispose();
}
