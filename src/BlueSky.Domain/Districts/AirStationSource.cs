using BlueSky.Sources;

namespace BlueSky.Districts;

/// <summary>
/// An air station as a source of kind <c>air-station</c>: its hours then arrive by the same ways as all data (HJ 212 with
/// ST=22, JSON), and a site's rule can compare with them.
/// </summary>
public static class AirStationSource
{
    /// <summary>Code of the kind.</summary>
    public const string Kind = "air-station";

    private const string Infix = "-air-";

    /// <summary>Source id of a station, e.g. <c>371302-air-3496A</c>.</summary>
    public static string IdOf(string districtCode, string stationCode) => $"{districtCode}{Infix}{stationCode}";

    /// <summary>Station code of a source id, the reverse of <see cref="IdOf"/>; null when it is no station's.</summary>
    public static string? StationOf(string sourceId)
    {
        ArgumentNullException.ThrowIfNull(sourceId);
        var at = sourceId.IndexOf(Infix, StringComparison.Ordinal);
        return at > 0 && at + Infix.Length < sourceId.Length ? sourceId[(at + Infix.Length)..] : null;
    }

    /// <summary>The register entry of a station that has a town.</summary>
    /// <param name="station">The station; its town is known.</param>
    /// <param name="districtCode">Code of the district.</param>
    /// <param name="registeredOn">First day from which its data are taken.</param>
    /// <exception cref="ArgumentException">The station has no town.</exception>
    public static SourceRegistration ToSource(this AirStation station, string districtCode, DateOnly registeredOn)
    {
        ArgumentNullException.ThrowIfNull(station);
        return new SourceRegistration
        {
            Id = IdOf(districtCode, station.Code),
            Name = station.Name,
            Kind = Kind,
            Town = station.Town ?? throw new ArgumentException("A station without a town cannot be a source.", nameof(station)),
            Location = station.Location,
            RegisteredOn = registeredOn,
        };
    }
}
