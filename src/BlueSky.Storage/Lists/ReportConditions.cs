using System.Globalization;
using BlueSky.Queries;
using BlueSky.Violations;

namespace BlueSky.Storage;

/// <summary>How far the problems of a report are, as conditions on its row: each problem has a row of its own, also one that was merged into another.</summary>
internal static class ReportConditions
{
    // The moment finds the few candidates by an index; which of them the report names only its document says.
    private const string Problems =
        "SELECT 1 FROM violation v WHERE v.source_id = report.source_id AND v.start_at = report.seen_at AND CAST(report.document AS text) LIKE '%\"' || v.id || '\"%'";

    private static readonly string Waiting = Exists("v.state = {0}", LoopState.Found), Running = Exists("v.state < {0}", LoopState.Closed), Any = Exists("", default);

    /// <summary>The condition; empty for any.</summary>
    public static string Of(ReportStanding? standing) => standing switch
    {
        null => "",
        ReportStanding.NoProblem => $"NOT {Any}",
        ReportStanding.Waiting => Waiting,
        ReportStanding.InWork => $"{Running} AND NOT {Waiting}",
        _ => $"{Any} AND NOT {Running}",
    };

    private static string Exists(string condition, LoopState state) =>
        $"EXISTS ({Problems}{(condition.Length == 0 ? "" : " AND " + string.Format(CultureInfo.InvariantCulture, condition, (int)state))})";
}
