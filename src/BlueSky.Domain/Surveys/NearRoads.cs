using BlueSky.Sources;

namespace BlueSky.Surveys;

/// <summary>Finds the road that a point lies on; a box around each road spares most of the looking.</summary>
internal sealed class NearRoads
{
    // A degree of latitude has about 111 km everywhere; of longitude less, so the box in degrees is made wider.
    private const double MetresPerDegree = 111_000;

    private readonly (SourceRegistration Road, GeoPoint Low, GeoPoint High)[] _roads;
    private readonly double _within;

    internal NearRoads(IEnumerable<SourceRegistration> roads, int withinMetres)
    {
        _within = withinMetres;
        var margin = (decimal)(withinMetres / MetresPerDegree);
        _roads = [.. roads.Where(r => r.Path.Count > 0).Select(r => (
            r, new GeoPoint(r.Path.Min(p => p.Longitude) - (3 * margin), r.Path.Min(p => p.Latitude) - margin),
            new GeoPoint(r.Path.Max(p => p.Longitude) + (3 * margin), r.Path.Max(p => p.Latitude) + margin)))];
    }

    /// <summary>The nearest road within the distance, of equally near ones the first by id; null when there is none.</summary>
    internal SourceRegistration? Of(GeoPoint point)
    {
        (SourceRegistration Road, double Metres)? best = null;
        foreach (var (road, low, high) in _roads)
        {
            if (point.Longitude < low.Longitude || point.Longitude > high.Longitude || point.Latitude < low.Latitude || point.Latitude > high.Latitude) continue;
            var metres = road.MetresTo(point);
            if (metres > _within) continue;
            if (best is null || metres < best.Value.Metres || (metres == best.Value.Metres && string.CompareOrdinal(road.Id, best.Value.Road.Id) < 0)) best = (road, metres);
        }

        return best?.Road;
    }
}
