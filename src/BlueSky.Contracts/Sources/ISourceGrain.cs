using BlueSky.Devices;
using BlueSky.Districts;
using Orleans.Concurrency;

namespace BlueSky.Sources;

/// <summary>What became of one observation.</summary>
public enum IngestResult
{
    /// <summary>Committed. The device may be answered.</summary>
    Stored = 0,

    /// <summary>Every value was there already with the same figures. Nothing was stored; the device must be answered, else it sends for ever.</summary>
    Duplicate = 1,

    /// <summary>Another value was there under the same identity: the first stays current, this one is kept as a revision. Answer.</summary>
    Revised = 2,

    /// <summary>DataTime lies more than the permitted lead in the future. Not stored, not answered.</summary>
    Future = 3,

    /// <summary>DataTime lies before the source's first day in the register, or before readings are kept. Not stored, not answered.</summary>
    BeforeRegistration = 4,

    /// <summary>The source is not in the register. Not stored, not answered.</summary>
    UnknownSource = 5,

    /// <summary>The store is overloaded or away: outcome unknown, nothing may be answered; the device sends again.</summary>
    Unavailable = 6,
}

/// <summary>Questions on an <see cref="IngestResult"/>.</summary>
public static class IngestResultExtensions
{
    /// <summary>True when the sender may be told that its data are safe.</summary>
    public static bool IsAnswerable(this IngestResult result) =>
        result is IngestResult.Stored or IngestResult.Duplicate or IngestResult.Revised;
}

/// <summary>One observation on its way to its source.</summary>
/// <param name="SourceId">The source.</param>
/// <param name="Observation">What was observed; its arrival is still 0.</param>
[GenerateSerializer, Immutable]
public readonly record struct RoutedObservation([property: Id(0)] string SourceId, [property: Id(1)] Observation Observation);

/// <summary>Everything an operator sees of a source.</summary>
[GenerateSerializer, Immutable]
public sealed record SourceView
{
    /// <summary>The register entry.</summary>
    [Id(0)] public required SourceRegistration Registration { get; init; }

    /// <summary>The summary that its town holds or will hold.</summary>
    [Id(1)] public required SourceSummary Summary { get; init; }

    /// <summary>Last value per channel with its time and quality.</summary>
    [Id(2)] public required LastReading[] LastReadings { get; init; }

    /// <summary>Open problems in the order they opened.</summary>
    [Id(3)] public required OpenProblem[] Open { get; init; }

    /// <summary>MNs of the bound devices.</summary>
    [Id(4)] public required string[] Devices { get; init; }

    /// <summary>Observations stored in the life of this source.</summary>
    [Id(5)] public required long Observations { get; init; }
}

/// <summary>The newest value of one channel.</summary>
/// <param name="Channel">Channel, see <see cref="Reading"/>.</param>
/// <param name="Value">Value in <paramref name="Unit"/>.</param>
/// <param name="Unit">Unit of the kind's factor table; empty when the factor is not in it.</param>
/// <param name="DataTime">Event time.</param>
/// <param name="Quality">Quality.</param>
[GenerateSerializer, Immutable]
public sealed record LastReading(
    [property: Id(0)] string Channel, [property: Id(1)] decimal Value, [property: Id(2)] string Unit,
    [property: Id(3)] DateTimeOffset DataTime, [property: Id(4)] Quality Quality);

/// <summary>What came of one device by one kind of message.</summary>
/// <param name="Period">Kind of message.</param>
/// <param name="NewestAt">Newest event time.</param>
/// <param name="Tally">Its packets by day; null for what comes at no interval, and of a device that is not bound to this source.</param>
[GenerateSerializer, Immutable]
public sealed record PacketCounts(
    [property: Id(0)] Period Period, [property: Id(1)] DateTimeOffset NewestAt, [property: Id(2)] PacketTally? Tally);

/// <summary>
/// One pollution source (污染源). Key: source id. Holds register entry, last values, windows and open problems; answers an
/// ingestion only after its readings are committed.
/// </summary>
[Alias("source")]
public interface ISourceGrain : IGrainWithStringKey
{
    /// <summary>
    /// Stores a batch of observations of this source in the given order and applies them. One result per observation.
    /// Never throws for bad data. Repeating a batch is harmless: the identity of each value decides. Readings wait for each other
    /// and for what is written of the source, not for what is told to others.
    /// </summary>
    [AlwaysInterleave]
    Task<IngestResult[]> Ingest([Immutable] Observation[] batch);

    /// <summary>Creates or replaces the register entry. The same entry again changes nothing.</summary>
    /// <exception cref="Messages.RefusedException">The entry is not valid; names the field.</exception>
    Task Register([Immutable] SourceRegistration registration, string actor);

    /// <summary>Binds a device so that silence is judged; idempotent.</summary>
    Task BindDevice(string mn, int reportSeconds);

    /// <summary>Unbinds a device; idempotent.</summary>
    Task UnbindDevice(string mn);

    /// <summary>Everything an operator sees of it; null while it is not in the register.</summary>
    [AlwaysInterleave]
    Task<SourceView?> Get();

    /// <summary>
    /// The summary, after everything it says has been published; for a town's recount. Null while it is not in the register.
    /// </summary>
    Task<SourceSummary?> Summarise();

    /// <summary>
    /// Mean of one factor in the hour that starts at <paramref name="hourStart"/>, from everything stored of it; null while the
    /// hour is not over or not valid. For sources that compare with this one (a reference station).
    /// </summary>
    [AlwaysInterleave]
    Task<decimal?> HourMean(string factor, DateTimeOffset hourStart);

    /// <summary>Event time of the newest data of one device and period; null when there are none. For gap detection.</summary>
    [AlwaysInterleave]
    Task<DateTimeOffset?> LastDataAt(string mn, Period period);

    /// <summary>What came of one device by kind of message, for its transmission rate (数据传输率); empty when nothing did.</summary>
    [AlwaysInterleave]
    Task<PacketCounts[]> Packets(string mn);

    /// <summary>
    /// Compares the clock with the stored deadline of silence and acts if it has passed (offline). Called by the watch;
    /// early, late and double calls are harmless.
    /// </summary>
    Task CheckSilence();
}
