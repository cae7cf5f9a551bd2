using BlueSky.AirQuality;
using BlueSky.Sources;
using BlueSky.Time;
using Period = BlueSky.Assessment.Period;

namespace BlueSky.Credit;

/// <summary>
/// Counts an account. Pure: the same facts in whatever order give the same digits, because they are put in order of time first. The balance
/// is kept within floor and ceiling line by line, as the words “封顶” and “扣完为止” mean it, so a bonus cannot be saved up above the ceiling.
/// </summary>
public static class CreditAccount
{
    /// <summary>Clause of a good month.</summary>
    public const string GoodMonthClause = "good-month";

    /// <summary>The account of one period.</summary>
    /// <param name="policy">Policy in force.</param>
    /// <param name="scheme">Which of its schemes.</param>
    /// <param name="holder">Whose.</param>
    /// <param name="period">Period of the scheme's length.</param>
    /// <param name="asOf">What happened later is left out, and a month that is not over by then gives nothing.</param>
    /// <param name="facts">Facts of any time, in any order.</param>
    /// <param name="spans">When problems were open.</param>
    /// <param name="changes">Changes in the order in which they were decided: of one line the last counts.</param>
    public static CreditStatement Count(
        CreditPolicy policy, CreditScheme scheme, CreditHolder holder, Period period, DateTimeOffset asOf, IEnumerable<CreditFact> facts,
        IEnumerable<OpenSpan> spans, IEnumerable<CreditChange> changes)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(period);
        var changed = new Dictionary<string, CreditChange>(StringComparer.Ordinal);
        foreach (var change in changes) changed[change.Line] = change;
        var all = facts.Where(f => f.At <= asOf).DistinctBy(f => f.Line, StringComparer.Ordinal)
            .Select(f => LineOf(scheme, f, changed.GetValueOrDefault(f.Line))).OfType<CreditLine>().ToList();
        var lines = all.Where(l => l.At >= period.Start && l.At < period.End).ToList();
        if (scheme.GoodMonth is { } bonus) lines.AddRange(GoodMonths(bonus, holder, period, asOf, all, [.. spans]));
        return Balanced(policy, scheme, period, lines);
    }

    private static CreditLine? LineOf(CreditScheme scheme, CreditFact fact, CreditChange? change)
    {
        if (scheme.Clauses.FirstOrDefault(c => c.Fits(fact, fact.Severity)) is not { } clause) return null;
        var points = clause.PointsFor(fact);
        var note = "";
        if (fact.Before is { } before)
        {
            // The same problem, worse: only what the graver clause takes beyond what was taken.
            points = Math.Max(0, points - (scheme.Clauses.FirstOrDefault(c => c.Fits(fact, before))?.PointsFor(fact) ?? 0));
            note = $"由{SeverityWords(before)}加重为{SeverityWords(fact.Severity)}，补扣差额";
        }

        if (fact.RestedFor.Any(clause.NotWhenSuspendedFor.Contains)) (points, note) = (0, "该问题因沙尘或停电断网等中止，按规定不扣分");
        if (change is not null) (points, note) = (change.Points, change.Note);
        return new CreditLine(fact.Line, fact.At.ToChina(), clause.Code, clause.Name, -points, 0, fact.Case, note, clause.Mark);
    }

    // A problem that stays open makes the next month no better, even when no points are taken in it.
    private static IEnumerable<CreditLine> GoodMonths(
        CreditBonus bonus, CreditHolder holder, Period period, DateTimeOffset asOf, List<CreditLine> lines, IReadOnlyList<OpenSpan> spans)
    {
        var counted = lines.Where(l => l.Points < 0 && l.Case.Length > 0).Select(l => l.Case).ToHashSet(StringComparer.Ordinal);
        for (var day = period.First; day <= period.Last; day = day.AddMonths(1))
        {
            var month = Period.Month(day.Year, day.Month);
            if (month.End > asOf || month.First < holder.Since) continue;
            var hasDeduction = lines.Exists(l => l.Points < 0 && l.At >= month.Start && l.At < month.End);
            var isOpen = spans.Any(s => counted.Contains(s.Case) && s.From < month.End && (s.To is null || s.To > month.Start));
            if (hasDeduction || isOpen) continue;
            yield return new CreditLine($"{GoodMonthClause}-{month}", month.End, GoodMonthClause, bonus.Name, bonus.Points, 0, "", "", bonus.Mark);
        }
    }

    private static CreditStatement Balanced(CreditPolicy policy, CreditScheme scheme, Period period, List<CreditLine> lines)
    {
        var balance = scheme.Start.Value;
        var balanced = new List<CreditLine>(lines.Count);
        DateTimeOffset? outUntil = null;
        foreach (var line in lines.OrderBy(l => l.At).ThenBy(l => l.Id, StringComparer.Ordinal))
        {
            balance = Math.Clamp(balance + line.Points, scheme.Floor.Value, scheme.Ceiling.Value);
            balanced.Add(line with { Balance = balance });
            if (line.Points < 0 && scheme.GradeOf(balance).Months is { } months && line.At.AddMonths(months) is var end && (outUntil is null || end > outUntil)) outUntil = end;
        }

        var grade = scheme.GradeOf(balance);
        return new CreditStatement(
            period, policy.Id, policy.Digest, scheme.Start.Value, balanced, scheme.Rounding.Value.Apply(balance, scheme.Digits.Value), grade.Code, grade.Name, outUntil);
    }

    private static string SeverityWords(Severity severity) => severity switch
    {
        Severity.Suspect => "疑似",
        Severity.Warning => "预警",
        Severity.Violation => "违规",
        _ => "严重",
    };
}
