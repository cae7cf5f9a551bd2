using BlueSky.Queries;
using BlueSky.Reports;
using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>Words of reports (巡查、举报).</summary>
internal static class ReportWords
{
    /// <summary>Who found it.</summary>
    public static string Origin(FoundBy origin, Words words) => origin == FoundBy.Citizen ? words["公众举报"] : words["网格巡查"];

    /// <summary>What was found, by the kind's own name for it.</summary>
    public static string Finding(string kind, string finding, IEnumerable<KindInfo> kinds, Words words) => finding == Report.Other
        ? words["其他问题"]
        : kinds.FirstOrDefault(k => k.Code == kind)?.Reportable.FirstOrDefault(f => f.Code == finding)?.In(words) ?? finding;

    /// <summary>How far what came of it is.</summary>
    public static string Of(this ReportStanding standing, Words words) => standing switch
    {
        ReportStanding.NoProblem => words["未发现问题"],
        ReportStanding.Waiting => words["待指挥部核实"],
        ReportStanding.InWork => words["在办"],
        _ => words["办结"],
    };
}
