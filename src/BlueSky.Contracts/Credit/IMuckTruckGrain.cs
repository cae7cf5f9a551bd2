using Orleans.Concurrency;

namespace BlueSky.Credit;

/// <summary>The register entry (备案) of one muck truck (渣土车). Key: plate. Its points are kept by <see cref="ICreditGrain"/>.</summary>
[Alias("muck-truck")]
public interface IMuckTruckGrain : IGrainWithStringKey
{
    /// <summary>Enters or replaces the entry; the same again changes nothing.</summary>
    /// <exception cref="Messages.RefusedException">It has a fault, or its fleet is none that is registered.</exception>
    Task Register([Immutable] MuckTruck entry, string actor);

    /// <summary>The entry; null when there is none.</summary>
    [AlwaysInterleave]
    Task<MuckTruck?> Get();
}
