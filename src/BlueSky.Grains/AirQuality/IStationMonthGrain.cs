using Orleans.Concurrency;

namespace BlueSky.AirQuality;

/// <summary>What an entry would do to a month.</summary>
/// <param name="Added">Hours that would be new.</param>
/// <param name="Changed">Hours that would get another version.</param>
/// <param name="Unchanged">Hours that are there.</param>
/// <param name="Refusal">Why it may not be; null when it may.</param>
/// <param name="At">The first hour that is refused.</param>
[GenerateSerializer, Immutable]
internal sealed record MonthVerdict(
    [property: Id(0)] int Added, [property: Id(1)] int Changed, [property: Id(2)] int Unchanged, [property: Id(3)] EntryRefusal? Refusal,
    [property: Id(4)] DateTimeOffset At)
{
    public bool ChangesNothing => Added + Changed == 0;
}

/// <summary>Why an hour is refused that looks right by itself.</summary>
internal enum EntryRefusal
{
    /// <summary>Its figures differ from those that count, and no reason is given.</summary>
    ReasonMissing,

    /// <summary>It is reviewed, but figures that were revised count already.</summary>
    StageBehind,

    /// <summary>It is invented and measured data are there.</summary>
    DemoOverMeasured,
}

/// <summary>
/// One month of a station, whose hours are one document. Key: <c>CODE/2021-08</c>. Only the station's grain calls it, and makes all
/// decisions that reach over months.
/// </summary>
[Alias("air-station-month")]
internal interface IStationMonthGrain : IGrainWithStringKey
{
    /// <summary>What the entry would do; changes nothing.</summary>
    Task<MonthVerdict> Judge([Immutable] AirHour[] hours, MonthEntry entry);

    /// <summary>Adds what is new of an entry; in one write, and again without effect.</summary>
    Task Add([Immutable] AirHour[] hours, MonthEntry entry);

    /// <summary>The versions of the hours with labels in (from, to] that are not newer than the revision, by hour, then by revision.</summary>
    [AlwaysInterleave]
    Task<StationHourVersion[]> Versions(DateTimeOffset from, DateTimeOffset to, long revision);

    /// <summary>Of each hour with a label in (from, to] the version that counts at the revision, oldest first.</summary>
    [AlwaysInterleave]
    Task<StationHourVersion[]> Counting(DateTimeOffset from, DateTimeOffset to, long revision);
}
