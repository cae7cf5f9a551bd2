namespace BlueSky.Registers;

/// <summary>How far an import is.</summary>
public enum ImportState
{
    /// <summary>试算: nothing was or will be written.</summary>
    DryRun = 0,

    /// <summary>进行中: being written; goes on by itself, also after a node died.</summary>
    Running = 1,

    /// <summary>完成.</summary>
    Finished = 2,

    /// <summary>整体退回: all or nothing was asked for and rows are refused; nothing was written.</summary>
    Refused = 3,
}

/// <summary>What an import did, does or would do.</summary>
/// <param name="Command">Id of the command.</param>
/// <param name="Kind">Kind of the sources.</param>
/// <param name="FileDigest">SHA-256 of the file, lower-case hexadecimal.</param>
/// <param name="Actor">Who imports.</param>
/// <param name="Unit">Code of the unit imported for; empty for none.</param>
/// <param name="State">How far it is.</param>
/// <param name="AllOrNothing">True when one refused row refuses all.</param>
/// <param name="BegunAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it runs and for a dry run.</param>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Added">Rows that are new sources.</param>
/// <param name="Changed">Rows that change one.</param>
/// <param name="Unchanged">Rows that say what is there.</param>
/// <param name="Refused">Rows that are refused.</param>
/// <param name="Written">Of the added and changed, how many are written so far.</param>
/// <param name="Problems">What is wrong, row by row, at most <see cref="MostProblems"/>.</param>
/// <param name="ProblemsInAll">How many problems there are; more than are listed when the list is full.</param>
public sealed record ImportReport(
    string Command, string Kind, string FileDigest, string Actor, string Unit, ImportState State, bool AllOrNothing, DateTimeOffset BegunAt, DateTimeOffset? EndedAt,
    int Rows, int Added, int Changed, int Unchanged, int Refused, int Written, IReadOnlyList<ImportProblem> Problems, int ProblemsInAll)
{
    /// <summary>Most problems that a report lists.</summary>
    public const int MostProblems = 500;

    /// <summary>The report with the findings counted.</summary>
    public ImportReport With(IReadOnlyCollection<ImportFinding> findings) => this with
    {
        Rows = findings.Count,
        Added = findings.Count(f => f.Outcome == ImportOutcome.Added),
        Changed = findings.Count(f => f.Outcome == ImportOutcome.Changed),
        Unchanged = findings.Count(f => f.Outcome == ImportOutcome.Unchanged),
        Refused = findings.Count(f => f.Outcome == ImportOutcome.Refused),
        Problems = [.. findings.SelectMany(f => f.Problems).Take(MostProblems)],
        ProblemsInAll = findings.Sum(f => f.Problems.Count),
    };

    /// <summary>The report after a row that was to be written was refused after all.</summary>
    public ImportReport Without(ImportFinding row, ImportProblem problem) => this with
    {
        Added = Added - (row.Outcome == ImportOutcome.Added ? 1 : 0),
        Changed = Changed - (row.Outcome == ImportOutcome.Changed ? 1 : 0),
        Refused = Refused + 1,
        Problems = Problems.Count < MostProblems ? [.. Problems, problem] : Problems,
        ProblemsInAll = ProblemsInAll + 1,
    };
}
