using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Notifications;
using BlueSky.Queries;
using BlueSky.Registers;
using BlueSky.Sources;

namespace BlueSky.Store;

/// <summary>A photo as a unit uploaded it.</summary>
/// <param name="Id">SHA-256 of its bytes.</param>
/// <param name="Unit">Code of the unit.</param>
/// <param name="MediaType">What it is by its first bytes.</param>
/// <param name="Actor">Who uploaded it.</param>
/// <param name="UploadedAt">When, by the node's clock.</param>
/// <param name="Content">Its bytes as they came.</param>
public sealed record UploadedPhoto(string Id, string Unit, string MediaType, string Actor, DateTimeOffset UploadedAt, byte[] Content);

/// <summary>
/// The rows that lists and reports read. Every row carries the grain's version: a smaller one than the stored changes nothing,
/// so publishing may repeat. Calls return after the commit; many calls share one. Implemented for SQLite and PostgreSQL.
/// </summary>
public interface IPublication
{
    /// <summary>
    /// A source's register entry and summary. <paramref name="silenceDue"/>: when the watch must wake the source; null for never.
    /// </summary>
    Task Publish(SourceRow source, DateTimeOffset? silenceDue);

    /// <summary>
    /// A violation with what was decided on it: the audit entries and the notices, each once however often it is published, then the
    /// row. <paramref name="wakeAt"/>: when the watch must wake it; null for never.
    /// </summary>
    Task Publish(
        string violationId, ViolationRow violation, DateTimeOffset? wakeAt, IReadOnlyList<AuditEntry> decisions, IReadOnlyList<Notice>? notices = null);

    /// <summary>Versions of register entries, kept for good; one that is there already stays as it is.</summary>
    Task Publish(IReadOnlyList<RegisterEntry> entries);

    /// <summary>The newest version of a source's entry that is kept; null when there is none.</summary>
    Task<RegisterEntry?> LastEntry(string sourceId, CancellationToken cancellation = default);

    /// <summary>A device's register entry.</summary>
    Task Publish(DeviceRow device);

    /// <summary>Hourly values; the version of each decides.</summary>
    Task Publish(IReadOnlyList<HourlyValue> hours);

    /// <summary>A report with its audit entries, each once however often it is published.</summary>
    Task Publish(ReportRow report, IReadOnlyList<AuditEntry> entries);

    /// <summary>A photo, when it still fits into its unit's day: at most <paramref name="mostBytes"/> uploaded since <paramref name="since"/>, itself included.</summary>
    /// <returns>False when it does not fit, or is there already.</returns>
    Task<bool> Keep(UploadedPhoto photo, DateTimeOffset since, long mostBytes);

    /// <summary>Of these ids those whose photos the unit has uploaded.</summary>
    Task<IReadOnlyList<string>> PhotosOf(string unit, IReadOnlyCollection<string> ids);

    /// <summary>Audit entries, appended. <paramref name="once"/>: one of the same subject, moment, action and detail that is there already is not added again.</summary>
    Task Append(IReadOnlyList<AuditEntry> entries, bool once = false);

    /// <summary>The published summaries of a town, all of them.</summary>
    Task<IReadOnlyList<SourceSummary>> SummariesOf(string town, CancellationToken cancellation = default);

    /// <summary>Ids of sources of a town, or of all when null, whose <c>silenceDue</c> is at or before <paramref name="now"/>, oldest first.</summary>
    Task<IReadOnlyList<string>> SilenceDue(DateTimeOffset now, int most, CancellationToken cancellation = default);

    /// <summary>Ids of violations whose <c>wakeAt</c> is at or before <paramref name="now"/>, oldest first.</summary>
    Task<IReadOnlyList<string>> ViolationsDue(DateTimeOffset now, int most, CancellationToken cancellation = default);
}
