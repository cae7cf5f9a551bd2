using BlueSky.Reports;
using BlueSky.Surveys;

namespace BlueSky.Web.Console;

/// <summary>How reports (巡查、举报) and tracks of dust surveys (走航) are taken, in words.</summary>
internal static class FindingRules
{
    public static IReadOnlyList<RuleSection> Of(ReportPolicy policy, Words words) =>
    [
        new(words["受理"],
        [
            RuleRow.Of(words["公众举报的程度"], policy.CitizenSeverity, v => v.Of(words)),
            RuleRow.Of(words["清单外问题的程度"], policy.OtherSeverity, v => v.Of(words)),
            RuleRow.Of(words["上报时限"], policy.LatestAfterHours, v => words["发现后 {0} 小时内", v]),
            RuleRow.Of(words["巡查发现问题须附照片和位置"], policy.PatrolNeedsPhoto, v => v ? words["是"] : words["否"]),
        ]),
        new(words["归属"],
        [
            RuleRow.Of(words["归到最近的同类污染源"], policy.SourceWithinMetres, v => words["{0} 米内", v]),
            RuleRow.Of(words["与已登记的焚烧点视为同一处"], policy.SpotWithinMetres, v => words["{0} 米内", v]),
        ]),
    ];

    public static IReadOnlyList<RuleSection> Of(SurveyPolicy policy, Words words) =>
    [
        new(words["走航数据处理"],
        [
            RuleRow.Of(words["走航点归到最近的道路"], policy.MatchWithinMetres, v => words["{0} 米内", v]),
            RuleRow.Of(words["相邻两点视为中断"], policy.LongestGapMetres, v => words["相距超过 {0} 米", v]),
            RuleRow.Of(words["不作评价的道路"], policy.LeastLengthMetres, v => words["有效走航长度不足 {0} 米", v]),
        ]),
    ];
}
