using BlueSky.Devices;

namespace BlueSky.Web.Console;

/// <summary>How devices (数采仪) are judged, in words.</summary>
internal static class DeviceRateRules
{
    public static IReadOnlyList<RuleSection> Of(DevicePolicy policy, Words words) =>
    [
        new(words["数据传输率"],
        [
            RuleRow.Of(words["计数的数据类别"], policy.RateOf, v => string.Join(words["、"], v.Select(p => p.Of(words)))),
            RuleRow.Of(words["低于此值时标出"], policy.MarkedBelow, v => words["{0}%", RuleRow.Plain(v)]),
        ]),
        new(words["历史数据补传"],
        [
            RuleRow.Of(words["一次请求最长"], policy.BackfillMostDays, v => words["{0} 天", v]),
            RuleRow.Of(words["未完成作罢"], policy.BackfillGiveUpHours, v => words["{0} 小时后", v]),
        ]),
    ];
}
