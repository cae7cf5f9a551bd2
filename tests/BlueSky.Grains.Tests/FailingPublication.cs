using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Notifications;
using BlueSky.Queries;
using BlueSky.Registers;
using BlueSky.Sources;
using BlueSky.Store;

namespace BlueSky.Testing;

/// <summary>The real lists, where some rows of problems and reports are not published although the state of their grain is stored.</summary>
internal sealed class FailingPublication(IPublication inner, Func<object, bool> fails) : IPublication
{
    public Task Publish(
        string violationId, ViolationRow violation, DateTimeOffset? wakeAt, IReadOnlyList<AuditEntry> decisions, IReadOnlyList<Notice>? notices) =>
        fails(violation) ? Failed : inner.Publish(violationId, violation, wakeAt, decisions, notices);

    public Task Publish(ReportRow report, IReadOnlyList<AuditEntry> entries) => fails(report) ? Failed : inner.Publish(report, entries);

    public Task Publish(SourceRow source, DateTimeOffset? silenceDue) => inner.Publish(source, silenceDue);

    public Task Publish(IReadOnlyList<RegisterEntry> entries) => inner.Publish(entries);

    public Task<RegisterEntry?> LastEntry(string sourceId, CancellationToken cancellation) => inner.LastEntry(sourceId, cancellation);

    public Task Publish(DeviceRow device) => inner.Publish(device);

    public Task Publish(IReadOnlyList<HourlyValue> hours) => inner.Publish(hours);

    // Stored, and then nobody learns of it: as a crash behind it has it.
    public async Task Append(IReadOnlyList<AuditEntry> entries, bool once)
    {
        await inner.Append(entries, once);
        if (fails(entries)) await Failed;
    }

    public Task<bool> Keep(UploadedPhoto photo, DateTimeOffset since, long mostBytes) => inner.Keep(photo, since, mostBytes);

    public Task<IReadOnlyList<string>> PhotosOf(string unit, IReadOnlyCollection<string> ids) => inner.PhotosOf(unit, ids);

    public Task<IReadOnlyList<SourceSummary>> SummariesOf(string town, CancellationToken cancellation) => inner.SummariesOf(town, cancellation);

    public Task<IReadOnlyList<string>> SilenceDue(DateTimeOffset now, int most, CancellationToken cancellation) => inner.SilenceDue(now, most, cancellation);

    public Task<IReadOnlyList<string>> ViolationsDue(DateTimeOffset now, int most, CancellationToken cancellation) => inner.ViolationsDue(now, most, cancellation);

    private static Task Failed => Task.FromException(new StoreUnavailableException("test"));
}
