using Orleans.Concurrency;

namespace BlueSky.AirQuality;

/// <summary>How far the data of an hour have come.</summary>
public enum DataStage
{
    /// <summary>原始: as the station sent it.</summary>
    Raw = 0,

    /// <summary>审核: looked at and confirmed or voided by a person.</summary>
    Reviewed = 1,

    /// <summary>修订: corrected after review.</summary>
    Revised = 2,
}

/// <summary>One version of one hour of a station. Versions are only added: what a published figure was made from stays.</summary>
/// <param name="Hour">The hour's values; its label is the END of the hour, China time.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="Revision">Revision of the station at which this version came, from 1; grows with every change.</param>
/// <param name="At">When it came.</param>
/// <param name="Actor">Who brought it: a key's name, <c>device MN</c>, a file's name.</param>
/// <param name="Reason">Why it differs from the version before; empty for the first.</param>
/// <param name="IsDemo">True for invented demonstration data.</param>
[GenerateSerializer, Immutable]
public sealed record StationHourVersion(
    [property: Id(0)] AirHour Hour, [property: Id(1)] DataStage Stage, [property: Id(2)] long Revision, [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string Actor, [property: Id(5)] string Reason, [property: Id(6)] bool IsDemo);

/// <summary>The hours of a span as of one revision.</summary>
/// <param name="Station">Code of the station.</param>
/// <param name="Revision">Revision they are of: asking for the same revision again gives the same hours.</param>
/// <param name="Hours">Hours by label, oldest first; of each hour the newest version that is not newer than the revision.</param>
/// <param name="HasDemo">True when any of them is invented demonstration data.</param>
[GenerateSerializer, Immutable]
public sealed record StationHours(
    [property: Id(0)] string Station, [property: Id(1)] long Revision, [property: Id(2)] AirHour[] Hours, [property: Id(3)] bool HasDemo);

/// <summary>What became of an entry of hours.</summary>
/// <param name="Added">Hours that were new.</param>
/// <param name="Changed">Hours that got a new version.</param>
/// <param name="Unchanged">Hours that were there with the same figures and stage.</param>
/// <param name="Revision">Revision of the station after it.</param>
[GenerateSerializer, Immutable]
public sealed record StationEntry(
    [property: Id(0)] int Added, [property: Id(1)] int Changed, [property: Id(2)] int Unchanged, [property: Id(3)] long Revision);

/// <summary>
/// An air station (空气站), or the sum of a unit's own stations. Key: station code. Holds its hours by month; raw, reviewed and
/// revised data are kept apart with who, when and why.
/// </summary>
[Alias("air-station")]
public interface IStationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Enters hours. The same figures again change nothing; other figures make a new version, which needs a reason unless
    /// the hour was raw and is raw again.
    /// </summary>
    /// <exception cref="Messages.RefusedException">A label is no full hour, lies in the future or twice in the entry, or a reason is missing.</exception>
    Task<StationEntry> Enter([Immutable] AirHour[] hours, DataStage stage, string actor, string reason, bool isDemo);

    /// <summary>Hours with labels in (from, to], as of a revision; null for the newest.</summary>
    [AlwaysInterleave]
    Task<StationHours> Hours(DateTimeOffset from, DateTimeOffset to, long? revision);

    /// <summary>All versions of one hour, oldest first: the trace of a figure.</summary>
    [AlwaysInterleave]
    Task<StationHourVersion[]> History(DateTimeOffset label);
}
