using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Registers;

/// <summary>What is wrong with one cell or row of an import, and how to mend it.</summary>
/// <param name="Row">Row of the sheet or line of the file, from 1.</param>
/// <param name="Column">Column by the field's name, e.g. <c>registeredOn</c>; empty when it is the whole row.</param>
/// <param name="Title">Chinese name of the column.</param>
/// <param name="Reason">Short stable word.</param>
/// <param name="Message">What is wrong and the fix, Chinese first.</param>
public sealed record ImportProblem(int Row, string Column, string Title, string Reason, string Message)
{
    /// <summary>Of a field of the register.</summary>
    public static ImportProblem Of(int row, string field, string reason, string message) => new(row, field, RegisterFields.TitleOfField(field), reason, message);
}

/// <summary>One row of an import as it was read.</summary>
/// <param name="Row">Row of the sheet or line of the file, from 1.</param>
/// <param name="Id">Id of the source; empty when it could not be read.</param>
/// <param name="Entry">The entry; null when the row cannot be read as one.</param>
/// <param name="Problems">What is wrong with its cells.</param>
public sealed record ImportRow(int Row, string Id, SourceRegistration? Entry, IReadOnlyList<ImportProblem> Problems);

/// <summary>What an import does with a row.</summary>
public enum ImportOutcome
{
    /// <summary>新增.</summary>
    Added = 0,

    /// <summary>变更.</summary>
    Changed = 1,

    /// <summary>无变化.</summary>
    Unchanged = 2,

    /// <summary>拒绝: nothing of the row is entered.</summary>
    Refused = 3,
}

/// <summary>The judgement of one row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Entry">What would be registered; null when refused.</param>
/// <param name="Problems">Why it is refused.</param>
public sealed record ImportFinding(int Row, ImportOutcome Outcome, SourceRegistration? Entry, IReadOnlyList<ImportProblem> Problems);

/// <summary>Judges rows of an import: by the rules of every registration, by whose they are, and against what is in the register.</summary>
/// <param name="kinds">The kinds.</param>
/// <param name="district">The district.</param>
/// <param name="reach">How far whoever imports may reach.</param>
/// <param name="parameters">Numbers that the file has a column for; of others what is in the register stays.</param>
public sealed class ImportJudge(SourceKindCatalog kinds, District district, RegisterReach reach, IReadOnlyCollection<string> parameters)
{
    /// <summary>Judges one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="current">The entry that the register has under its id; null for none.</param>
    public ImportFinding Judge(ImportRow row, SourceRegistration? current)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Entry is not { } read || row.Problems.Count > 0) return new(row.Row, ImportOutcome.Refused, null, row.Problems);
        var entry = Complete(read, current);
        ImportProblem[] faults = [.. RegistrationRules.Faults(entry, kinds, district).Select(f => ImportProblem.Of(row.Row, f.Field, f.Code, f.Words))];
        if (faults.Length > 0) return new(row.Row, ImportOutcome.Refused, null, faults);
        if (Forbidden(row.Row, entry, current) is { } forbidden) return new(row.Row, ImportOutcome.Refused, null, [forbidden]);
        if (current is null) return new(row.Row, ImportOutcome.Added, entry, []);
        return RegisterDifference.Fields(current, entry).Count > 0
            ? new(row.Row, ImportOutcome.Changed, entry, [])
            : new(row.Row, ImportOutcome.Unchanged, current, []);
    }

    private ImportProblem? Forbidden(int row, SourceRegistration entry, SourceRegistration? current)
    {
        if (current is not null && current.Kind != entry.Kind)
            return ImportProblem.Of(row, "kind", "other-kind", $"此编号已登记为 {current.Kind}，不能改为 {entry.Kind}，请用新编号登记。The id is registered under another kind: use a new id.");
        return reach.Refuse(entry, current, kind => kinds.Find(kind)?.LeadDepartment.Value ?? "") is { } refusal
            ? ImportProblem.Of(row, refusal.Field, refusal.Code, refusal.Words)
            : null;
    }

    private SourceRegistration Complete(SourceRegistration entry, SourceRegistration? current)
    {
        if (current is null) return entry;

        // No table has a column for the line of a road.
        entry = entry with { Path = current.Path };
        if (current.Parameters.Keys.All(parameters.Contains)) return entry;
        var all = current.Parameters.Where(p => !parameters.Contains(p.Key)).Concat(entry.Parameters);
        return entry with { Parameters = all.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal) };
    }
}
