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
        _stations = [.. district.Stations.Where(s => s.Location is not null && district.Towns.Any(t => t.Code == s.Town && t.Tier == "A"))];
    }

    /// <summary>Stations that have an area, in the district's order.</summary>
    public IReadOnlyList<AirStation> Stations => _stations;

    /// <summary>The nearest station whose area holds the point, with the distance in kilometres; null outside and without a position.</summary>
    public (AirStation Station, double Kilometres)? Of(GeoPoint? point)
    {
        if (point is not { } here) return null;
        (AirStation Station, double Kilometres)? nearest = null;
        foreach (var station in _stations)
        {
            var distance = GreatCircle.Kilometres(here, station.Location!.Value);
            if (distance <= RadiusKilometres && (nearest is null || distance < nearest.Value.Kilometres)) nearest = (station, distance);
        }

        return nearest;
    }
}
