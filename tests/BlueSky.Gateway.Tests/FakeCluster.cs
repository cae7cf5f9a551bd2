using System.Collections.Concurrent;
using System.Reflection;
using BlueSky.Audit;
using BlueSky.Devices;
using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>The grains as the gateway sees them, in memory: what they were given can be read, what they answer can be set.</summary>
internal sealed class FakeCluster
{
    private readonly ConcurrentDictionary<string, FakeDevice> _devices = new();

    public FakeCluster()
    {
        Factory = DispatchProxy.Create<IGrainFactory, FactoryProxy>();
        ((FactoryProxy)(object)Factory).Cluster = this;
    }

    public IGrainFactory Factory { get; }

    /// <summary>False until the node has met its cluster: before that nobody can name a grain.</summary>
    public bool IsMet { get; set; }

    public FakeIngest Ingest { get; } = new();

    public FakeAudit Audit { get; } = new();

    public FakeDevice Device(string mn) => _devices.GetOrAdd(mn, static m => new FakeDevice(m));

    public FakeDevice Register(string mn, DeviceProfile? profile = null, string password = "123456", string source = "371302-site-0001")
    {
        var device = Device(mn);
        device.Password = password;
        device.Registration = new DeviceRegistration { Mn = mn, SourceId = source, Profile = profile ?? new DeviceProfile() };
        return device;
    }

#pragma warning disable CA1852 // DispatchProxy derives from it at run time.
    internal class FactoryProxy : DispatchProxy
    {
        internal FakeCluster Cluster { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (!Cluster.IsMet) throw new ArgumentException("Could not find an implementation for this interface: no silo has been met yet.");
            var type = targetMethod!.GetGenericArguments().SingleOrDefault();
            if (type == typeof(IIngestGrain)) return Cluster.Ingest;
            if (type == typeof(IAuditGrain)) return Cluster.Audit;
            if (type == typeof(IDeviceGrain)) return Cluster.Device((string)args![0]!);
            throw new NotSupportedException(targetMethod.ToString());
        }
    }
#pragma warning restore CA1852
}

internal sealed class FakeIngest : IIngestGrain
{
    public ConcurrentQueue<RoutedObservation[]> Batches { get; } = new();

    /// <summary>What the shard answers; the default stores everything.</summary>
    public Func<RoutedObservation[], Task<IngestResult[]>> Answer { get; set; } =
        static batch => Task.FromResult(Array.ConvertAll(batch, static _ => IngestResult.Stored));

    public IEnumerable<Observation> Observations => Batches.SelectMany(b => b).Select(r => r.Observation);

    public void AnswerAlways(IngestResult result) => Answer = batch => Task.FromResult(Array.ConvertAll(batch, _ => result));

    public Task<IngestResult[]> Ingest(RoutedObservation[] batch)
    {
        Batches.Enqueue(batch);
        return Answer(batch);
    }
}

internal sealed class FakeAudit : IAuditGrain
{
    public ConcurrentQueue<AuditEntry> Entries { get; } = new();

    public bool IsAway { get; set; }

    public Task Append(AuditEntry[] entries)
    {
        if (IsAway) throw new TimeoutException("away");
        foreach (var entry in entries) Entries.Enqueue(entry);
        return Task.CompletedTask;
    }
}

internal sealed class FakeDevice(string mn) : IDeviceGrain
{
    private int _admits;

    public string Mn => mn;

    public DeviceRegistration? Registration { get; set; }

    public string Password { get; set; } = "";

    public byte[][] Keys { get; set; } = [];

    public DateTimeOffset? LastInstantAt { get; set; }

    public DateTimeOffset? LastMinuteAt { get; set; }

    public DateTimeOffset? LastHourAt { get; set; }

    public bool Stands { get; set; } = true;

    public Exception? Fails { get; set; }

    public int Admits => Volatile.Read(ref _admits);

    public ConcurrentQueue<SessionReport> Reports { get; } = new();

    public Task<AdmissionAnswer> Admit(string password, SessionClaim claim)
    {
        var epoch = Interlocked.Increment(ref _admits);
        if (Fails is not null) throw Fails;
        var why = Registration is null ? Admission.UnknownMn
            : password != Password ? Admission.WrongPassword
            : !Registration.Enabled ? Admission.Disabled
            : Registration.SourceId is null ? Admission.Unbound
            : Admission.Admitted;
        return Task.FromResult(why == Admission.Admitted
            ? new AdmissionAnswer(why, Registration, Keys, epoch, LastInstantAt, LastMinuteAt, LastHourAt)
            : new AdmissionAnswer(why, null, [], 0, null, null, null));
    }

    public Task<bool> Report(SessionReport report)
    {
        Reports.Enqueue(report);
        return Task.FromResult(Stands);
    }

    public BackfillTask? Backfill { get; set; }

    public Task<BackfillTask?> FetchBackfill(long sessionEpoch) => Task.FromResult(Backfill);

    public Task<Backfill> AskBackfill(Period period, DateTimeOffset from, DateTimeOffset to, string actor) => throw new NotSupportedException();

    public Task<Backfill> CancelBackfill(string id, string actor) => throw new NotSupportedException();

    public Task<Backfill[]> Backfills() => throw new NotSupportedException();

    public Task Register(DeviceRegistration registration, string? password, string actor) => throw new NotSupportedException();

    public Task<string> RotatePassword(string actor) => throw new NotSupportedException();

    public Task SetSm4Key(byte[] key, string actor) => throw new NotSupportedException();

    public Task<DeviceView?> Get() => throw new NotSupportedException();
}
