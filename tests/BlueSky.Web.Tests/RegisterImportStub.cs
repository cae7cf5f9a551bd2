using BlueSky.Registers;
using BlueSky.Sources;

namespace BlueSky.Web.Tests;

/// <summary>An import that judges as the real one does and writes into the world at once.</summary>
internal sealed class RegisterImportStub(World world, string command) : IRegisterImportGrain
{
    public static readonly SourceKindCatalog Kinds = new(Samples.Kinds.Select(k => SourceKindFile.Parse($"{k.Code}.json", $$"""
        {"code":"{{k.Code}}","name":"{{k.Name}}","nameEn":"x","leadDepartment":{"value":"{{k.Department}}","mark":"D","citation":"test"},
         "validHourMinutes":{"value":45,"mark":"D","citation":"test"},"factors":[],"limits":[],"rules":[],"measures":[]}
        """)));

    public Task<ImportReport> Preview(ImportRequest request) => Task.FromResult(Report(request, ImportState.DryRun).With(Judge(request)));

    public Task<ImportReport> Begin(ImportRequest request)
    {
        var findings = Judge(request);
        var report = Report(request, ImportState.Finished).With(findings);
        if (request.AllOrNothing && report.Refused > 0) return Task.FromResult(world.Imports[command] = report with { State = ImportState.Refused });
        foreach (var finding in findings.Where(f => f.Entry is not null)) world.Sources[finding.Entry!.Id] = finding.Entry;
        return Task.FromResult(world.Imports[command] = report);
    }

    public Task<ImportReport?> Get() => Task.FromResult(world.Imports.GetValueOrDefault(command));

    private List<ImportFinding> Judge(ImportRequest request)
    {
        var judge = new ImportJudge(Kinds, Samples.District, request.Reach, request.Parameters);
        return [.. request.Rows.Select(r => judge.Judge(r, r.Entry is null ? null : world.Sources.GetValueOrDefault(r.Entry.Id)))];
    }

    private ImportReport Report(ImportRequest request, ImportState then) =>
        new(command, request.Kind, request.FileDigest, request.Actor, request.Unit, then, request.AllOrNothing, Samples.Noon, null, 0, 0, 0, 0, 0, 0, [], 0);
}
