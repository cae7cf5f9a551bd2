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
/// <param name="Reason">Why it differs from the version before; may be empty for the first, for raw data and for a mere confirmation.</param>
/// <param name="IsDemo">True for invented demonstration data.</param>
[GenerateSerializer, Immutable]
public sealed record StationHourVersion(
    [property: Id(0)] AirHour Hour, [property: Id(1)] DataStage Stage, [property: Id(2)] long Revision, [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string Actor, [property: Id(5)] string Reason, [property: Id(6)] bool IsDemo);

/// <summary>The hours of a span as of one revision.</summary>
/// <param name="Station">Code of the station.</param>
/// <param name="Revision">Revision they are of: asking for the same revision again gives the same hours.</param>
/// <param name="Hours">
/// Hours by label, oldest first; of each hour the version that counts among those not newer than the revision
/// (<see cref="StationHourVersions.Counting"/>).
/// </param>
/// <param name="HasDemo">True when any of them is invented demonstration data.</param>
[GenerateSerializer, Immutable]
public sealed record StationHours(
    [property: Id(0)] string Station, [property: Id(1)] long Revision, [property: Id(2)] AirHour[] Hours, [property: Id(3)] bool HasDemo);

/// <summary>Which of the versions of an hour counts.</summary>
public static class StationHourVersions
{
    /// <summary>
    /// The version that counts: measured before invented data, then the furthest stage, then the newest. So a late raw value is kept
    /// beside reviewed figures and changes nothing that counts. Null when there is none.
    /// </summary>
    public static StationHourVersion? Counting(this IEnumerable<StationHourVersion> versions)
    {
        StationHourVersion? counting = null;
        foreach (var version in versions)
            if (counting is null || Rank(version).CompareTo(Rank(counting)) > 0) counting = version;
        return counting;

        static (bool IsMeasured, DataStage Stage, long Revision) Rank(StationHourVersion v) => (!v.IsDemo, v.Stage, v.Revision);
    }
}

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
    /// Enters hours, 1 to 10,000, all or (when refused) none of them. The same figures in the same stage again change nothing. Raw hours
    /// need no reason: they are kept apart from reviewed ones. Reviewing or revising needs a reason when it changes figures;
    /// confirming raw figures needs none. When the outcome is unknown, the same entry again completes it.
    /// </summary>
    /// <exception cref="Messages.RefusedException">
    /// A label is no full hour, lies more than 5 minutes in the future or comes twice in the entry; an hour is another station's; a value is
    /// out of range; a reason is missing; figures would be reviewed that are revised already; invented data would meet measured ones.
    /// </exception>
    Task<StationEntry> Enter([Immutable] AirHour[] hours, DataStage stage, string actor, string reason, bool isDemo);

    /// <summary>
    /// Hours with labels in (from, to], at most ten years, as of a revision; null, or one that is yet to come, for the newest.
    /// </summary>
    /// <exception cref="Messages.RefusedException">The span is empty or too long.</exception>
    [AlwaysInterleave]
    Task<StationHours> Hours(DateTimeOffset from, DateTimeOffset to, long? revision);

    /// <summary>All versions of one hour, oldest first: the trace of a figure.</summary>
    [AlwaysInterleave]
    Task<StationHourVersion[]> History(DateTimeOffset label);
}
