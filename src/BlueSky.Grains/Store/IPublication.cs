using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Sources;

namespace BlueSky.Store;

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
    /// A violation with what was decided on it: the audit entries, each once however often it is published, then the row.
    /// <paramref name="wakeAt"/>: when the watch must wake it; null for never.
    /// </summary>
    Task Publish(string violationId, ViolationRow violation, DateTimeOffset? wakeAt, IReadOnlyList<AuditEntry> decisions);

    /// <summary>A device's register entry.</summary>
    Task Publish(DeviceRow device);

    /// <summary>Hourly values; the version of each decides.</summary>
    Task Publish(IReadOnlyList<HourlyValue> hours);

    /// <summary>Audit entries, appended.</summary>
    Task Append(IReadOnlyList<AuditEntry> entries);

    /// <summary>The published summaries of a town, all of them.</summary>
    Task<IReadOnlyList<SourceSummary>> SummariesOf(string town, CancellationToken cancellation = default);

    /// <summary>Ids of sources of a town, or of all when null, whose <c>silenceDue</c> is at or before <paramref name="now"/>, oldest first.</summary>
    Task<IReadOnlyList<string>> SilenceDue(DateTimeOffset now, int most, CancellationToken cancellation = default);

    /// <summary>Ids of violations whose <c>wakeAt</c> is at or before <paramref name="now"/>, oldest first.</summary>
    Task<IReadOnlyList<string>> ViolationsDue(DateTimeOffset now, int most, CancellationToken cancellation = default);
}
