using BlueSky.Assessment;

namespace BlueSky.Credit;

/// <summary>Says in Chinese what is other in one account than in another of the same period.</summary>
public static class CreditDifference
{
    private const int MostLines = 20;

    /// <summary>The words, e.g. “得分 85→90；2026-05-03 超标或违规属实 -5→0”.</summary>
    public static string Words(CreditStatement before, CreditStatement after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (before.Lines.ToDictionary(l => l.Id, StringComparer.Ordinal), after.Lines.ToDictionary(l => l.Id, StringComparer.Ordinal));
        var words = new List<string> { before.Score == after.Score ? $"得分 {after.Score.Plain()} 不变" : $"得分 {before.Score.Plain()}→{after.Score.Plain()}" };
        words.AddRange(before.Lines.Where(l => !now.ContainsKey(l.Id)).Select(l => $"去掉 {Line(l)} {l.Points.Plain()}"));
        words.AddRange(after.Lines.Where(l => !old.ContainsKey(l.Id)).Select(l => $"增加 {Line(l)} {l.Points.Plain()}"));
        words.AddRange(after.Lines.Where(l => old.TryGetValue(l.Id, out var was) && was.Points != l.Points).Select(l => $"{Line(l)} {old[l.Id].Points.Plain()}→{l.Points.Plain()}"));
        if (before.PolicyDigest != after.PolicyDigest) words.Add($"规则 {before.PolicyId}→{after.PolicyId}（文本有变）");
        return words.Count <= MostLines ? string.Join('；', words) : string.Join('；', words.Take(MostLines)) + $"；另有 {words.Count - MostLines} 处";
    }

    // A good month is written down at its end, which is a day of the next one: it is named instead.
    private static string Line(CreditLine line) =>
        $"{(line.Clause == CreditAccount.GoodMonthClause ? line.Id[(CreditAccount.GoodMonthClause.Length + 1)..] : line.At.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))} {line.Name}";
}
