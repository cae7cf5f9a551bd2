namespace BlueSky.Assessment;

/// <summary>Rewards from the top and payments from the bottom, by place, 万元, all positive.</summary>
/// <param name="First">Reward of the 1st, 2nd, ... place.</param>
/// <param name="Last">Payment of the last, last but one, ... place.</param>
/// <param name="SplitTies">True: tied units share what their places get together. False: each gets what the best of their places gets.</param>
/// <param name="IsZeroSum">Whether what is paid in is exactly what is paid out (needs equal tables and shared ties).</param>
public sealed record AwardTable(IReadOnlyList<decimal> First, IReadOnlyList<decimal> Last, bool SplitTies, bool IsZeroSum)
{
    /// <summary>
    /// How many places pay at each end among <paramref name="units"/> units: the table's length, or half the units where both ends
    /// would meet, so that nobody holds a rewarded and a paying place at once.
    /// </summary>
    public (int First, int Last) Places(int units)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        if (units < 2) return (0, 0);
        return First.Count + Last.Count <= units
            ? (First.Count, Last.Count)
            : (Math.Min(First.Count, units / 2), Math.Min(Last.Count, units / 2));
    }

    /// <summary>
    /// Shares the amounts among tied groups given in order of place. Shares are rounded to <paramref name="decimals"/> so that they
    /// add up to the places' amounts exactly: what cannot be divided goes to the first units of the group, one smallest step each.
    /// </summary>
    /// <param name="groups">Groups of unit numbers; a group holds units of equal rank.</param>
    /// <param name="amounts">Amount of each place.</param>
    /// <param name="places">How many places count.</param>
    /// <param name="decimals">Smallest step of money as a power of ten.</param>
    /// <param name="give">Called once for each unit that gets a share other than nothing.</param>
    internal void Share(IEnumerable<IReadOnlyList<int>> groups, IReadOnlyList<decimal> amounts, int places, int decimals, Action<int, decimal> give)
    {
        var place = 0;
        foreach (var group in groups)
        {
            if (place >= places) return;
            if (SplitTies)
            {
                var pot = 0m;
                for (var p = place; p < Math.Min(place + group.Count, places); p++) pot += amounts[p];
                Split(group, pot, decimals, give);
            }
            else
            {
                foreach (var unit in group) give(unit, amounts[place]);
            }

            place += group.Count;
        }
    }

    private static void Split(IReadOnlyList<int> group, decimal pot, int decimals, Action<int, decimal> give)
    {
        var step = 1m;
        for (var i = 0; i < decimals; i++) step /= 10;
        var share = decimal.Truncate(pot / group.Count / step) * step;
        var left = pot - (share * group.Count);
        foreach (var unit in group)
        {
            var extra = Math.Min(step, left);
            left -= extra;
            if (share + extra != 0) give(unit, share + extra);
        }
    }
}
