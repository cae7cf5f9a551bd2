using BlueSky.Access;
using BlueSky.Audit;
using BlueSky.Decisions;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Violations;

namespace BlueSky.Reports;

/// <summary>The stored form of a report: what was sent and what was decided on it.</summary>
internal sealed class ReportState
{
    public Report? Report { get; set; }

    public ReportContact? Contact { get; set; }

    public Actor? By { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public ViolationPlace? Place { get; set; }

    public string SourceId { get; set; } = "";

    public List<RuleTransition> Steps { get; set; } = [];

    /// <summary>True once problems, row and audit entry are known to be there.</summary>
    public bool IsDelivered { get; set; }
}

/// <summary>
/// One report: finds its source, asks the rules, stores what they decided, then hands the problems on. Handing on may repeat: a problem
/// drops a step that it has, a row and an entry are written once.
/// </summary>
internal sealed class ReportGrain(
    [PersistentState("report")] IPersistentState<ReportState> state, IPublication publication, IQueries queries, District district,
    DistrictBoundary boundary, SourceKindCatalog kinds, ReportPolicy policy, TimeProvider clock) : Grain, IReportGrain
{
    private const int PageRows = 500;

    private string Key => this.GetPrimaryKeyString();

    public async Task<ReportAnswer> Enter(Report report, ReportContact? contact, Actor by)
    {
        if (state.State.Report is { } former)
        {
            if (!SameEntry.Is(former, report) || !SameEntry.Is(state.State.Contact, contact)) throw new RefusedException(ReportRefusals.IdTaken);
            await Deliver();
            return new ReportAnswer(View(), IsRepeat: true);
        }

        var now = clock.GetUtcNow();
        if (Reporting.Check(report, by, district, boundary, kinds, policy, now) is { } no) throw await Refused(no, by, now);
        if (Key != ReportKey.Of(by.Unit!, report.Id)) throw await Refused(ReportRefusals.IdTaken, by, now);
        var (source, missing) = await Locate(report, by);
        if (source is null) throw await Refused(missing!, by, now);
        var kind = kinds[source.Kind];
        var found = Reporting.Find(report, by, source, kind, policy);
        if (found.Refusal is { } refusal) throw await Refused(refusal, by, now);
        var photos = report.Photos.ToHashSet(StringComparer.Ordinal);
        if ((await publication.PhotosOf(by.Unit!.Code, photos)).Count < photos.Count) throw await Refused(Refusals.UnknownPhoto, by, now);

        // A new spot before the report: its id follows from the report's, so a crash in between leaves one spot, not two.
        if (await GrainFactory.GetGrain<ISourceGrain>(source.Id).Get() is null) await GrainFactory.GetGrain<ISourceGrain>(source.Id).Register(source, by.Name);
        await Store(new ReportState
        {
            Report = report, Contact = contact, By = by, ReceivedAt = now, SourceId = source.Id, Steps = [.. found.Steps],
            Place = new ViolationPlace(source.Town, source.Name, source.Kind, source.Department ?? kind.LeadDepartment.Value, source.IsDemo),
        });
        await Deliver();
        return new ReportAnswer(View(), IsRepeat: false);
    }

    public Task<ReportView?> Get() => Task.FromResult(state.State.Report is null ? null : View());

    public async Task<ReportContact?> Contact(Actor by)
    {
        if (state.State.By is not { } enteredBy) return null;
        var now = clock.GetUtcNow();
        var may = by.IsCommand || by.ActsFor(enteredBy.Unit!.Code);
        await publication.Append([Entry(now, by, may ? "report.contact-read" : "report.contact-refused", may ? "" : "role-not-permitted", "")]);
        return may
            ? state.State.Contact
            : throw new RefusedException(ReportRefusals.ContactIsPrivate);
    }

    private async Task<(SourceRegistration? Source, Refusal? Refusal)> Locate(Report report, Actor by)
    {
        if (report.SourceId is { } id)
            return await GrainFactory.GetGrain<ISourceGrain>(id).Get() is { } view ? (view.Registration, null) : (null, ReportRefusals.UnknownSource);
        var ofTown = new List<SourceRegistration>();
        for (var number = 1; ; number++)
        {
            var page = await queries.Sources(new SourceFilter(Town: report.Town, Kind: report.Kind), new PageRequest(number, PageRows), CancellationToken.None);
            ofTown.AddRange(page.Items.Select(r => r.Registration));
            if (page.Items.Count < PageRows) return Reporting.Locate(report, by, ofTown, district, policy);
        }
    }

    private async Task Deliver()
    {
        if (state.State.IsDelivered) return;
        var (report, place) = (state.State.Report!, state.State.Place!);
        foreach (var step in state.State.Steps) await GrainFactory.GetGrain<IViolationGrain>(step.ViolationId).Take(step, place);
        var view = View();
        var detail = $"{view.SourceId}（{place.SourceName}）{report.Finding}：{(view.Problems.Length == 0 ? "未发现问题" : string.Join("，", view.Problems))}";
        await publication.Publish(
            new ReportRow(
                Key, report.Origin, report.At, view.ReceivedAt, view.Unit.Code, place, view.Department, view.SourceId, report.Position, report.Finding,
                report.Photos.Count, view.Problems),
            [Entry(view.ReceivedAt, state.State.By!, report.Origin == FoundBy.Citizen ? "report.citizen" : "report.patrol", "", detail)]);
        state.State.IsDelivered = true;
        await Store(state.State);
    }

    private ReportView View()
    {
        var held = state.State;
        var placement = district.Place(held.Place!.Town, held.Place.Department, held.Place.Kind);
        return new ReportView(
            Key, held.Report!, held.By!.Name, held.By.Unit!, held.ReceivedAt, held.SourceId, held.Place, placement.Industry.Code,
            [.. held.Steps.Select(s => s.ViolationId)], held.Contact is not null);
    }

    private Task Store(ReportState next)
    {
        state.State = next;
        return state.WriteOrEnd(DeactivateOnIdle);
    }

    private async Task<RefusedException> Refused(Refusal refusal, Actor by, DateTimeOffset now)
    {
        await publication.Append([Entry(now, by, "report.refused", refusal.Code, refusal.Field)]);
        return new RefusedException(refusal);
    }

    private AuditEntry Entry(DateTimeOffset at, Actor by, string action, string reason, string detail) =>
        AuditEntry.Of(by, at, action, Key, reason, detail);
}
