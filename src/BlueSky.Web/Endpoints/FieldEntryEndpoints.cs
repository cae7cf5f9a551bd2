using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>What people enter for a source: inspections, road surveys, cleanings. They go the way of every reading.</summary>
internal static class FieldEntryEndpoints
{
    private const int LongestNote = 1_024, MostItems = 100, MostPoints = 10_000;
    private const long SurveyBody = 1024 * 1024;

    public static void MapFieldEntries(this RouteGroupBuilder api)
    {
        var entries = api.MapGroup("/sources/{id}").WithTags("field entries 现场记录");
        entries.MapPost("/inspections", Inspect).RequireScope(Scopes.Register).WithName("enterInspection").ChangesThings()
            .WithSummary("Enters an inspection of the measures checklist, each item passed or failed. 措施检查");
        entries.MapPost("/surveys", Survey).RequireScope(Scopes.Register).WithName("enterSurvey").ChangesThings(SurveyBody)
            .WithSummary("Enters a road dust survey; the segment's load is the length-weighted mean of its points. 道路积尘走航");
        entries.MapPost("/cleanings", Clean).RequireScope(Scopes.Register).WithName("enterCleaning").ChangesThings()
            .WithSummary("Enters a cleaning of hood and purifier. 清洗记录");
    }

    private static async Task<Results<Ok<EntryAnswer>, ProblemHttpResult>> Inspect(
        string id, InspectionEntry entry, EntryDesk desk, HttpContext http)
    {
        var check = new FieldCheck();
        var at = check.Moment(entry.At, "at");
        var inspector = check.Needed(entry.Inspector, "inspector");
        var note = check.Fits(entry.Note ?? "", "note", LongestNote);
        var items = entry.Items ?? [];
        if (items.Count is 0 or > MostItems) check.Wrong("items", "count", $"1 到 {MostItems} 项。1 to {MostItems} items.");
        var kind = await desk.KindOf(id, http);
        if (kind is null) return Problems.NotFound("污染源", id);
        var readings = new List<Reading>();
        foreach (var (item, i) in items.Take(MostItems).Select((item, i) => (item, i)))
        {
            var code = check.Needed(item?.Item, $"items[{i}].item", 32);
            if (code.Length > 0 && !Ids.IsSource(code)) check.Wrong($"items[{i}].item", "form", "字母、数字、连字符。Letters, digits, hyphens.");
            else if (kind.Info is { Measures.Count: > 0 } known && known.Measures.All(m => m.Code != code))
                check.Wrong($"items[{i}].item", "unknown-item", $"此源类的清单没有这一项，见 /api/v1/kinds。Not on the checklist of {kind.Code}.");
            var pass = check.Needed(item?.Pass, $"items[{i}].pass");
            var channel = $"{code}@measure-Pass";
            if (readings.Exists(r => r.Channel == channel)) check.Wrong($"items[{i}].item", "repeated", "重复。It is there twice.");
            readings.Add(new Reading(channel, pass ? 1 : 0, Quality.Valid));
        }

        check.Check();
        var failed = readings.Count(r => r.Value == 0);
        return await desk.Enter(http, id, "inspection", at, [.. readings], Texts(("inspector@measure-Text", inspector), ("note@measure-Text", note)),
            $"{readings.Count} items, {failed} failed, by {inspector}");
    }

    private static async Task<Results<Ok<EntryAnswer>, ProblemHttpResult>> Survey(
        string id, SurveyEntry entry, EntryDesk desk, HttpContext http)
    {
        var check = new FieldCheck();
        var at = check.Moment(entry.At, "at");
        var surveyor = check.Needed(entry.Surveyor, "surveyor");
        var points = entry.Points ?? [];
        if (points.Count is 0 or > MostPoints) check.Wrong("points", "count", $"1 到 {MostPoints} 个点。1 to {MostPoints} points.");
        var read = new List<SurveyPoint>();
        foreach (var (point, i) in points.Take(MostPoints).Select((point, i) => (point, i)))
        {
            var load = check.Needed(point?.Load, $"points[{i}].load");
            var length = check.Needed(point?.Length, $"points[{i}].length");
            if (load is < 0 or > 10_000) check.Wrong($"points[{i}].load", "range", "0 到 10000 g/m2。0 to 10,000 g/m2.");
            if (point?.Length is <= 0 or > 100_000) check.Wrong($"points[{i}].length", "range", "大于 0，到 100000 m。Above 0, to 100,000 m.");
            read.Add(new SurveyPoint(load, length));
        }

        check.Check();
        var kind = await desk.KindOf(id, http);
        if (kind is null) return Problems.NotFound("污染源", id);
        if (kind.Info is { TakesSurveys: false })
            return Problems.Invalid([new("id", "wrong-kind", $"源类 {kind.Code} 没有道路积尘走航。Sources of this kind have no road surveys.")]);
        var segment = RoadSurvey.SegmentLoad(read)!.Value;
        return await desk.Enter(http, id, "survey", at, [new Reading("sL-Rtd", segment, Quality.Valid)], Texts(("surveyor-Text", surveyor)),
            $"{read.Count} points, {read.Sum(p => p.LengthMetres)} m, by {surveyor}", segment);
    }

    private static async Task<Results<Ok<EntryAnswer>, ProblemHttpResult>> Clean(
        string id, CleaningEntry entry, EntryDesk desk, HttpContext http)
    {
        var check = new FieldCheck();
        var at = check.Moment(entry.At, "at");
        var cleaner = check.Needed(entry.Cleaner, "cleaner");
        var note = check.Fits(entry.Note ?? "", "note", LongestNote);
        check.Check();
        var kind = await desk.KindOf(id, http);
        if (kind is null) return Problems.NotFound("污染源", id);
        if (kind.Info is { TakesCleanings: false })
            return Problems.Invalid([new("id", "wrong-kind", $"源类 {kind.Code} 没有清洗记录。Sources of this kind have no cleanings.")]);
        return await desk.Enter(http, id, "cleaning", at, [new Reading("cleaning-Done", 1, Quality.Valid)],
            Texts(("cleaner-Text", cleaner), ("note-Text", note)), $"by {cleaner}");
    }

    private static TextReading[] Texts(params (string Channel, string Text)[] texts) =>
        [.. texts.Where(t => t.Text.Length > 0).Select(t => new TextReading(t.Channel, t.Text))];
}

/// <summary>Takes entries of people to their source.</summary>
internal sealed class EntryDesk(
    IGrainFactory grains, IngestDispatch dispatch, RegisterDesk register, AuditTrail audit, IReadOnlyList<KindInfo> kinds, TimeProvider clock)
{
    /// <summary>The source's kind, with what is known of it; null while the source is not in the register.</summary>
    /// <exception cref="Messages.RefusedException">It is another unit's.</exception>
    public async Task<KindOfSource?> KindOf(string id, HttpContext http)
    {
        Ids.CheckSource(id);
        var view = await grains.GetGrain<ISourceGrain>(id).Get();
        if (view is null) return null;
        register.CheckRecord(http, view.Registration);
        return new(view.Registration.Kind, kinds.FirstOrDefault(k => k.Code == view.Registration.Kind));
    }

    /// <summary>Stores one record and says what became of it, after the commit.</summary>
    public async Task<Results<Ok<EntryAnswer>, ProblemHttpResult>> Enter(
        HttpContext http, string id, string what, DateTimeOffset at, Reading[] readings, TextReading[] texts, string detail, decimal? load = null)
    {
        var caller = Caller.Of(http);
        var observation = new Observation
        {
            Mn = $"manual:{what}", Period = Period.Record, DataTime = at, ReceivedAt = clock.GetUtcNow().ToChina(), Readings = readings,
            Texts = texts,
        };
        var result = (await dispatch.Send([new RoutedObservation(id, observation)]))[0];
        switch (result)
        {
            case IngestResult.Unavailable:
                http.Response.Headers.RetryAfter = "5";
                return Problems.Unavailable();
            case IngestResult.UnknownSource:
                return Problems.NotFound("污染源", id);
            case IngestResult.Future:
                return Problems.Invalid([new("at", "future", "时间在未来。It lies in the future.")]);
            case IngestResult.BeforeRegistration:
                return Problems.Invalid([new("at", "before-registration", "早于登记日期。Before the source's first day in the register.")]);
            default:
                await audit.Wrote(caller, $"api.{what}.entered", id, $"{TimeText.Write(at)} {detail}");
                return TypedResults.Ok(new EntryAnswer(id, at, result, load));
        }
    }
}

/// <summary>Kind of a source.</summary>
/// <param name="Code">Code.</param>
/// <param name="Info">What is known of it; null when the host named no such kind.</param>
internal sealed record KindOfSource(string Code, KindInfo? Info);
