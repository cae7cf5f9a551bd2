using Orleans.Concurrency;

namespace BlueSky.Districts;

/// <summary>A town's or the district's counts with the moment they were taken.</summary>
/// <param name="Code">Town or district code.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Rollup">Counts.</param>
/// <param name="At">When they were taken.</param>
[GenerateSerializer, Immutable]
public sealed record RollupView(
    [property: Id(0)] string Code, [property: Id(1)] string Name, [property: Id(2)] Rollup Rollup, [property: Id(3)] DateTimeOffset At);

/// <summary>A town (镇街). Key: town code. Holds the latest versioned summary of each of its sources; rebuilt from the store.</summary>
[Alias("town")]
public interface ITownGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes a source's summary; an older version than the held one changes nothing. Interleaves: a recount waits for sources that
    /// report here before they answer it.
    /// </summary>
    [AlwaysInterleave]
    Task Report([Immutable] SourceSummary summary);

    /// <summary>Forgets a source that moved to another town, unless a newer version is held.</summary>
    [AlwaysInterleave]
    Task Forget(string sourceId, long version);

    /// <summary>Counts now.</summary>
    [AlwaysInterleave]
    Task<RollupView> Get();

    /// <summary>Asks every source again, takes their answers and gives the counts: the proof that nothing was missed.</summary>
    Task<RollupView> Recount();
}

/// <summary>A district (区). Key: district code. Asks its towns.</summary>
[Alias("district")]
public interface IDistrictGrain : IGrainWithStringKey
{
    /// <summary>Counts over all towns, at most one second old.</summary>
    [AlwaysInterleave]
    Task<RollupView> Get();

    /// <summary>The towns' counts, in the register's order.</summary>
    [AlwaysInterleave]
    Task<RollupView[]> Towns();

    /// <summary>Sees to it that the watch over silent sources runs (a reminder); idempotent. Called when a silo starts.</summary>
    Task StartWatch();
}
