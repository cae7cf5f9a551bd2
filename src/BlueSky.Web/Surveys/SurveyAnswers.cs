using BlueSky.Surveys;

namespace BlueSky.Web;

/// <summary>A survey (走航) in a list, as far as the caller sees: of a town's roads alone for a town.</summary>
/// <param name="Key">Its name.</param>
/// <param name="At">End of the survey.</param>
/// <param name="Surveyor">Vehicle or crew.</param>
/// <param name="Roads">Roads that it touched.</param>
/// <param name="Judged">Of these, those with enough surveyed length.</param>
/// <param name="Over">Of these, those over their limit.</param>
/// <param name="Orders">Roads with an open order (督办单) afterwards.</param>
/// <param name="Metres">Surveyed length on them, m.</param>
/// <param name="UnmatchedShare">Share of the way on no registered road, 0 to 1; null for who sees a part.</param>
public sealed record SurveyRow(
    string Key, DateTimeOffset At, string Surveyor, int Roads, int Judged, int Over, int Orders, decimal Metres, decimal? UnmatchedShare)
{
    internal static SurveyRow Of(SurveyHead head, IReadOnlyCollection<SurveyPart> parts, bool isWhole) => new(
        head.Key, head.At, head.Surveyor, parts.Sum(p => p.Roads), parts.Sum(p => p.Judged), parts.Sum(p => p.Over), parts.Sum(p => p.Orders),
        parts.Sum(p => p.Metres), isWhole ? head.UnmatchedShare : null);
}

/// <summary>One survey, as far as the caller sees.</summary>
/// <param name="Key">Its name.</param>
/// <param name="At">End of the survey.</param>
/// <param name="Surveyor">Vehicle or crew.</param>
/// <param name="EnteredAt">When it was entered.</param>
/// <param name="Roads">Roads by their ids, with load, limit and order.</param>
/// <param name="Track">The way in its order, thinned for drawing.</param>
/// <param name="Points">Points on these roads and, for who sees all, on none.</param>
/// <param name="UnmatchedPoints">Points on no registered road; null for who sees a part.</param>
/// <param name="Metres">Length of that way, m.</param>
/// <param name="UnmatchedShare">Share of the way on no registered road, 0 to 1; null for who sees a part.</param>
/// <param name="MeanLoad">Length-weighted mean silt load of the judged roads, g/m², six decimals; null when none is judged.</param>
public sealed record SurveyDetail(
    string Key, DateTimeOffset At, string Surveyor, DateTimeOffset EnteredAt, IReadOnlyList<SurveyedRoad> Roads, IReadOnlyList<TrackPiece> Track, int Points,
    int? UnmatchedPoints, decimal Metres, decimal? UnmatchedShare, decimal? MeanLoad)
{
    internal static SurveyDetail Of(SurveyView view, string? town)
    {
        var answer = view.Answer;
        SurveyedRoad[] roads = [.. answer.Roads.Where(r => town is null || r.Load.Town == town)];
        var judged = roads.Where(r => r.Load.IsJudged).Select(r => new Sources.SurveyPoint(r.Load.Load, r.Load.Metres)).ToList();
        decimal? mean = Sources.RoadSurvey.SegmentLoad(judged) is { } load ? decimal.Round(load, 6) : null;
        if (town is null)
        {
            return new SurveyDetail(
                view.Key, answer.At, view.Surveyor, view.EnteredAt, roads, view.Track, answer.Points, answer.UnmatchedPoints, answer.Metres, answer.UnmatchedShare, mean);
        }

        var own = roads.Select(r => r.Load.Road).ToHashSet(StringComparer.Ordinal);
        return new SurveyDetail(
            view.Key, answer.At, view.Surveyor, view.EnteredAt, roads, [.. view.Track.Where(p => own.Contains(p.Road))], roads.Sum(r => r.Load.Points), null,
            roads.Sum(r => r.Load.Metres), null, mean);
    }
}
