using BlueSky.Sources;

namespace BlueSky.Surveys;

/// <summary>A part of a track that lies on one road without a gap.</summary>
/// <param name="Road">Id of the road; empty where no registered road is near.</param>
/// <param name="Line">Its points in the order of the way, at least one.</param>
public sealed record TrackPiece(string Road, IReadOnlyList<GeoPoint> Line)
{
    /// <summary>Cuts a track where the road changes and where the next point is further away than the longest gap.</summary>
    /// <param name="track">Points in the order of the way.</param>
    /// <param name="roadOf">Id of the road of each point; empty for none.</param>
    /// <param name="longestGapMetres">Longest gap, m.</param>
    public static IReadOnlyList<TrackPiece> Cut(IReadOnlyList<TrackPoint> track, IReadOnlyList<string> roadOf, int longestGapMetres)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(roadOf);
        var pieces = new List<TrackPiece>();
        var line = new List<GeoPoint>();
        for (var i = 0; i < track.Count; i++)
        {
            line.Add(track[i].At);
            var isLast = i + 1 == track.Count;
            if (!isLast && roadOf[i + 1] == roadOf[i] && Whereabouts.Metres(track[i].At, track[i + 1].At) <= longestGapMetres) continue;
            pieces.Add(new TrackPiece(roadOf[i], line));
            line = [];
        }

        return pieces;
    }

    /// <summary>
    /// The same pieces with fewer points, for drawing: each keeps its ends and every so manieth point between them. The figures of a survey
    /// are never made from these.
    /// </summary>
    /// <param name="pieces">Pieces.</param>
    /// <param name="most">Points of all pieces together, about; the ends of each stay in any case.</param>
    public static IReadOnlyList<TrackPiece> Thin(IReadOnlyList<TrackPiece> pieces, int most)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var step = (pieces.Sum(p => p.Line.Count) + most - 1) / most;
        return step <= 1 ? pieces : [.. pieces.Select(p => p with { Line = [.. p.Line.Where((_, i) => i % step == 0 || i == p.Line.Count - 1)] })];
    }
}
