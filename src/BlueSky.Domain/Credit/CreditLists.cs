using System.Text;
using BlueSky.Assessment;

namespace BlueSky.Credit;

/// <summary>Which list (红黑榜).</summary>
public enum CreditList
{
    /// <summary>红榜: praise. Has nothing to do with a red plate (红牌).</summary>
    Red = 0,

    /// <summary>黑榜.</summary>
    Black = 1,
}

/// <summary>A source with its frozen account, as lists are drawn from it.</summary>
/// <param name="Source">Id.</param>
/// <param name="Name">Name of the source as the register has it.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Town">Town code.</param>
/// <param name="HasData">True when anything was measured or inspected in the period.</param>
/// <param name="IsDemo">True for demonstration data.</param>
/// <param name="Revision">Revision of the account.</param>
/// <param name="Statement">The account.</param>
public sealed record RankedSource(string Source, string Name, string Kind, string Town, bool HasData, bool IsDemo, int Revision, CreditStatement Statement);

/// <summary>
/// A place on a list. What is published of a source: no person's name and none of the words that people entered, only figures and the names of
/// clauses.
/// </summary>
/// <param name="List">Which list.</param>
/// <param name="Rank">Place among its kind, from 1; equal ones share it and the next is left out (1, 1, 3).</param>
/// <param name="Source">Id.</param>
/// <param name="Name">Name of the source.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Town">Town code.</param>
/// <param name="Score">Score.</param>
/// <param name="Reasons">Why, in Chinese.</param>
/// <param name="Until">Last day on which it stands; null where the policy says none.</param>
/// <param name="Revision">Revision of the account that it rests on.</param>
/// <param name="IsDemo">True for demonstration data.</param>
public sealed record ListPlace(
    CreditList List, int Rank, string Source, string Name, string Kind, string Town, decimal Score, IReadOnlyList<string> Reasons, DateOnly? Until, int Revision,
    bool IsDemo);

/// <summary>Draws the lists. Pure: the same accounts give the same lists, whatever their order.</summary>
public static class CreditLists
{
    /// <summary>Both lists of a period, red before black, then by kind, place and id.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="sources">All sources that have a frozen account of the period.</param>
    /// <param name="drawnOn">Day from which a black place counts its months.</param>
    public static IReadOnlyList<ListPlace> Draw(CreditPolicy policy, IEnumerable<RankedSource> sources, DateOnly drawnOn)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(sources);
        var places = new List<ListPlace>();
        foreach (var kind in sources.GroupBy(s => s.Kind, StringComparer.Ordinal))
        {
            var black = kind.Select(s => (Source: s, Why: BlackReasons(policy.Black, s))).Where(b => b.Why.Count > 0).ToList();
            // What is on the black list for a refusal is not praised for its score.
            var red = kind.Where(s => black.TrueForAll(b => b.Source.Source != s.Source) && IsRed(policy.Red, s)).ToList();
            places.AddRange(Ranked(red, s => -s.Statement.Score, policy.Red.MostPerKind?.Value)
                .Select(r => PlaceOf(CreditList.Red, r.Rank, r.Item, [RedReason(policy.Red, r.Item)], null)));
            places.AddRange(Ranked(black, b => b.Source.Statement.Score, null)
                .Select(r => PlaceOf(CreditList.Black, r.Rank, r.Item.Source, r.Item.Why, drawnOn.AddMonths(policy.Black.Months.Value).AddDays(-1))));
        }

        return [.. places.OrderBy(p => p.List).ThenBy(p => p.Kind, StringComparer.Ordinal).ThenBy(p => p.Rank).ThenBy(p => p.Source, StringComparer.Ordinal)];
    }

    /// <summary>SHA-256 over places, lower-case hex.</summary>
    public static string DigestOf(IEnumerable<ListPlace> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        var text = new StringBuilder();
        foreach (var p in places)
            text.Line(p.List.ToString(), p.Rank.ToString(System.Globalization.CultureInfo.InvariantCulture), p.Source, p.Kind, p.Town, p.Score.Plain(), string.Join('；', p.Reasons), p.Until?.ToString("O"));
        return CanonicalText.DigestOf(text.ToString());
    }

    private static bool IsRed(RedListRule rule, RankedSource source) =>
        source.Statement.Score >= rule.AtLeast.Value && source.Statement.Deductions <= rule.MostDeductions.Value && (source.HasData || !rule.NeedsData.Value);

    private static List<string> BlackReasons(BlackListRule rule, RankedSource source)
    {
        var why = new List<string>();
        if (source.Statement.Score < rule.Below.Value) why.Add($"得分 {source.Statement.Score.Plain()}，低于 {rule.Below.Value.Plain()}");
        foreach (var (clause, atLeast) in rule.Counts.Select(c => c.Value))
        {
            var lines = source.Statement.Lines.Where(l => l.Clause == clause && l.Points < 0).ToList();
            if (lines.Count >= atLeast) why.Add($"{lines[0].Name} {lines.Count} 次");
        }

        return why;
    }

    private static string RedReason(RedListRule rule, RankedSource source) =>
        $"得分 {source.Statement.Score.Plain()}，不低于 {rule.AtLeast.Value.Plain()}；扣分 {source.Statement.Deductions} 次";

    // Who ties with the last place is in: nobody is left out by the order of ids.
    private static IEnumerable<(int Rank, T Item)> Ranked<T>(List<T> items, Func<T, decimal> key, int? most)
    {
        var sorted = items.OrderBy(key).ToList();
        for (var (i, rank) = (0, 1); i < sorted.Count; i++)
        {
            if (i > 0 && key(sorted[i]) != key(sorted[i - 1])) rank = i + 1;
            if (rank <= (most ?? int.MaxValue)) yield return (rank, sorted[i]);
        }
    }

    private static ListPlace PlaceOf(CreditList list, int rank, RankedSource s, IReadOnlyList<string> reasons, DateOnly? until) =>
        new(list, rank, s.Source, s.Name, s.Kind, s.Town, s.Statement.Score, reasons, until, s.Revision, s.IsDemo);
}
