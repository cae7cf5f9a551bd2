using BlueSky.Access;
using BlueSky.Sources;

namespace BlueSky.Surveys;

/// <summary>A road of a survey and what became of its value.</summary>
/// <param name="Load">What the track says of it.</param>
/// <param name="Result">What became of the record: stored, duplicate, revised …; null in a dry run and for a road that is not judged.</param>
/// <param name="Order">Id of the problem (督办单) of the road that is open afterwards, also one of before; null when there is none.</param>
[GenerateSerializer, Immutable]
public sealed record SurveyedRoad([property: Id(0)] RoadLoad Load, [property: Id(1)] IngestResult? Result, [property: Id(2)] string? Order);

/// <summary>What came of a survey.</summary>
/// <param name="At">End of the survey.</param>
/// <param name="IsDryRun">True when nothing was stored.</param>
/// <param name="Roads">Roads by their ids.</param>
/// <param name="Points">All points.</param>
/// <param name="UnmatchedPoints">Points that lie on no registered road.</param>
/// <param name="Metres">Length of the track without its gaps, m.</param>
/// <param name="UnmatchedShare">Share of that length on no registered road, 0 to 1.</param>
[GenerateSerializer, Immutable]
public sealed record SurveyAnswer(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] bool IsDryRun, [property: Id(2)] SurveyedRoad[] Roads, [property: Id(3)] int Points,
    [property: Id(4)] int UnmatchedPoints, [property: Id(5)] decimal Metres, [property: Id(6)] decimal UnmatchedShare);

/// <summary>Takes tracks of dust surveys (走航). Key: 0, any number of activations.</summary>
[Alias("road-survey")]
public interface IRoadSurveyGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Matches a track to the registered roads and enters the value of each judged road as its record of that moment; the road's rule
    /// makes the order. The same again changes nothing. Answered when all records are stored.
    /// </summary>
    /// <param name="track">Points in the order of the way, in the register's datum.</param>
    /// <param name="at">End of the survey, whole seconds.</param>
    /// <param name="surveyor">Vehicle or crew.</param>
    /// <param name="isDryRun">True to only say what would be.</param>
    /// <param name="by">Who enters it.</param>
    /// <exception cref="Messages.StoreUnavailableException">Some roads may be stored: send the same again.</exception>
    Task<SurveyAnswer> Enter([Immutable] TrackPoint[] track, DateTimeOffset at, string surveyor, bool isDryRun, Actor by);
}
