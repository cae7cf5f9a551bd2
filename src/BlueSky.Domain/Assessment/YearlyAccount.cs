namespace BlueSky.Assessment;

/// <summary>The amount of one unit for one period, as one revision of a result gave it.</summary>
/// <param name="Period">Assessed period; it belongs to the year of its last day.</param>
/// <param name="Revision">Revision of the result, from 1; only the highest of a period counts.</param>
/// <param name="Money">万元: positive received, negative paid; null when the unit was not assessed.</param>
public sealed record AccountEntry(Period Period, int Revision, decimal? Money)
{
    /// <summary>The entry of a unit in a result.</summary>
    /// <returns>Null when the result has no period or not this unit.</returns>
    public static AccountEntry? From(AssessmentResult result, int revision, string unit)
    {
        ArgumentNullException.ThrowIfNull(result);
        var found = result.Units.FirstOrDefault(u => u.Input.Unit == unit);
        return found is null || result.Period is null ? null : new AccountEntry(result.Period, revision, found.Money);
    }
}

/// <summary>Money that has really moved between the treasury and a unit (结算).</summary>
/// <param name="Day">Day of the transfer, China time.</param>
/// <param name="Amount">万元, seen from the unit: positive the treasury paid the unit, negative the unit paid in.</param>
/// <param name="Document">Number of the document that ordered it.</param>
public sealed record Settlement(DateOnly Day, decimal Amount, string Document);

/// <summary>
/// What a unit has earned and owes in a year, and what of it has been settled. Computed afresh from results and settlements, so a
/// corrected result changes the balance and nothing is counted twice.
/// </summary>
public sealed record YearlyAccount
{
    /// <summary>Unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>The entries that count, in order of time.</summary>
    public required IReadOnlyList<AccountEntry> Entries { get; init; }

    /// <summary>Sum of the amounts to receive, 万元, 0 or more (获得).</summary>
    public required decimal Earned { get; init; }

    /// <summary>Sum of the amounts to pay, 万元, 0 or more (缴纳).</summary>
    public required decimal Paid { get; init; }

    /// <summary>Earned less paid, 万元 (结余): positive in the unit's favour.</summary>
    public decimal Balance => Earned - Paid;

    /// <summary>Sum of the settlements, 万元, positive when the unit was paid (已结算).</summary>
    public required decimal Settled { get; init; }

    /// <summary>Balance less settled, 万元 (未结算): what is still to move.</summary>
    public decimal Outstanding => Balance - Settled;

    /// <summary>Draws up the account of one unit.</summary>
    /// <param name="unit">Unit.</param>
    /// <param name="year">Calendar year; entries whose period ends in another year are left out.</param>
    /// <param name="entries">Entries of any period and revision.</param>
    /// <param name="settlements">Transfers made for this year's account, whenever they were made.</param>
    /// <exception cref="ArgumentException">
    /// Two periods that count share a day, which would pay it twice, or one revision of a period has two different amounts.
    /// </exception>
    public static YearlyAccount Of(string unit, int year, IEnumerable<AccountEntry> entries, IEnumerable<Settlement> settlements)
    {
        ArgumentException.ThrowIfNullOrEmpty(unit);
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(settlements);
        var counted = entries.Where(e => e.Period.Last.Year == year)
            .GroupBy(e => e.Period)
            .Select(Latest)
            .OrderBy(e => e.Period.First)
            .ThenBy(e => e.Period.Last)
            .ToList();
        for (var i = 1; i < counted.Count; i++)
        {
            if (counted[i].Period.Overlaps(counted[i - 1].Period))
            {
                throw new ArgumentException($"the periods {counted[i - 1].Period} and {counted[i].Period} of '{unit}' share days", nameof(entries));
            }
        }

        return new YearlyAccount
        {
            Unit = unit,
            Year = year,
            Entries = counted,
            Earned = counted.Sum(e => Math.Max(e.Money ?? 0, 0)),
            Paid = counted.Sum(e => Math.Max(-(e.Money ?? 0), 0)),
            Settled = settlements.Sum(s => s.Amount),
        };
    }

    private static AccountEntry Latest(IGrouping<Period, AccountEntry> revisions)
    {
        var latest = revisions.MaxBy(e => e.Revision)!;
        return revisions.Any(e => e.Revision == latest.Revision && e.Money != latest.Money)
            ? throw new ArgumentException($"revision {latest.Revision} of {latest.Period} has two different amounts")
            : latest;
    }
}
