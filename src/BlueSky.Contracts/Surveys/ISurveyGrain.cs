using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BlueSky.Time;

namespace BlueSky.Surveys;

/// <summary>A survey (走航) as it is kept.</summary>
/// <param name="Key">Its name, <see cref="SurveyKey"/>.</param>
/// <param name="Surveyor">Vehicle or crew.</param>
/// <param name="EnteredAt">When, by the node's clock.</param>
/// <param name="Answer">What was answered: every road with its load and what became of it.</param>
/// <param name="Track">The way, thinned for drawing (<see cref="TrackPiece.Thin"/>); the points themselves are not kept.</param>
[GenerateSerializer, Immutable]
public sealed record SurveyView(
    [property: Id(0)] string Key, [property: Id(1)] string Surveyor, [property: Id(2)] DateTimeOffset EnteredAt, [property: Id(3)] SurveyAnswer Answer,
    [property: Id(4)] TrackPiece[] Track);

/// <summary>One survey with its way and its roads. Key: <see cref="SurveyKey"/>.</summary>
[Alias("survey")]
public interface ISurveyGrain : IGrainWithStringKey
{
    /// <summary>Keeps the survey and puts it on its year's shelf; a later entry of the same survey takes its place.</summary>
    Task Keep(SurveyView survey);

    /// <summary>The survey; null when there is none.</summary>
    Task<SurveyView?> Get();
}

/// <summary>What a survey found on the ground of one town.</summary>
/// <param name="Town">Code of the town.</param>
/// <param name="Roads">Roads that it touched.</param>
/// <param name="Judged">Of these, those with enough surveyed length.</param>
/// <param name="Over">Of these, those over their limit.</param>
/// <param name="Orders">Roads with an open order (督办单) afterwards.</param>
/// <param name="Metres">Surveyed length on them, m.</param>
[GenerateSerializer, Immutable]
public sealed record SurveyPart(
    [property: Id(0)] string Town, [property: Id(1)] int Roads, [property: Id(2)] int Judged, [property: Id(3)] int Over, [property: Id(4)] int Orders,
    [property: Id(5)] decimal Metres)
{
    /// <summary>The roads of a survey, town by town.</summary>
    public static SurveyPart[] Of(IEnumerable<SurveyedRoad> roads) =>
    [
        .. roads.GroupBy(r => r.Load.Town).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new SurveyPart(
            g.Key, g.Count(), g.Count(r => r.Load.IsJudged), g.Count(r => r.Load.IsOver), g.Count(r => r.Order is not null), g.Sum(r => r.Load.Metres))),
    ];
}

/// <summary>A survey in the list of a year.</summary>
/// <param name="Key">Its name.</param>
/// <param name="At">End of the survey.</param>
/// <param name="Surveyor">Vehicle or crew.</param>
/// <param name="Parts">What it found, town by town.</param>
/// <param name="Points">All points.</param>
/// <param name="Metres">Length of the track without its gaps, m.</param>
/// <param name="UnmatchedShare">Share of that length on no registered road, 0 to 1.</param>
[GenerateSerializer, Immutable]
public sealed record SurveyHead(
    [property: Id(0)] string Key, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string Surveyor, [property: Id(3)] SurveyPart[] Parts,
    [property: Id(4)] int Points, [property: Id(5)] decimal Metres, [property: Id(6)] decimal UnmatchedShare);

/// <summary>The surveys of a year, China time. Key: the year, e.g. <c>2026</c>.</summary>
[Alias("survey-shelf")]
public interface ISurveyShelfGrain : IGrainWithStringKey
{
    /// <summary>Puts a survey there; one of the same key is replaced.</summary>
    Task Put(SurveyHead head);

    /// <summary>All, newest first.</summary>
    Task<SurveyHead[]> All();
}

/// <summary>Names surveys by what tells them apart: when they ended and who drove.</summary>
public static class SurveyKey
{
    /// <summary>E.g. <c>20261124T023459-5f3a09c1d2e4</c>: the end in China time, then the beginning of the digest of the surveyor's name.</summary>
    public static string Of(DateTimeOffset at, string surveyor) =>
        at.ToChina().ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture) + "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(surveyor)))[..12];
}
