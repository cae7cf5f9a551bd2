using BlueSky.Access;
using BlueSky.Decisions;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Reports;
using BlueSky.Violations;

namespace BlueSky.Web;

/// <summary>The one way in which reports (巡查、举报) are entered and read, from the API and from the console.</summary>
internal sealed class ReportDesk(IGrainFactory grains, District district)
{
    /// <summary>Photos that a report may name.</summary>
    public const int MostPhotos = 20;

    private const int LongestText = 4_096, MostItems = 100, LongestId = 64;

    /// <summary>The caller acts for no unit, or only reads.</summary>
    public static readonly Refusal NoUnit = new("needs-unit", "", "您没有可以上报或查看报告的单位和身份。", "You act for no unit, or only read.");

    private static readonly Refusal NotYours = new("not-yours", "", "只能查看本单位上报或办理的报告。", "A unit sees what it reported or answers for.");

    /// <summary>Whether this caller may enter reports at all; what it may report the rules say.</summary>
    public bool MayEnter(Caller caller) =>
        caller.Scopes.HasFlag(Scopes.Act) && caller.ActorIn(district) is { Unit: not null, Role: not (Role.Reader or Role.System) };

    /// <summary>Takes what was sent; the same again changes nothing.</summary>
    /// <exception cref="InvalidRequestException">Fields are missing or wrong.</exception>
    /// <exception cref="Messages.RefusedException">The rules refuse it.</exception>
    public async Task<(ReportAnswer? Answer, Refusal? Refusal)> Enter(ReportedEntry entry, Caller caller)
    {
        var actor = caller.ActorIn(district);
        if (!MayEnter(caller)) return (null, NoUnit);
        var check = new FieldCheck();
        var report = Read(entry, actor.Unit!, check);
        var contact = entry.Contact is { } c
            ? new ReportContact(check.Fits(c.Name ?? "", "contact.name", 64), check.Fits(c.Phone ?? "", "contact.phone", 32))
            : null;
        if (contact is not null && entry.Origin == FoundBy.Patrol) check.Wrong("contact", "not-for-patrols", "巡查报告不填举报人。A patrol has no citizen to reach.");
        check.Check();
        return (await grains.GetGrain<IReportGrain>(ReportKey.Of(actor.Unit!, report.Id)).Enter(report, contact, actor), null);
    }

    /// <summary>The filter as far as one sees: a unit what it reported and what concerns it.</summary>
    public static ReportFilter Narrow(ReportFilter filter, Actor by) => filter with { Concerns = Sight.EndOf(by) };

    /// <summary>
    /// A report with the person's words, for the unit that reported, those that answer for it by the register, and those that answer for one of
    /// its problems now. Nothing and no refusal when there is none.
    /// </summary>
    public async Task<(ReportView? View, Refusal? Refusal)> Find(string key, Actor by)
    {
        if (by.Unit is not { } own) return (null, NoUnit);
        if (!IsKey(key) || await grains.GetGrain<IReportGrain>(key).Get() is not { } view) return (null, null);
        if (own.Kind is UnitKind.Command or UnitKind.TaskForce || own.Code == view.Unit.Code || own.Code == view.Place.Town || own.Code == view.Department) return (view, null);
        foreach (var problem in view.Problems)
        {
            var loop = (await grains.GetGrain<IViolationGrain>(problem).Get())?.Loop;
            if (own.Code == loop?.Town.Code || own.Code == loop?.Industry.Code) return (view, null);
        }

        return (null, NotYours);
    }

    /// <summary>How to reach the citizen; every look is in the audit log. Null when there is none.</summary>
    /// <exception cref="Messages.RefusedException">The caller may not know.</exception>
    public async Task<ReportContact?> Contact(string key, Actor by) =>
        by.Unit is not null && IsKey(key) ? await grains.GetGrain<IReportGrain>(key).Contact(by) : null;

    private static Report Read(ReportedEntry entry, Unit unit, FieldCheck check)
    {
        var id = check.Needed(entry.Id, "id", LongestId);
        if (!IsId(id)) check.Wrong("id", "form", "字母、数字、连字符、点、下划线。Letters, digits, hyphens, points, underscores.");
        if (entry.Origin is not (null or FoundBy.Patrol or FoundBy.Citizen)) check.Wrong("origin", "word", "应为 patrol 或 citizen。Either patrol or citizen.");
        var (photos, items) = (entry.Photos ?? [], entry.Measures ?? []);
        if (photos.Count > MostPhotos) check.Wrong("photos", "count", $"最多 {MostPhotos} 张。At most {MostPhotos}.");
        if (items.Count > MostItems) check.Wrong("measures", "count", $"最多 {MostItems} 项。At most {MostItems} items.");
        if (entry.Source is { } source && !Ids.IsSource(source)) check.Wrong("source", "form", "字母、数字和连字符，最多 64 个字符。Letters, digits and hyphens, at most 64.");
        return new Report
        {
            Id = id, Origin = check.Needed(entry.Origin, "origin"), At = check.Moment(entry.At, "at"),
            SourceId = entry.Source, Kind = entry.Kind is null ? null : check.Fits(entry.Kind, "kind", 32),
            Town = entry.Town is { } town ? check.Fits(town, "town", 32) : unit.Kind == UnitKind.Town ? unit.Code : null,
            Position = entry.Position?.Read(check, "position"), Finding = check.Needed(entry.Finding, "finding"), Text = check.Words(entry.Text ?? "", "text", LongestText),
            Measures = [.. items.Take(MostItems).Select((item, i) => new MeasureAnswer(
                check.Needed(item?.Item, $"measures[{i}].item", 32), check.Needed(item?.Pass, $"measures[{i}].pass")))],
            Photos = [.. photos.Take(MostPhotos).Select((photo, i) => check.Photo(photo, $"photos[{i}]"))],
        };
    }

    private static bool IsId(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');

    private static bool IsKey(string key) => key.Split('~') is [{ Length: > 0 and <= 32 } unit, { Length: > 0 and <= LongestId } id] && Ids.IsSource(unit) && IsId(id);
}
