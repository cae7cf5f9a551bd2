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
    ];
}
