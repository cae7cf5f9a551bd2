using BlueSky.Access;
using BlueSky.AirQuality;
using BlueSky.Assessment;
using BlueSky.Audit;
using BlueSky.Credit;
using BlueSky.Decisions;
using BlueSky.Devices;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Nodes;
using BlueSky.Notifications;
using BlueSky.Photos;
using BlueSky.Registers;
using BlueSky.Reports;
using BlueSky.Sources;
using BlueSky.Surveys;
using BlueSky.Tasks;
using BlueSky.Violations;

namespace BlueSky.Web.Tests;

/// <summary>A cluster in memory: grains that do the least that the API needs, and remember what they were told.</summary>
public sealed class World : IGrainFactory
{
    public Dictionary<string, (string Secret, KeyHolder Holder)> Keys { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SourceRegistration> Sources { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Backfill[]> Backfills { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, PacketCounts[]> Packets { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (DeviceRegistration Registration, string? Password)> Devices { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ViolationView> Violations { get; } = new(StringComparer.Ordinal);

    /// <summary>Commands to problems, in order.</summary>
    public List<(string Id, ViolationCommand Command)> Commands { get; } = [];

    /// <summary>When set, the regulation refuses every command with it.</summary>
    public Refusal? Refusal { get; set; }

    public Dictionary<string, StationStub> Stations { get; } = new(StringComparer.Ordinal);
    /// <summary>Runs of assessments, oldest first, by the grain's key.</summary>
    public Dictionary<string, AssessmentRevision[]> Runs { get; } = new(StringComparer.Ordinal);

    public List<AuditEntry> Audit { get; } = [];

    public List<RoutedObservation> Ingested { get; } = [];

    public List<int> Shards { get; } = [];

    /// <summary>What was settled: account, unit, settlement, actor.</summary>
    public List<(string Account, string Unit, Settlement Settlement, string Actor)> Settled { get; } = [];

    /// <summary>What tasks were told: grain key, command, actor.</summary>
    public List<(string Task, TaskCommand Command, Actor By)> TaskCommands { get; } = [];

    /// <summary>History of the first task.</summary>
    public List<TaskEvent> TaskHistory { get; } = [];

    /// <summary>When set, tasks refuse with it.</summary>
    public Decisions.Refusal? TaskRefusal { get; set; }

    /// <summary>What was uploaded: unit, bytes, actor.</summary>
    public List<(string Unit, byte[] Content, Actor By)> Uploads { get; } = [];

    /// <summary>Imports of the register by command.</summary>
    public Dictionary<string, ImportReport> Imports { get; } = new(StringComparer.Ordinal);

    /// <summary>Snapshots of the register, with the entries of each.</summary>
    public List<(RegisterSnapshot Snapshot, RegisterEntry[] Entries)> Snapshots { get; } = [];
    /// <summary>Reports with their contacts.</summary>
    public Dictionary<string, (ReportView View, ReportContact Contact)> Reports { get; } = new(StringComparer.Ordinal);

    /// <summary>Reports that were entered, in order.</summary>
    public List<(Report Report, ReportContact? Contact, Actor By)> EnteredReports { get; } = [];

    /// <summary>Tracks of surveys, in order.</summary>
    public List<(TrackPoint[] Track, DateTimeOffset At, string Surveyor, bool IsDryRun)> Surveys { get; } = [];

    /// <summary>Surveys that are kept.</summary>
    public List<SurveyView> KeptSurveys { get; } = [];

    /// <summary>What accounts of credit were told: grain key, what, actor.</summary>
    public List<(string Key, object What, Actor By)> CreditTold { get; } = [];

    /// <summary>When set, credit refuses with it.</summary>
    public Refusal? CreditRefusal { get; set; }

    /// <summary>What persons chose, by key.</summary>
    public Dictionary<string, NotificationChoice> Choices { get; } = new(StringComparer.Ordinal);

    /// <summary>What persons marked as read: key, unit, what.</summary>
    public List<string> Reads { get; } = [];

    /// <summary>Sinks as they were set up.</summary>
    public List<(string Id, SinkSettings Settings, string? Secret, Actor By)> Sinks { get; } = [];

    /// <summary>When set, choices and sinks are refused with it.</summary>
    public Refusal? NoticeRefusal { get; set; }

    public int Verifications { get; set; }

    /// <summary>When set, grains refuse whom the rules of duties refuse.</summary>
    internal Duties? Duties { get; set; }

    /// <summary>When set, every grain call fails with it.</summary>
    public Exception? Down { get; set; }

    public bool AuditIsDown { get; set; }

    public Func<RoutedObservation, IngestResult> Answer { get; set; } = _ => IngestResult.Stored;

    public Func<int, Exception?> ShardFailure { get; set; } = _ => null;

    public Dictionary<string, UserStub> Users { get; } = new(StringComparer.Ordinal);

    public KeyRingStub Ring { get; } = new();

    public UserStub User(string name)
    {
        if (!Users.TryGetValue(name, out var user)) Users[name] = user = new UserStub(name);
        return user;
    }

    public void Clear()
    {
        Users.Clear();
        (Down, AuditIsDown, Answer, ShardFailure) = (null, false, _ => IngestResult.Stored, _ => null);
        (TaskRefusal, CreditRefusal, NoticeRefusal, Duties) = (null, null, null, null);
        CreditTold.Clear();
        Choices.Clear();
        Reads.Clear();
        Sinks.Clear();
        TaskCommands.Clear();
        TaskHistory.Clear();
        Snapshots.Clear();
        Imports.Clear();
        Keys.Clear();
        Sources.Clear();
        Devices.Clear();
        Packets.Clear();
        Backfills.Clear();
        Violations.Clear();
        Commands.Clear();
        Uploads.Clear();
        Reports.Clear();
        EnteredReports.Clear();
        Surveys.Clear();
        KeptSurveys.Clear();
        Refusal = null;
        Stations.Clear();
        Runs.Clear();
        Audit.Clear();
        Settled.Clear();
        Ingested.Clear();
        Shards.Clear();
    }

    public StationStub Station(string code)
    {
        if (!Stations.TryGetValue(code, out var station)) Stations[code] = station = new StationStub(code);
        return station;
    }

    public string AddKey(string id, Scopes scopes, DateTimeOffset? expires = null, string? unit = null, Role role = Role.Reader)
    {
        // Hosts are shared and know keys for a while: one of another test with the same id must not pass for this one.
        var secret = $"secret-of_{id}_{(int)scopes}_{unit}_{role}";
        Keys[id] = (secret, new KeyHolder(id, $"owner of {id}", scopes, expires, unit, role));
        return $"bsk_{id}_{secret}";
    }

    public TGrain GetGrain<TGrain>(string primaryKey, string? grainClassNamePrefix = null) where TGrain : IGrainWithStringKey =>
        (TGrain)Make(typeof(TGrain), primaryKey);

    public TGrain GetGrain<TGrain>(long primaryKey, string? grainClassNamePrefix = null) where TGrain : IGrainWithIntegerKey =>
        (TGrain)Make(typeof(TGrain), primaryKey.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private object Make(Type type, string key)
    {
        if (Down is not null) throw Down;
        return type.Name switch
        {
            nameof(IApiKeyGrain) => new KeyGrain(this, key),
            nameof(IUserGrain) => User(key),
            nameof(IKeyRingGrain) => Ring,
            nameof(IAuditGrain) => new AuditGrain(this),
            nameof(ISourceGrain) => new SourceGrain(this, key),
            nameof(IDeviceGrain) => new DeviceGrain(this, key),
            nameof(IStationGrain) => Station(key),
            nameof(IViolationGrain) => new ViolationGrain(this, key),
            nameof(IReportGrain) => new ReportStub(this, key),
            nameof(IRoadSurveyGrain) => new RoadSurveyStub(this),
            nameof(ISurveyGrain) => new SurveyStub(this, key),
            nameof(ISurveyShelfGrain) => new SurveyShelfStub(this, key),
            nameof(IPhotoGrain) => new PhotoStub(this, key),
            nameof(IAssessmentGrain) => Runs.ContainsKey(key) ? new AssessmentGrain(this, key) : new AssessmentStub(key),
            nameof(IAssessmentListGrain) => new AssessmentListStub(),
            nameof(ICreditGrain) => new CreditStub(this, key),
            nameof(ICreditQuarterGrain) => new CreditQuarterStub(this, key),
            nameof(IMuckTruckGrain) => new MuckTruckStub(this, key),
            nameof(ITaskGrain) => new TaskStub(this, key),
            nameof(ITaskLedgerGrain) => new TaskLedgerStub(this),
            nameof(IRegisterImportGrain) => new RegisterImportStub(this, key.Split('/')[1]),
            nameof(ISnapshotGrain) => new SnapshotStub(this),
            nameof(IInboxGrain) => new InboxStub(this, key),
            nameof(ISinkGrain) => new SinkStub(this, key),
            nameof(IAccountGrain) => new AccountStub(this, key),
            nameof(ITownGrain) => new TownGrain(key),
            nameof(IDistrictGrain) => new DistrictGrain(),
            nameof(IPulseGrain) => new Pulse(),
            nameof(IIngestGrain) => new IngestGrain(this, int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)),
            _ => throw new NotSupportedException(type.Name),
        };
    }

    private sealed class KeyGrain(World world, string id) : IApiKeyGrain
    {
        public Task<bool> Exists() => throw new NotSupportedException();

        public Task<string> Create(string name, Scopes scopes, DateTimeOffset? expiresAt, string actor, string? unit, Role role)
        {
            if (world.Keys.ContainsKey(id)) throw new RefusedException("taken", "id", $"密钥 {id} 已存在");
            world.Keys[id] = ("fresh", new KeyHolder(id, name, scopes, expiresAt, unit, role));
            return Task.FromResult($"bsk_{id}_fresh");
        }

        public Task<KeyHolder?> Verify(string secret)
        {
            world.Verifications++;
            return Task.FromResult(world.Keys.TryGetValue(id, out var key) && key.Secret == secret ? key.Holder : null);
        }

        public Task Revoke(string actor)
        {
            world.Keys.Remove(id);
            return Task.CompletedTask;
        }
    }

    private sealed class AuditGrain(World world) : IAuditGrain
    {
        public Task Append(AuditEntry[] entries)
        {
            if (world.AuditIsDown) throw new StoreUnavailableException("full");
            world.Audit.AddRange(entries);
            return Task.CompletedTask;
        }
    }

    private sealed class SourceGrain(World world, string id) : ISourceGrain
    {
        public Task<IngestResult[]> Ingest(Observation[] batch) => throw new NotSupportedException();

        public Task Register(SourceRegistration registration, string actor)
        {
            if (registration.Zone == "nowhere") throw new RefusedException("unknown-zone", "zone", "没有这个控制区");
            world.Sources[id] = registration;
            return Task.CompletedTask;
        }

        public Task BindDevice(string mn, int reportSeconds) => throw new NotSupportedException();

        public Task UnbindDevice(string mn) => throw new NotSupportedException();

        public Task<SourceView?> Get() => Task.FromResult(world.Sources.TryGetValue(id, out var registration)
            ? new SourceView
            {
                Registration = registration,
                Summary = Samples.Summary(registration),
                LastReadings = [new LastReading("a34002-Rtd", 35.1m, "µg/m³", Samples.Noon, Quality.Late | Quality.Unmarked)],
                Open = [],
                Devices = ["MN1"],
                Observations = 7,
            }
            : null);

        public Task<SourceSummary?> Summarise() => throw new NotSupportedException();

        public Task<DateTimeOffset?> LastDataAt(string mn, Sources.Period period) => throw new NotSupportedException();

        public Task<PacketCounts[]> Packets(string mn) => Task.FromResult(world.Packets.GetValueOrDefault(mn, []));

        public Task CheckSilence() => throw new NotSupportedException();

        public Task<decimal?> HourMean(string factor, DateTimeOffset hourStart) => throw new NotSupportedException();
    }

    private sealed class DeviceGrain(World world, string mn) : IDeviceGrain
    {
        public Task Register(DeviceRegistration registration, string? password, string actor)
        {
            world.Devices[mn] = (registration, password);
            return Task.CompletedTask;
        }

        public Task<string> RotatePassword(string actor) => world.Devices.ContainsKey(mn)
            ? Task.FromResult("a1b2c3")
            : throw new RefusedException("unknown-mn", "", "没有这个设备");

        public Task SetSm4Key(byte[] key, string actor) => Task.CompletedTask;

        public Task<AdmissionAnswer> Admit(string password, SessionClaim claim) => throw new NotSupportedException();

        public Task<bool> Report(SessionReport report) => throw new NotSupportedException();

        public Task<BackfillTask?> FetchBackfill(long sessionEpoch) => throw new NotSupportedException();

        public Task<Backfill> AskBackfill(Sources.Period period, DateTimeOffset from, DateTimeOffset to, string actor)
        {
            var asked = new Backfill { Id = "b1", Order = new(period, from, to), By = actor, At = Samples.Noon };
            world.Backfills[mn] = [asked];
            return Task.FromResult(asked);
        }

        public Task<Backfill> CancelBackfill(string id, string actor) => Task.FromResult(
            new Backfill { Id = id, Order = new(BlueSky.Sources.Period.Hour, Samples.Noon, Samples.Noon), By = actor, At = Samples.Noon, State = BackfillState.Cancelled, EndedAt = Samples.Noon });

        public Task<Backfill[]> Backfills() => Task.FromResult(world.Backfills.GetValueOrDefault(mn, []));

        public Task<DeviceView?> Get() => Task.FromResult(world.Devices.TryGetValue(mn, out var device)
            ? new DeviceView(device.Registration, device.Password is not null, false, false, null, null, 1)
            : null);
    }

    private sealed class ViolationGrain(World world, string id) : IViolationGrain
    {
        public Task Take(RuleTransition step, ViolationPlace place) => throw new NotSupportedException();

        public Task<string?> TakeRepeat(RuleTransition step) => throw new NotSupportedException();

        public Task<bool> Absorb(string repeat, Actor by) => throw new NotSupportedException();

        public Task Enact(RuleTransition step, ViolationPlace place, ViolationCommand[] script) => throw new NotSupportedException();

        public Task Wake() => throw new NotSupportedException();

        public Task<CommandAnswer> Decide(ViolationCommand command)
        {
            world.Commands.Add((id, command));
            var refusal = world.Duties is null ? world.Refusal : Duties.Of(id, command);
            return Task.FromResult(new CommandAnswer(world.Violations.GetValueOrDefault(id)?.Loop, refusal, false));
        }

        public Task<ViolationView?> Get() => Task.FromResult(world.Violations.GetValueOrDefault(id));
    }

    private sealed class ReportStub(World world, string key) : IReportGrain
    {
        public Task<ReportAnswer> Enter(Report report, ReportContact? contact, Actor by)
        {
            if (world.Duties?.Of(report, by) is { } refusal) throw new RefusedException(refusal);
            world.EnteredReports.Add((report, contact, by));
            return Task.FromResult(new ReportAnswer(ReportTests.View(key) with { Report = report }, false));
        }

        public Task<ReportView?> Get() => Task.FromResult<ReportView?>(world.Reports.GetValueOrDefault(key).View);

        public Task<ReportContact?> Contact(Actor by) => (world.Duties is null ? by.Role == Role.GridMember : !Duties.MayReadContact(by))
            ? throw new RefusedException(ReportRefusals.ContactIsPrivate)
            : Task.FromResult<ReportContact?>(world.Reports.GetValueOrDefault(key).Contact);
    }

    private sealed class RoadSurveyStub(World world) : IRoadSurveyGrain
    {
        public Task<SurveyAnswer> Enter(TrackPoint[] track, DateTimeOffset at, string surveyor, bool isDryRun, Actor by)
        {
            world.Surveys.Add((track, at, surveyor, isDryRun));
            return Task.FromResult(new SurveyAnswer(at, isDryRun, [], track.Length, 0, 9.1m, 0));
        }
    }

    private sealed class PhotoStub(World world, string unit) : IPhotoGrain
    {
        public Task<PhotoKept> Keep(byte[] content, Actor by)
        {
            if (PhotoFile.MediaTypeOf(content) is not { } mediaType) throw new RefusedException("no-photo", "", "不是照片");
            world.Uploads.Add((unit, content, by));
            return Task.FromResult(new PhotoKept(PhotoFile.IdOf(content), mediaType, content.Length, false));
        }
    }

    private sealed class AssessmentGrain(World world, string key) : IAssessmentGrain
    {
        public Task<AssessmentRevision> Run(string actor, string reason) => throw new NotSupportedException();

        public Task<AssessmentRevision?> Get(int? revision) => Task.FromResult(world.Runs.TryGetValue(key, out var runs)
            ? runs.LastOrDefault(r => revision is null || r.Revision == revision)
            : null);

        public Task<RevisionHead[]> History() => throw new NotSupportedException();

        public Task<bool> Verify(int revision) => throw new NotSupportedException();

        public Task<AssessmentRevision> Preview() => throw new NotSupportedException();
    }

    private sealed class TownGrain(string code) : ITownGrain
    {
        public Task Report(SourceSummary summary) => throw new NotSupportedException();

        public Task Forget(string sourceId, long version) => throw new NotSupportedException();

        public Task<RollupView> Get() => Task.FromResult(Samples.Counts(code));

        public Task<RollupView> Recount() => Task.FromResult(Samples.Counts(code));
    }

    private sealed class Pulse : IPulseGrain
    {
        public Task Beat() => Task.CompletedTask;
    }

    private sealed class DistrictGrain : IDistrictGrain
    {
        public Task<RollupView> Get() => Task.FromResult(Samples.Counts("371302"));

        public Task<RollupView[]> Towns() => Task.FromResult(new[] { Samples.Counts(Samples.Town) });

        public Task StartWatch() => throw new NotSupportedException();
    }

    private sealed class IngestGrain(World world, int shard) : IIngestGrain
    {
        public Task<IngestResult[]> Ingest(RoutedObservation[] batch)
        {
            if (world.ShardFailure(shard) is { } failure) throw failure;
            lock (world.Ingested)
            {
                world.Shards.Add(shard);
                world.Ingested.AddRange(batch);
            }

            return Task.FromResult(batch.Select(world.Answer).ToArray());
        }
    }

    // The rest of the factory is not used by the API.
    TGrainInterface IGrainFactory.GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix) => throw new NotSupportedException();

    TGrainInterface IGrainFactory.GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix) =>
        throw new NotSupportedException();

    TGrainInterface IGrainFactory.GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix) =>
        throw new NotSupportedException();

    TGrainObserverInterface IGrainFactory.CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj) =>
        throw new NotSupportedException();

    void IGrainFactory.DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj) => throw new NotSupportedException();

    IGrain IGrainFactory.GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw new NotSupportedException();

    IGrain IGrainFactory.GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw new NotSupportedException();

    IGrain IGrainFactory.GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw new NotSupportedException();

    IGrain IGrainFactory.GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    IGrain IGrainFactory.GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    TGrainInterface IGrainFactory.GetGrain<TGrainInterface>(GrainId grainId) => throw new NotSupportedException();

    IAddressable IGrainFactory.GetGrain(GrainId grainId) => throw new NotSupportedException();

    IAddressable IGrainFactory.GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw new NotSupportedException();

    IAddressable IGrainFactory.GetGrain(Type interfaceType, IdSpan grainKey) => throw new NotSupportedException();

    IAddressable IGrainFactory.GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw new NotSupportedException();
}
