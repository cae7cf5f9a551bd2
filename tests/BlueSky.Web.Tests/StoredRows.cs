using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Photos;
using BlueSky.Queries;
using BlueSky.Registers;
using BlueSky.Sources;

namespace BlueSky.Web.Tests;

/// <summary>Query tables in memory that remember what they were asked.</summary>
public sealed class StoredRows : IQueries
{
    public List<SourceRow> SourceRows { get; } = [];

    public List<object?> Asked { get; } = [];

    public List<PageRequest> Pages { get; } = [];

    public bool IsDown { get; set; }

    public long? PretendedTotal { get; set; }

    public void Clear()
    {
        (IsDown, PretendedTotal) = (false, null);
        SourceRows.Clear();
        Photos.Clear();
        Asked.Clear();
        Pages.Clear();
    }

    public Task<Page<SourceRow>> Sources(SourceFilter filter, PageRequest page, CancellationToken cancellation) =>
        Give([.. SourceRows.Where(r => (filter.Kind ?? r.Registration.Kind) == r.Registration.Kind && (filter.Town ?? r.Registration.Town) == r.Registration.Town)], page, filter);

    public async Task<Page<SourcePoint>> WorstSources(SourceFilter filter, int most, CancellationToken cancellation)
    {
        var page = await Sources(filter, new PageRequest(1, most), cancellation);
        return new([.. page.Items.Select(r => new SourcePoint(r.Registration.Id, r.Registration.Name, r.Summary.Status, r.Registration.Location))], page.Total, 1, most);
    }

    public Task<IReadOnlyList<SourceMark>> SourceMarks(int most, CancellationToken cancellation)
    {
        Asked.Add(nameof(SourceMarks));
        return IsDown ? throw new StoreUnavailableException("down") : Task.FromResult<IReadOnlyList<SourceMark>>([.. SourceRows.Take(most).Select(r => new SourceMark(
            r.Registration.Id, r.Summary.Version, r.Registration.Name, r.Registration.Town, r.Registration.Kind, r.Summary.Status, r.Summary.OpenBySeverity.Sum() > 0))]);
    }

    public Task<IReadOnlyDictionary<string, GeoPoint?>> SourcePlaces(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        Asked.Add(ids);
        return Task.FromResult<IReadOnlyDictionary<string, GeoPoint?>>(
            SourceRows.Where(r => ids.Contains(r.Registration.Id)).ToDictionary(r => r.Registration.Id, r => r.Registration.Location));
    }

    public Task<Page<ViolationRow>> Violations(ViolationFilter filter, PageRequest page, CancellationToken cancellation) =>
        Give([new ViolationRow(new("371302001", "示例加油站", "gas", "区商务局", true), Samples.Step(), Samples.Step()) { Loop = Samples.Violation("v").Loop }], page, filter);

    public Task<Page<StoredValue>> Values(
        string sourceId, string? channel, DateTimeOffset from, DateTimeOffset to, PageRequest page, CancellationToken cancellation) =>
        Give([new StoredValue("MN1", Period.Minute, Samples.Noon, Samples.Noon, "a34002-Avg", -1.5m, null, Quality.Late, 1)], page,
            (sourceId, channel, from, to));

    public Task<IReadOnlyList<HourlyValue>> Hours(
        string sourceId, string? factor, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        Asked.Add((sourceId, factor, from, to));
        return Task.FromResult<IReadOnlyList<HourlyValue>>(
            [new HourlyValue(sourceId, "a34002", Samples.Noon, 35.1m, 30, 40, 60, 60, true, false, 1)]);
    }

    public Task<IReadOnlyList<RegisterEntry>> RegisterAsOf(DateTimeOffset before, string kind, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<RegisterEntry>> RegisterVersions(string sourceId, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<RegisterEntry>>([.. SourceRows.Where(r => r.Registration.Id == sourceId)
            .Select(r => new RegisterEntry(r.Registration, 1, Samples.Noon, "甲"))]);

    public Task<DateTimeOffset?> RegisterSince(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Page<DeviceRow>> Devices(string? sourceId, string? text, PageRequest page, CancellationToken cancellation) =>
        Give([new DeviceRow(new DeviceRegistration { Mn = "MN1" }, 1)], page, (sourceId, text));

    public Task<Page<AuditEntry>> Audit(
        string? action, string? subject, DateTimeOffset? from, DateTimeOffset? to, PageRequest page, CancellationToken cancellation) =>
        Give([new AuditEntry(Samples.Noon, "甲", "device.refused", "MN1", "wrong-pw", "=cmd|' /C calc'!A0", "203.0.113.9", 3)], page,
            (action, subject, from, to));

    public Task<Page<ReportRow>> Reports(ReportFilter filter, PageRequest page, CancellationToken cancellation)
    {
        var view = ReportTests.View();
        return Give(
            [new ReportRow(view.Key, view.Report.Origin, view.Report.At, view.ReceivedAt, view.Unit.Code, view.Place, view.Department, view.SourceId, null, view.Report.Finding, 1, view.Problems)],
            page, filter);
    }

    /// <summary>Photos by unit and id.</summary>
    public Dictionary<(string Unit, string Id), byte[]> Photos { get; } = [];

    public Task<StoredPhoto?> Photo(string id, string? unit, CancellationToken cancellation)
    {
        var found = Photos.FirstOrDefault(p => p.Key.Id == id && (unit is null || p.Key.Unit == unit)).Value;
        return Task.FromResult(found is null ? null : new StoredPhoto(id, PhotoFile.MediaTypeOf(found)!, Samples.Noon, found));
    }

    public Task CheckReady(CancellationToken cancellation) =>
        IsDown ? throw new StoreUnavailableException("down") : Task.CompletedTask;

    private Task<Page<T>> Give<T>(IReadOnlyList<T> all, PageRequest page, object? asked)
    {
        if (IsDown) throw new StoreUnavailableException("down");
        Asked.Add(asked);
        Pages.Add(page);
        return Task.FromResult(new Page<T>(
            [.. all.Skip((page.Number - 1) * page.Size).Take(page.Size)], PretendedTotal ?? all.Count, page.Number, page.Size));
    }
}
