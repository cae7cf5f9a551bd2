using BlueSky.Sources;

namespace BlueSky.Districts;

/// <summary>
/// The key areas (重点区域): within three kilometres of the air stations of the main urban area (2021 plan, part 二（四）1（1）). A station belongs
/// to it when its town is of tier A. Stations without a position, such as the placeholder for the fourth, have no area.
/// </summary>
public sealed class KeyAreas
{
    /// <summary>Radius in kilometres.</summary>
    public const double RadiusKilometres = 3;

    private readonly IReadOnlyList<AirStation> _stations;

    /// <summary>The key areas of a district.</summary>
    public KeyAreas(District district)
    {
        ArgumentNullException.ThrowIfNull(district);
        _stations = [.. StationsIn(district).Where(s => s.Location is not null)];
    }

    /// <summary>Stations of the main urban area, also those that have no area because their position is not known.</summary>
    public static IEnumerable<AirStation> StationsIn(District district)
    {
        ArgumentNullException.ThrowIfNull(district);
        return district.Stations.Where(s => district.Towns.Any(t => t.Code == s.Town && t.Tier == "A"));
    }

    /// <summary>Stations that have an area, in the district's order.</summary>
    public IReadOnlyList<AirStation> Stations => _stations;

    /// <summary>Every station whose area holds the point, nearest first, with its distance in kilometres: areas overlap.</summary>
    public IReadOnlyList<(AirStation Station, double Kilometres)> AllOf(GeoPoint? point) => point is not { } here
        ? []
        : [.. _stations.Select(s => (Station: s, Kilometres: GreatCircle.Kilometres(here, s.Location!.Value)))
            .Where(s => s.Kilometres <= RadiusKilometres).OrderBy(s => s.Kilometres)];

    /// <summary>The nearest station whose area holds the point, with the distance in kilometres; null outside and without a position.</summary>
    public (AirStation Station, double Kilometres)? Of(GeoPoint? point)
    {
        return AllOf(point) is [var nearest, ..] ? nearest : null;
    }
}
