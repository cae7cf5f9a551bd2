namespace BlueSky.Assessment;

/// <summary>
/// Competition ranking (并列): equal values share a rank and the next is counted on, 1, 2, 2, 4; from the bottom likewise
/// (倒数第1, 并列倒数第2, 倒数第4). Values are compared as given, that is after the rounding the rule prescribes.
/// </summary>
public sealed class Ranking
{
    private readonly List<int[]> _groups;
    private readonly int?[] _top;
    private readonly int?[] _bottom;

    private Ranking(List<int[]> groups, int?[] top, int?[] bottom, int count)
    {
        _groups = groups;
        _top = top;
        _bottom = bottom;
        Count = count;
    }

    /// <summary>How many units are ranked.</summary>
    public int Count { get; }

    /// <summary>Groups of tied units, best first; inside a group in the order given.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Groups => _groups;

    /// <summary>Rank from the top, 1 is best; null when the unit is not ranked.</summary>
    public int? FromTop(int unit) => _top[unit];

    /// <summary>Rank from the bottom, 1 is worst; null when the unit is not ranked.</summary>
    public int? FromBottom(int unit) => _bottom[unit];

    /// <summary>Whether another unit has the same rank.</summary>
    public bool IsTied(int unit) => _top[unit] is { } top && _bottom[unit] is { } bottom && top + bottom - 1 < Count;

    /// <summary>Ranks values, the smaller the better, or the larger; a null is not ranked. Sorting, so n log n.</summary>
    public static Ranking Of(IReadOnlyList<decimal?> values, bool smallerIsBetter)
    {
        ArgumentNullException.ThrowIfNull(values);
        return OfKeys([.. values.Select(v => v is { } value ? new[] { smallerIsBetter ? value : -value } : null)]);
    }

    /// <summary>Ranks keys of equal length, each compared element by element, smaller first; a null is not ranked.</summary>
    internal static Ranking OfKeys(IReadOnlyList<decimal[]?> keys)
    {
        var order = Enumerable.Range(0, keys.Count).Where(i => keys[i] is not null).ToArray();
        Array.Sort(order, (a, b) => Compare(keys[a], keys[b]) is var c && c != 0 ? c : a.CompareTo(b));
        var groups = new List<int[]>();
        var top = new int?[keys.Count];
        var bottom = new int?[keys.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && Compare(keys[order[start]], keys[order[end]]) == 0) end++;
            var group = order[start..end];
            foreach (var unit in group)
            {
                top[unit] = start + 1;
                bottom[unit] = order.Length - end + 1;
            }

            groups.Add(group);
            start = end;
        }

        return new Ranking(groups, top, bottom, order.Length);
    }

    private static int Compare(decimal[]? a, decimal[]? b)
    {
        for (var i = 0; a is not null && b is not null && i < a.Length; i++)
        {
            if (a[i].CompareTo(b[i]) is var c && c != 0) return c;
        }

        return 0;
    }
}
