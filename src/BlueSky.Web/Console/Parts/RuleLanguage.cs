using BlueSky.Assessment;
using BlueSky.Credit;
using BlueSky.Reports;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>
/// Names of rules, of clauses of credit and of steps of supervision in the language of the page; they are data, both of them in the files of rules. Cases
/// and accounts store them in Chinese as they were said and published: that stands, and the English is found by what they also store, the id.
/// </summary>
internal static class RuleLanguage
{
    /// <summary>Name of a rule.</summary>
    public static string In(this RuleSpec rule, Words words) => words.Of(rule.Name, rule.NameEn);

    /// <summary>Name of a clause.</summary>
    public static string In(this CreditClause clause, Words words) => KindLanguage.Named(clause.Name, clause.NameEn, words);

    /// <summary>Name of what a month without a problem gives.</summary>
    public static string In(this CreditBonus bonus, Words words) => KindLanguage.Named(bonus.Name, bonus.NameEn, words);

    /// <summary>Name of a step of supervision.</summary>
    public static string In(this SupervisionStep step, Words words) => words.Of(step.Name, step.NameEn);

    /// <summary>
    /// What a step of a problem says. The text is stored in Chinese; in English the rule's name stands before it, alone where the text is no more than
    /// that name.
    /// </summary>
    /// <param name="kinds">The kinds with their rules.</param>
    /// <param name="kind">Code of the source's kind.</param>
    /// <param name="step">The step.</param>
    /// <param name="words">Words of the page.</param>
    public static string Said(this SourceKindCatalog kinds, string kind, RuleTransition step, Words words)
    {
        if (!words.IsEnglish) return step.Explanation;
        if (step.RuleId == Report.Other) return Before(step.Explanation, "其他问题", words["其他问题"]);
        return kinds.Find(kind)?.Rules.FirstOrDefault(r => r.Id == step.RuleId) is { } rule ? Before(step.Explanation, rule.Name, rule.NameEn) : step.Explanation;
    }

    /// <summary>Name of the clause of a line of an account; the line's own where the policy or the clause is no longer there.</summary>
    public static string NameOf(this CreditPolicies policies, CreditStatement account, CreditLine line, Words words)
    {
        if (policies.All.FirstOrDefault(p => p.Id == account.PolicyId) is not { } policy) return line.Name;
        var scheme = account.Period.Type == PeriodType.Year ? policy.Trucks : policy.Sources;
        var english = line.Clause == CreditAccount.GoodMonthClause ? scheme.GoodMonth?.NameEn : scheme.Clauses.FirstOrDefault(c => c.Code == line.Clause)?.NameEn;
        return KindLanguage.Named(line.Name, english ?? "", words);
    }

    /// <summary>Name of the step of supervision that a problem is at; the stored one where the ladder has another by now.</summary>
    public static string NameOf(this HandlingPolicy handling, LoopSummary loop, Words words) =>
        handling.Ladder.FirstOrDefault(s => s.Name == loop.LevelName)?.In(words) ?? loop.LevelName;

    /// <summary>Name of a step of supervision that was taken; the stored one where the ladder has none of its code.</summary>
    public static string NameOf(this HandlingPolicy handling, Escalated step, Words words) =>
        handling.Ladder.FirstOrDefault(s => s.Code == step.Code) is { } rung ? words.Of(step.Name, rung.NameEn) : step.Name;

    private static string Before(string text, string chinese, string english) => text == chinese ? english : $"{english}: {text}";
}
