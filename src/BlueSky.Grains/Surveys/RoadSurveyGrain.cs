using System.Globalization;
using BlueSky.Access;
using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Time;
using BlueSky.Violations;
using Orleans.Concurrency;

namespace BlueSky.Surveys;

/// <summary>Matches a track, tells each road its value as a record, then has the survey kept; holds nothing itself.</summary>
[StatelessWorker]
internal sealed class RoadSurveyGrain(IPublication publication, IQueries queries, SourceKindCatalog kinds, SurveyPolicy policy, TimeProvider clock) : Grain, IRoadSurveyGrain
{
    private const string Road = "road", Rule = "silt-load";
    private const int PageRows = 500;

    // The way is kept to be looked at: no screen shows more points than that apart.
    private const int MostDrawn = 2_000;

    public async Task<SurveyAnswer> Enter(TrackPoint[] track, DateTimeOffset at, string surveyor, bool isDryRun, Actor by)
    {
        if (at > clock.GetUtcNow()) throw new RefusedException("future", "at", "走航时间在未来。The survey lies in the future.");
        var found = RoadMatching.Match(track, await Roads(), kinds[Road], at.Day(), policy);
        SurveyedRoad[] roads = [.. await Task.WhenAll(found.Roads.Select(r => isDryRun || !r.IsJudged ? Task.FromResult(new SurveyedRoad(r, null, null)) : Enter(r, at, surveyor)))];
        var answer = new SurveyAnswer(at, isDryRun, roads, found.Points, found.UnmatchedPoints, found.Metres, found.UnmatchedShare);
        if (isDryRun) return answer;
        await publication.Append([Entry(found, at, surveyor, by)]);
        var key = SurveyKey.Of(at, surveyor);
        await GrainFactory.GetGrain<ISurveyGrain>(key).Keep(new SurveyView(key, surveyor, clock.GetUtcNow().ToChina(), answer, [.. TrackPiece.Thin(found.Pieces, MostDrawn)]));
        return answer;
    }

    private async Task<SurveyedRoad> Enter(RoadLoad road, DateTimeOffset at, string surveyor)
    {
        var grain = GrainFactory.GetGrain<ISourceGrain>(road.Road);
        var record = new Observation
        {
            Mn = "manual:survey", Period = Period.Record, DataTime = at, ReceivedAt = clock.GetUtcNow().ToChina(),
            Readings = [new Reading("sL-Rtd", road.Load, Quality.Valid)], Texts = [new TextReading("surveyor-Text", surveyor)],
        };
        var result = (await grain.Ingest([record]))[0];
        if (result == IngestResult.Unavailable) throw new StoreUnavailableException($"道路 {road.Road} 暂时无法写入，请原样重发。Road {road.Road} cannot be written now: send the same again.");
        var open = (await grain.Get())?.Open.FirstOrDefault(o => o.RuleId == Rule);
        return new SurveyedRoad(road, result, open is null ? null : ViolationId.Of(road.Road, Rule, open.Point, open.Start));
    }

    private async Task<List<SourceRegistration>> Roads()
    {
        var roads = new List<SourceRegistration>();
        for (var number = 1; ; number++)
        {
            var page = await queries.Sources(new SourceFilter(Kind: Road), new PageRequest(number, PageRows), CancellationToken.None);
            roads.AddRange(page.Items.Select(r => r.Registration));
            if (page.Items.Count < PageRows) return roads;
        }
    }

    private AuditEntry Entry(TrackResult found, DateTimeOffset at, string surveyor, Actor by)
    {
        var over = string.Join("，", found.Roads.Where(r => r.IsOver).Select(r => r.Road));
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"{surveyor}：{found.Points} 个点，{found.Metres} m，未匹配 {found.UnmatchedShare:P1}；评价 {found.Roads.Count(r => r.IsJudged)} 条，超标：{(over.Length == 0 ? "无" : over)}");
        var subject = at.ToChina().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return AuditEntry.Of(by, clock.GetUtcNow(), "survey.entered", subject, "", detail);
    }
}
