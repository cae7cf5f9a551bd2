using System.Globalization;
using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Sources;
using BlueSky.Store;
using Microsoft.Extensions.Logging;

namespace BlueSky.Registers;

/// <summary>The stored form: how far it is.</summary>
internal sealed class RegisterImportState
{
    public ImportReport? Report { get; set; }

    /// <summary>Rows that are dealt with.</summary>
    public int Next { get; set; }
}

/// <summary>The stored form of the rows that are to be written; written once, so that progress costs little.</summary>
internal sealed class RegisterImportRows
{
    public List<ImportFinding> Rows { get; set; } = [];
}

/// <summary>Judges, stores what is to be written, writes it. A reminder wakes it as long as anything is left.</summary>
internal sealed partial class RegisterImportGrain(
    [PersistentState("register-import")] IPersistentState<RegisterImportState> state,
    [PersistentState("register-import-rows")] IPersistentState<RegisterImportRows> rows,
    SourceKindCatalog kinds, District district, IPublication publication, TimeProvider clock, ILogger<RegisterImportGrain> log)
    : Grain, IRegisterImportGrain, IRemindable
{
    private const string Resume = "resume";
    private const int AtOnce = 16, RowsAChunk = 100;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private IGrainTimer? _timer;

    private string Command => this.GetPrimaryKeyString()[(district.Code.Length + 1)..];

    private ImportReport Report => state.State.Report!;

    // Whatever wakes it, the reminder or a question how far it is.
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (state.State.Report is { State: ImportState.Running }) StartTimer(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    public async Task<ImportReport> Preview(ImportRequest request) => NewReport(request, ImportState.DryRun).With(await Judge(request));

    public async Task<ImportReport> Begin(ImportRequest request)
    {
        if (state.State.Report is { } there)
        {
            return there.FileDigest == request.FileDigest && there.Kind == request.Kind && there.AllOrNothing == request.AllOrNothing
                ? there
                : throw new RefusedException("command-taken", "command", $"命令 {Command} 已用于另一个文件，请换一个。Another file was imported under this command: use a new one.");
        }

        var findings = await Judge(request);
        var report = NewReport(request, ImportState.Running).With(findings);
        if (request.AllOrNothing && report.Refused > 0)
        {
            await Finish(report with { State = ImportState.Refused });
            return Report;
        }

        rows.State = new RegisterImportRows { Rows = [.. findings.Where(f => f.Outcome is ImportOutcome.Added or ImportOutcome.Changed)] };
        await rows.Write();
        // Before the state: a reminder that finds nothing to do removes itself, work without one would not be taken up.
        await this.RegisterOrUpdateReminder(Resume, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await publication.Append([Entry("register.import-begun", report)]);
        await Store(report, 0);
        await Work();
        if (Report.State == ImportState.Running) StartTimer(TimeSpan.Zero);
        return Report;
    }

    public Task<ImportReport?> Get() => Task.FromResult(state.State.Report);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (state.State.Report is { State: ImportState.Running }) StartTimer(TimeSpan.Zero);
        else await Forget();
    }

    private void StartTimer(TimeSpan after) =>
        _timer ??= this.RegisterGrainTimer(WorkOn, new GrainTimerCreationOptions(after, RetryAfter) { KeepAlive = true });

    // Chunk after chunk, each in a turn of its own, so that the question how far it is finds its turn too.
    private async Task WorkOn(CancellationToken cancellation)
    {
        try
        {
            await Work();
        }
        catch (Exception e) when (e is BlueSkyException or OrleansException or TimeoutException)
        {
            Interrupted(Command, e);
            return;
        }

        if (Report.State == ImportState.Running)
        {
            _timer?.Change(TimeSpan.Zero, RetryAfter);
            return;
        }

        _timer?.Dispose();
        _timer = null;
    }

    private async Task Work()
    {
        if (state.State.Report is not { State: ImportState.Running } report) return;
        var chunk = rows.State.Rows.Skip(state.State.Next).Take(RowsAChunk).ToList();
        foreach (var some in chunk.Chunk(AtOnce))
        {
            var refusals = await Task.WhenAll(some.Select(Write));
            report = some.Zip(refusals).Aggregate(report, (r, pair) => pair.Second is { } problem ? r.Without(pair.First, problem) : r with { Written = r.Written + 1 });
        }

        var next = state.State.Next + chunk.Count;
        if (next < rows.State.Rows.Count) await Store(report, next);
        else await Finish(report with { State = ImportState.Finished });
    }

    // Rules may have changed since the rows were judged: then the row is refused, and said to be.
    private async Task<ImportProblem?> Write(ImportFinding row)
    {
        try
        {
            await GrainFactory.GetGrain<ISourceGrain>(row.Entry!.Id).Register(row.Entry, $"{Report.Actor}，导入 {Command}");
            return null;
        }
        catch (RefusedException e)
        {
            return ImportProblem.Of(row.Row, e.Field, e.Reason, e.Message);
        }
    }

    private async Task<List<ImportFinding>> Judge(ImportRequest request)
    {
        var judge = new ImportJudge(kinds, district, request.Reach, [.. request.Parameters]);
        var findings = new List<ImportFinding>(request.Rows.Length);
        foreach (var some in request.Rows.Chunk(AtOnce))
            findings.AddRange(await Task.WhenAll(some.Select(async row => judge.Judge(row, await Current(row)))));
        return findings;
    }

    private async Task<SourceRegistration?> Current(ImportRow row) =>
        row.Entry is null || row.Problems.Count > 0 ? null : (await GrainFactory.GetGrain<ISourceGrain>(row.Entry.Id).Get())?.Registration;

    private async Task Finish(ImportReport report)
    {
        report = report with { EndedAt = clock.GetUtcNow() };
        await publication.Append([Entry(report.State == ImportState.Finished ? "register.imported" : "register.import-refused", report)]);
        await Store(report, rows.State.Rows.Count);
        await Forget();
    }

    // The report stays; the rows are in the register.
    private async Task Forget()
    {
        if (await this.GetReminder(Resume) is { } reminder) await this.UnregisterReminder(reminder);
        if (rows.RecordExists) await rows.ClearStateAsync();
    }

    private async Task Store(ImportReport report, int next)
    {
        state.State = new RegisterImportState { Report = report, Next = next };
        try
        {
            await state.Write();
        }
        catch (Exception e) when (e is BlueSkyException or Orleans.Storage.InconsistentStateException)
        {
            // What is stored is not known: the next activation reads it again, and the reminder brings it.
            DeactivateOnIdle();
            throw;
        }
    }

    private ImportReport NewReport(ImportRequest request, ImportState then) => new(
        Command, request.Kind, request.FileDigest, request.Actor, request.Unit, then, request.AllOrNothing, clock.GetUtcNow(), null, 0, 0, 0, 0, 0, 0, [], 0);

    private AuditEntry Entry(string action, ImportReport report) => new(
        clock.GetUtcNow(), report.Actor, action, this.GetPrimaryKeyString(), "",
        string.Create(CultureInfo.InvariantCulture,
            $"{report.Kind}，文件 {report.FileDigest}，{report.Rows} 行：新增 {report.Added}，变更 {report.Changed}，无变化 {report.Unchanged}，拒绝 {report.Refused}，已写入 {report.Written}"),
        "", 1);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Import {Command} was interrupted; it goes on in a few seconds")]
    private partial void Interrupted(string command, Exception cause);
}
