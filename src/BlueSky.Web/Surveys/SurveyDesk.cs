using System.Globalization;
using BlueSky.Access;
using BlueSky.Queries;
using BlueSky.Surveys;
using BlueSky.Time;

namespace BlueSky.Web;

/// <summary>
/// Surveys (走航) for the API and the console. A survey goes over the roads of many; a town sees of it its own roads and the way on them, and
/// none that touched no road of its.
/// </summary>
internal sealed class SurveyDesk(IGrainFactory grains, TimeProvider clock)
{
    /// <summary>The year that holds now, China time.</summary>
    public int ThisYear => clock.GetUtcNow().ToChina().Year;

    /// <summary>Surveys of a year, newest first.</summary>
    /// <param name="year">Year, China time.</param>
    /// <param name="town">Only what it found in this town; null for all.</param>
    /// <param name="over">True for those with a road over its limit, false for those without.</param>
    /// <param name="page">Which part.</param>
    /// <param name="by">Who asks.</param>
    public async Task<Page<SurveyRow>> List(int year, string? town, bool? over, PageRequest page, Actor by)
    {
        if (town is not null && !Sight.MaySeeTown(town, by)) return new Page<SurveyRow>([], 0, page.Number, page.Size);
        var part = town ?? Sight.TownOf(by);
        var heads = await grains.GetGrain<ISurveyShelfGrain>(year.ToString(CultureInfo.InvariantCulture)).All();
        var rows = from head in heads
                   let parts = head.Parts.Where(p => part is null || p.Town == part).ToList()
                   where part is null || parts.Count > 0
                   let row = SurveyRow.Of(head, parts, part is null)
                   where over is null || over == row.Over > 0
                   select row;
        return RegisterDesk.Part(rows.ToList(), page);
    }

    /// <summary>One survey; null when there is none, or it touched nothing that the caller sees.</summary>
    public async Task<SurveyDetail?> Find(string key, Actor by)
    {
        if (!IsKey(key) || await grains.GetGrain<ISurveyGrain>(key).Get() is not { } view) return null;
        var detail = SurveyDetail.Of(view, Sight.TownOf(by));
        return Sight.TownOf(by) is null || detail.Roads.Count > 0 ? detail : null;
    }

    // Only names that could be one: a grain is made for whatever is asked for.
    private static bool IsKey(string key) => key.Length == 28 && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
