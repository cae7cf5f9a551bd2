using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Registers;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Queries;

/// <summary>Which part of a list. Pages count from 1; a page holds 1 to 500 rows.</summary>
/// <param name="Number">Page, from 1.</param>
/// <param name="Size">Rows a page, 1..500.</param>
/// <param name="Sort">Name of a sortable column, or empty for the list's own order.</param>
/// <param name="Descending">True for falling order.</param>
public sealed record PageRequest(int Number = 1, int Size = 50, string Sort = "", bool Descending = false);

/// <summary>One page of a list.</summary>
/// <param name="Items">Rows.</param>
/// <param name="Total">Rows of all pages under the filter.</param>
/// <param name="Number">Page, from 1.</param>
/// <param name="Size">Rows a page.</param>
/// <typeparam name="T">Row.</typeparam>
public sealed record Page<T>(IReadOnlyList<T> Items, long Total, int Number, int Size);

/// <summary>Filter of the list of sources; null means any.</summary>
public sealed record SourceFilter(
    string? Town = null, string? Kind = null, SourceStatus? Status = null, string? Text = null, bool? HasOpen = null)
{
    /// <summary>True when the list of sources under this filter has the source.</summary>
    public bool Takes(SourceMark source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return (Town ?? source.Town) == source.Town && (Kind ?? source.Kind) == source.Kind && (Status ?? source.Status) == source.Status
            && (HasOpen ?? source.HasOpen) == source.HasOpen && (string.IsNullOrEmpty(Text) || Has(source.Id, Text) || Has(source.Name, Text));
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A row of the list of sources: the register entry and the last published summary.</summary>
public sealed record SourceRow(SourceRegistration Registration, SourceSummary Summary);

/// <summary>A source on a map: nothing but what is drawn.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name.</param>
/// <param name="Status">Status.</param>
/// <param name="Location">Where it is; null when that is not registered.</param>
public sealed record SourcePoint(string Id, string Name, SourceStatus Status, GeoPoint? Location);

/// <summary>What the columns of the list of sources say of one, without its document: little enough to be read of a whole district every few seconds.</summary>
/// <param name="Id">Id.</param>
/// <param name="Version">Grows with whatever its document says of the register entry.</param>
/// <param name="Name">Name.</param>
/// <param name="Town">Code of its town.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Status">Status.</param>
/// <param name="HasOpen">True while it has problems that are not cleared.</param>
public sealed record SourceMark(string Id, long Version, string Name, string Town, string Kind, SourceStatus Status, bool HasOpen);

/// <summary>Filter of the list of violations; null means any. Times are event times, from inclusive, to exclusive.</summary>
/// <param name="Town">Code of the town that answers.</param>
/// <param name="Kind">Kind of the source.</param>
/// <param name="SourceId">Source.</param>
/// <param name="RuleId">Rule.</param>
/// <param name="MinimumSeverity">This severity or worse.</param>
/// <param name="Open">True until the rule cleared it.</param>
/// <param name="From">Began at or after.</param>
/// <param name="To">Began before.</param>
/// <param name="Department">Code of the unit that answers for the industry.</param>
/// <param name="State">How far the loop is.</param>
/// <param name="Ended">True for closed, withdrawn and merged ones, false for those that are still handled.</param>
/// <param name="DueBefore">The deadline that runs lies at or before this moment.</param>
/// <param name="MinimumLevel">So many steps of supervision or more.</param>
public sealed record ViolationFilter(
    string? Town = null, string? Kind = null, string? SourceId = null, string? RuleId = null, Severity? MinimumSeverity = null,
    bool? Open = null, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Department = null, LoopState? State = null,
    bool? Ended = null, DateTimeOffset? DueBefore = null, int? MinimumLevel = null);

/// <summary>A row of the list of violations: where it belongs, its first and its newest step.</summary>
public sealed record ViolationRow(ViolationPlace Place, RuleTransition First, RuleTransition Last)
{
    /// <summary>How its loop stands; null in a row that was written before problems had one.</summary>
    public LoopSummary? Loop { get; init; }

    /// <summary>True until the rule cleared it; of what people found, until the loop ends.</summary>
    public bool IsOpen => Last.Kind != TransitionKind.Cleared && !(Last.IsFinding && Loop is { IsEnded: true });
}

/// <summary>One stored value.</summary>
/// <param name="Mn">Device.</param>
/// <param name="Period">What it stands for.</param>
/// <param name="DataTime">Event time.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Channel">Channel.</param>
/// <param name="Value">Value; null for a text.</param>
/// <param name="Text">Text; null for a number.</param>
/// <param name="Quality">Quality.</param>
/// <param name="Arrival">Place in the life of its source.</param>
public sealed record StoredValue(
    string Mn, Period Period, DateTimeOffset DataTime, DateTimeOffset ReceivedAt, string Channel, decimal? Value, string? Text,
    Quality Quality, long Arrival);

/// <summary>A row of the list of devices.</summary>
public sealed record DeviceRow(DeviceRegistration Registration, long Version);

/// <summary>Filter of the list of reports; null means any. Times are when it was seen, from inclusive, to exclusive.</summary>
/// <param name="Town">Code of the town it is in.</param>
/// <param name="Department">Code of the unit that answers for the industry.</param>
/// <param name="Kind">Kind of the source.</param>
/// <param name="Origin">Patrol or citizen.</param>
/// <param name="SourceId">Source.</param>
/// <param name="From">Seen at or after.</param>
/// <param name="To">Seen before.</param>
/// <param name="Concerns">Code of a unit: what it reported, or what is on its ground or in its industry.</param>
public sealed record ReportFilter(
    string? Town = null, string? Department = null, string? Kind = null, FoundBy? Origin = null, string? SourceId = null, DateTimeOffset? From = null,
    DateTimeOffset? To = null, string? Concerns = null)
{
    /// <summary>How far what came of it is.</summary>
    public ReportStanding? Standing { get; init; }
}

/// <summary>How far what came of a report is; each report is at one of them.</summary>
public enum ReportStanding
{
    /// <summary>Nothing was wrong. 未发现问题。</summary>
    NoProblem,

    /// <summary>A problem of it waits for the command centre. 待指挥部核实、交办。</summary>
    Waiting,

    /// <summary>A problem of it is handled, none waits. 在办。</summary>
    InWork,

    /// <summary>All its problems are closed, withdrawn or merged into others. 办结。</summary>
    Ended,
}

/// <summary>A row of the list of reports: neither the person's words nor how to reach a citizen are in it.</summary>
/// <param name="Key">Code of the unit that reported, <c>~</c>, id of the sender.</param>
/// <param name="Origin">Patrol or citizen.</param>
/// <param name="At">When it was seen.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Unit">Code of the unit that reported.</param>
/// <param name="Place">Where it belongs.</param>
/// <param name="Department">Code of the unit that answers for the industry.</param>
/// <param name="SourceId">Source.</param>
/// <param name="Position">Where; null when not known.</param>
/// <param name="Finding">Rule, or <c>other</c>.</param>
/// <param name="Photos">Number of photos.</param>
/// <param name="Problems">Ids of the problems that came of it.</param>
public sealed record ReportRow(
    string Key, FoundBy Origin, DateTimeOffset At, DateTimeOffset ReceivedAt, string Unit, ViolationPlace Place, string Department, string SourceId,
    GeoPoint? Position, string Finding, int Photos, IReadOnlyList<string> Problems);

/// <summary>A stored photo.</summary>
/// <param name="Id">SHA-256 of its bytes.</param>
/// <param name="MediaType">What it is by its first bytes.</param>
/// <param name="UploadedAt">When it was uploaded, by the node's clock.</param>
/// <param name="Content">Its bytes as they came.</param>
public sealed record StoredPhoto(string Id, string MediaType, DateTimeOffset UploadedAt, byte[] Content);

/// <summary>
/// What lists and reports read: rows published by the grains, never asked of the grains one by one. Implemented for SQLite
/// and PostgreSQL.
/// </summary>
public interface IQueries
{
    /// <summary>Sources. Sortable: <c>id</c>, <c>name</c>, <c>town</c>, <c>kind</c>, <c>status</c>, <c>lastDataAt</c>, <c>worstRatio</c>.</summary>
    Task<Page<SourceRow>> Sources(SourceFilter filter, PageRequest page, CancellationToken cancellation);

    /// <summary>
    /// Sources under a filter, those furthest over their limits first, as many as a map shows at once: one read, where pages would be ten.
    /// <paramref name="most"/> is 1 to 5,000; the total is of all.
    /// </summary>
    Task<Page<SourcePoint>> WorstSources(SourceFilter filter, int most, CancellationToken cancellation);

    /// <summary>
    /// All sources, in the order of <see cref="WorstSources"/>; as many as <paramref name="most"/> (1 to 50,000), of more only so many. Of the
    /// whole register: whoever shows them narrows them to the viewer's sight.
    /// </summary>
    Task<IReadOnlyList<SourceMark>> SourceMarks(int most, CancellationToken cancellation);

    /// <summary>Where these sources are, null when that is not registered; who is in no register is not in the answer. 1 to 500 ids.</summary>
    Task<IReadOnlyDictionary<string, GeoPoint?>> SourcePlaces(IReadOnlyList<string> ids, CancellationToken cancellation);

    /// <summary>
    /// Violations, newest first. Sortable: <c>start</c>, <c>severity</c>, <c>town</c>, <c>source</c>, <c>due</c>, <c>level</c>, <c>state</c>.
    /// </summary>
    Task<Page<ViolationRow>> Violations(ViolationFilter filter, PageRequest page, CancellationToken cancellation);

    /// <summary>
    /// Stored values of one source by event time, from inclusive, to exclusive, oldest first; <paramref name="channel"/> null
    /// means all. Includes what is committed but not yet rolled. Refused (<c>readings-not-kept</c>) when the range begins in a time
    /// of which only hourly values are kept, and nothing of it is evidence of a violation.
    /// </summary>
    Task<Page<StoredValue>> Values(
        string sourceId, string? channel, DateTimeOffset from, DateTimeOffset to, PageRequest page, CancellationToken cancellation);

    /// <summary>Hourly values of one source by hour label, from exclusive, to inclusive (a day is 01:00 … 24:00), oldest first.</summary>
    Task<IReadOnlyList<HourlyValue>> Hours(
        string sourceId, string? factor, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);

    /// <summary>The newest version, of those entered before the moment, of every register entry that was of this kind then; by id of the source.</summary>
    Task<IReadOnlyList<RegisterEntry>> RegisterAsOf(DateTimeOffset before, string kind, CancellationToken cancellation);

    /// <summary>All versions of one source's register entry, oldest first; at most the newest 500.</summary>
    Task<IReadOnlyList<RegisterEntry>> RegisterVersions(string sourceId, CancellationToken cancellation);

    /// <summary>When the first version that is kept was entered; null when there is none.</summary>
    Task<DateTimeOffset?> RegisterSince(CancellationToken cancellation);

    /// <summary>Devices. Sortable: <c>mn</c>, <c>source</c>.</summary>
    Task<Page<DeviceRow>> Devices(string? sourceId, string? text, PageRequest page, CancellationToken cancellation);

    /// <summary>Audit entries, newest first.</summary>
    Task<Page<AuditEntry>> Audit(
        string? action, string? subject, DateTimeOffset? from, DateTimeOffset? to, PageRequest page, CancellationToken cancellation);

    /// <summary>Reports of patrols and citizens, newest first. Sortable: <c>at</c>, <c>receivedAt</c>, <c>town</c>, <c>kind</c>.</summary>
    Task<Page<ReportRow>> Reports(ReportFilter filter, PageRequest page, CancellationToken cancellation);

    /// <summary>A photo with its bytes, as the unit uploaded it, or as anybody did when no unit is named; null when there is none.</summary>
    Task<StoredPhoto?> Photo(string id, string? unit, CancellationToken cancellation);

    /// <summary>Answers when the store can be read and written now; throws a <see cref="Messages.StoreUnavailableException"/> else.</summary>
    Task CheckReady(CancellationToken cancellation);
}
