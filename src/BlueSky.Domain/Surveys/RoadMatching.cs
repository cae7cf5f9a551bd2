using BlueSky.Sources;

namespace BlueSky.Surveys;

/// <summary>What a track says of one road.</summary>
/// <param name="Road">Id of the road.</param>
/// <param name="Name">Its name.</param>
/// <param name="Town">Code of its town.</param>
/// <param name="Load">Length-weighted mean silt load, g/m², to six decimals.</param>
/// <param name="Metres">Surveyed length, m.</param>
/// <param name="Points">Points that lie on it.</param>
/// <param name="Limit">The limit of its class, g/m²; null where the kind has none.</param>
/// <param name="Mark">How sure the limit is: T, S, K or D; K and D are to be confirmed.</param>
/// <param name="Citation">Where the limit comes from.</param>
/// <param name="IsJudged">False when too little of it was surveyed.</param>
/// <param name="IsOver">True when it is judged and over its limit: a supervision order (督办单).</param>
public sealed record RoadLoad(
    string Road, string Name, string Town, decimal Load, decimal Metres, int Points, decimal? Limit, string Mark, string Citation, bool IsJudged, bool IsOver);

/// <summary>A track, road by road.</summary>
/// <param name="Roads">Roads by their ids.</param>
/// <param name="Points">All points.</param>
/// <param name="UnmatchedPoints">Points that lie on no registered road.</param>
/// <param name="Metres">Length of the track without its gaps, m.</param>
/// <param name="UnmatchedShare">Share of that length on no registered road, 0 to 1.</param>
public sealed record TrackResult(IReadOnlyList<RoadLoad> Roads, int Points, int UnmatchedPoints, decimal Metres, decimal UnmatchedShare)
{
    /// <summary>The way itself, cut where the road changes and at gaps, in its order.</summary>
    public IReadOnlyList<TrackPiece> Pieces { get; init; } = [];
}

/// <summary>
/// Matches the points of a track to registered roads (道路积尘走航). The value of a road is the length-weighted mean of its points, and a
/// road over its limit gets an order (source-limits.md section 6, [D]; the limits are [K] and lie in the kind's file).
/// </summary>
public static class RoadMatching
{
    private const string Factor = "sL";
    private static readonly Averaging Record = new(AveragingKind.Record, 0);

    /// <summary>
    /// Each point stands for half of the way from the point before it and half of the way to the next, gaps left out; a vehicle that stands
    /// adds nothing. It belongs to the nearest road within the policy's distance.
    /// </summary>
    /// <param name="track">Points in the order of the way.</param>
    /// <param name="roads">Roads of the register; those without a line match nothing.</param>
    /// <param name="kind">The kind of roads, for its limits.</param>
    /// <param name="day">Day of the survey, whose limits hold.</param>
    /// <param name="policy">Distances.</param>
    public static TrackResult Match(
        IReadOnlyList<TrackPoint> track, IEnumerable<SourceRegistration> roads, SourceKind kind, DateOnly day, SurveyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(policy);
        var lengths = Lengths(track, policy.LongestGapMetres.Value);
        var near = new NearRoads(roads.Where(r => r.IsListedOn(day)), policy.MatchWithinMetres.Value);
        var found = new SortedDictionary<string, (SourceRegistration Road, List<SurveyPoint> Points, int Count)>(StringComparer.Ordinal);
        var roadOf = new string[track.Count];
        var unmatched = 0;
        decimal all = 0, lost = 0;
        for (var i = 0; i < track.Count; i++)
        {
            all += lengths[i];
            if (near.Of(track[i].At) is not { } road)
            {
                roadOf[i] = "";
                unmatched++;
                lost += lengths[i];
                continue;
            }

            roadOf[i] = road.Id;
            var (_, points, count) = found.TryGetValue(road.Id, out var known) ? known : (road, [], 0);
            if (lengths[i] > 0) points.Add(new SurveyPoint(track[i].Load, lengths[i]));
            found[road.Id] = (road, points, count + 1);
        }

        // Of a road that was only touched by points without length nothing can be said.
        var judged = found.Values.Where(r => r.Points.Count > 0).Select(r => Judge(r.Road, r.Points, r.Count, kind, day, policy));
        return new TrackResult([.. judged], track.Count, unmatched, decimal.Round(all, 1), all == 0 ? 0 : decimal.Round(lost / all, 4))
        {
            Pieces = TrackPiece.Cut(track, roadOf, policy.LongestGapMetres.Value),
        };
    }

    private static RoadLoad Judge(SourceRegistration road, List<SurveyPoint> points, int count, SourceKind kind, DateOnly day, SurveyPolicy policy)
    {
        // Distances are no better than that, and the same track must give the same figure on every node.
        var load = decimal.Round(RoadSurvey.SegmentLoad(points)!.Value, 6);
        var metres = points.Sum(p => p.LengthMetres);
        var limit = kind.Limits.Find(Factor, Record, "", road.Zone ?? kind.DefaultZone?.Value, road.SizeClass, road.Industry, day);
        var isJudged = metres >= policy.LeastLengthMetres.Value;
        return new RoadLoad(
            road.Id, road.Name, road.Town, load, decimal.Round(metres, 1), count, limit?.Upper, limit?.From.Mark ?? "", limit?.From.Citation ?? "", isJudged,
            isJudged && limit?.IsBrokenBy(load) == true);
    }

    private static decimal[] Lengths(IReadOnlyList<TrackPoint> track, int longestGap)
    {
        var lengths = new decimal[track.Count];
        for (var i = 1; i < track.Count; i++)
        {
            var metres = Whereabouts.Metres(track[i - 1].At, track[i].At);
            if (metres > longestGap) continue;
            lengths[i - 1] += (decimal)metres / 2;
            lengths[i] += (decimal)metres / 2;
        }

        return lengths;
    }
}
