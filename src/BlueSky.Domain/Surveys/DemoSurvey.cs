using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Surveys;

/// <summary>
/// An invented survey for the demonstration (演示走航): along three roads of the demo register, of which the first is dusty beyond the limit of
/// any class, and over a stretch that no road of the register covers.
/// </summary>
public static class DemoSurvey
{
    private const double StepMetres = 12;
    private static readonly decimal[] Loads = [2.1m, 0.35m, 0.5m];

    /// <summary>The track, in the order of the way; it follows from the register alone.</summary>
    public static IReadOnlyList<TrackPoint> Track(IEnumerable<SourceRegistration> sources)
    {
        var roads = sources.Where(s => s.Path.Count > 1).Take(Loads.Length).ToList();
        var track = roads.SelectMany((road, i) => Along(road.Path, Loads[i], new SeededRandom(DemoRegister.DefaultSeed, road.Id + "/survey"))).ToList();

        // Half a kilometre to the north of the last road there is none.
        var aside = roads[^1].Path.Select(p => p with { Latitude = p.Latitude + 0.0045m }).ToList();
        return [.. track, .. Along(aside, 0.8m, new SeededRandom(DemoRegister.DefaultSeed, "aside/survey")).Take(40)];
    }

    private static IEnumerable<TrackPoint> Along(IReadOnlyList<GeoPoint> line, decimal load, SeededRandom random)
    {
        foreach (var (from, to) in line.Zip(line.Skip(1)))
        {
            var steps = Math.Max(1, (int)(Whereabouts.Metres(from, to) / StepMetres));
            for (var i = 0; i < steps; i++)
            {
                var share = (decimal)i / steps;
                var at = new GeoPoint(
                    decimal.Round(from.Longitude + ((to.Longitude - from.Longitude) * share), 6), decimal.Round(from.Latitude + ((to.Latitude - from.Latitude) * share), 6));
                yield return new TrackPoint(at, decimal.Round(load * random.Next(85, 115) / 100, 2));
            }
        }
    }
}
