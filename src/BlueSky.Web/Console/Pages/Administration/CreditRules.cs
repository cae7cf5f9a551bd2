using BlueSky.Credit;

namespace BlueSky.Web.Console;

/// <summary>The rules of credit (信用) in words.</summary>
internal static class CreditRules
{
    public static IReadOnlyList<RuleSection> Of(CreditPolicy policy, KindNames kinds, Words words) =>
    [
        new(words["总则"],
        [
            RuleRow.Of(words["适用自"], policy.EffectiveFrom, v => RuleShelf.Day(v)),
            RuleRow.Of(words["申诉期限"], policy.AppealWithinDays, v => words["扣分后 {0} 天内", v]),
            RuleRow.Of(words["录入期限"], policy.EnterWithinDays, v => words["发生后 {0} 天内", v]),
            RuleRow.Of(words["不评分的源类"], policy.KindsNotScored, v => v.Count == 0 ? words["无"] : kinds.Of(v, words)),
        ]),
        .. Scheme(words["污染源（按季度）"], policy.Sources, kinds, words),
        .. Scheme(words["渣土车（按年）"], policy.Trucks, kinds, words),
        new(words["红黑榜"],
        [
            RuleRow.Of(words["红榜：最低分"], policy.Red.AtLeast, RuleRow.Plain),
            RuleRow.Of(words["红榜：最多扣分次数"], policy.Red.MostDeductions, v => words["{0} 次", v]),
            RuleRow.Of(words["红榜：须有数据或检查"], policy.Red.NeedsData, v => v ? words["是"] : words["否"]),
            .. policy.Red.MostPerKind is { } most ? new[] { RuleRow.Of(words["红榜：每类最多"], most, v => words["{0} 家", v]) } : [],
            RuleRow.Of(words["黑榜：低于"], policy.Black.Below, v => words["{0} 分", RuleRow.Plain(v)]),
            .. policy.Black.Counts.Select(c => RuleRow.Of(words["黑榜：同一条款扣分"], c, v => words["{0}，{1} 次及以上", v.Clause, v.AtLeast])),
            RuleRow.Of(words["黑榜：期限"], policy.Black.Months, v => words["{0} 个月", v]),
        ]),
    ];

    private static IEnumerable<RuleSection> Scheme(string name, CreditScheme scheme, KindNames kinds, Words words)
    {
        yield return new RuleSection(name,
        [
            RuleRow.Of(words["起始分"], scheme.Start, RuleRow.Plain), RuleRow.Of(words["最低分"], scheme.Floor, RuleRow.Plain), RuleRow.Of(words["最高分"], scheme.Ceiling, RuleRow.Plain),
            RuleRow.Of(words["小数位"], scheme.Digits, v => words["{0} 位", v]),
            RuleRow.Of(words["修约"], scheme.Rounding, v => Rounding(v, words)),
            .. scheme.GoodMonth is { } good ? new[] { new RuleRow(good.In(words), words["加 {0} 分", RuleRow.Plain(good.Points)], good.Mark, good.Citation) } : [],
        ]);
        yield return new RuleSection(words["{0}：扣分条款（先符合的先用）", name], [.. scheme.Clauses.Select(c => new RuleRow(words.Of($"{c.Name}（{c.Code}）", $"{c.NameEn} ({c.Code})"), Clause(c, kinds, words), c.Mark, c.Citation))]);
        yield return new RuleSection(words["{0}：等级", name], [.. scheme.Grades.Select(g => new RuleRow(g.Name, Grade(g, words), g.Mark, g.Citation))]);
    }

    private static string Rounding(AirQuality.RoundingRule rule, Words words) => rule switch
    {
        AirQuality.RoundingRule.HalfToEven => words["四舍六入五成双（GB/T 8170）"],
        AirQuality.RoundingRule.Up => words["进位取整"],
        _ => words["四舍五入"],
    };

    private static string Clause(CreditClause clause, KindNames kinds, Words words)
    {
        var said = new List<string> { clause.Each ? words["每项扣 {0} 分", RuleRow.Plain(clause.Points)] : words["扣 {0} 分", RuleRow.Plain(clause.Points)], Occasion(clause.On, words) };
        if (clause.Kinds.Count > 0) said.Add(words["源类 {0}", kinds.Of(clause.Kinds, words)]);
        if (clause.Rules.Count > 0) said.Add(words["规则 {0}", string.Join(words["、"], clause.Rules)]);
        if (clause.From > BlueSky.Sources.Severity.Suspect) said.Add(words["{0}及以上", clause.From.Of(words)]);
        if (clause.Levels.Count > 0) said.Add(words["第 {0} 级督办", string.Join(words["、"], clause.Levels)]);
        return string.Join(words["，"], said);
    }

    private static string Occasion(CreditOccasion on, Words words) => on switch
    {
        CreditOccasion.Problem => words["交办或加重时"],
        CreditOccasion.Supervision => words["督办时"],
        CreditOccasion.Rejected => words["复核不通过时"],
        CreditOccasion.Reopened => words["重新打开时"],
        _ => words["部门录入时"],
    };

    private static string Grade(CreditGrade grade, Words words) =>
        words["{0} 分及以上", RuleRow.Plain(grade.From)] + (grade.Months is { } months ? words["，"] + words["后果持续 {0} 个月", months] : "");
}
