namespace BlueSky.Assessment;

/// <summary>That a person declared a revision good for payment (确认).</summary>
/// <param name="Period">Period.</param>
/// <param name="Revision">Revision of the result.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Document or reason.</param>
public sealed record Confirmation(Period Period, int Revision, string Digest, DateTimeOffset At, string Actor, string Reason);

/// <summary>An entry of a unit's account (记账), never changed: a correction is another one with the difference.</summary>
/// <param name="Number">Number in the book, from 1.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Period">Period it is for.</param>
/// <param name="Revision">Revision of the result it follows from.</param>
/// <param name="Amount">万元: positive in the unit's favour.</param>
/// <param name="At">When it was entered.</param>
/// <param name="Actor">Who confirmed the revision.</param>
/// <param name="Reason">Document or reason of the confirmation.</param>
public sealed record Posting(
    int Number, string Unit, Period Period, int Revision, decimal Amount, DateTimeOffset At, string Actor, string Reason);

/// <summary>A settlement as it was entered.</summary>
/// <param name="Id">Id that the caller gave, so that the same entry sent twice counts once.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Settlement">Day, amount and document.</param>
/// <param name="At">When it was entered.</param>
/// <param name="Actor">Who entered it.</param>
public sealed record SettlementEntry(string Id, string Unit, Settlement Settlement, DateTimeOffset At, string Actor);

/// <summary>
/// The accounts of a district's units for one year under one policy. Immutable: each decision gives a new book that holds all entries
/// of the old one. Postings of a period add up to the amount of its newest confirmed revision.
/// </summary>
public sealed record AccountBook
{
    /// <summary>Calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>Confirmations in the order in which they came.</summary>
    public IReadOnlyList<Confirmation> Confirmations { get; init; } = [];

    /// <summary>Postings by number.</summary>
    public IReadOnlyList<Posting> Postings { get; init; } = [];

    /// <summary>Settlements in the order in which they were entered.</summary>
    public IReadOnlyList<SettlementEntry> Settlements { get; init; } = [];

    /// <summary>Posts a revision: the full amounts the first time, the differences when a later revision follows.</summary>
    /// <param name="result">The revision's result.</param>
    /// <param name="confirmation">Period, revision, who and why.</param>
    /// <returns>The new book; this one when the revision is already confirmed.</returns>
    /// <exception cref="AssessmentException">
    /// The period ends in another year, shares days with another confirmed period (they would be paid twice), or a newer revision is
    /// already confirmed.
    /// </exception>
    public AccountBook Confirm(AssessmentResult result, Confirmation confirmation)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(confirmation);
        var period = confirmation.Period;
        if (result.Period != period) throw new AssessmentException($"the result is of {result.Period}, not of {period}");
        if (period.Last.Year != Year) throw new AssessmentException($"{period} 不属于 {Year} 年。The period ends in another year.");
        foreach (var other in Confirmations)
        {
            if (other.Period != period && other.Period.Overlaps(period))
                throw new AssessmentException($"{period} 与已确认的 {other.Period} 有重叠日期，会重复计资金。It shares days with a confirmed period.");
            if (other.Period == period && other.Revision > confirmation.Revision)
                throw new AssessmentException($"{period} 已确认第 {other.Revision} 版。A newer revision is already confirmed.");
        }

        if (Confirmations.Any(c => c.Period == period && c.Revision == confirmation.Revision)) return this;

        var postings = Postings.ToList();
        var amounts = result.Units.ToDictionary(u => u.Input.Unit, u => u.Money, StringComparer.Ordinal);
        var posted = Postings.Where(p => p.Period == period).Select(p => p.Unit);
        foreach (var unit in amounts.Keys.Union(posted, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var amount = amounts.GetValueOrDefault(unit);
            var before = Postings.Where(p => p.Unit == unit && p.Period == period).Select(p => (decimal?)p.Amount).Aggregate((decimal?)null, (sum, a) => (sum ?? 0) + a);
            var difference = (amount ?? 0) - (before ?? 0);
            // An amount of nothing is posted once, so that the account shows that the unit was assessed.
            if (difference == 0 && (amount is null || before is not null)) continue;
            postings.Add(new Posting(
                postings.Count + 1, unit, period, confirmation.Revision, difference, confirmation.At, confirmation.Actor, confirmation.Reason));
        }

        return this with { Confirmations = [.. Confirmations, confirmation], Postings = postings };
    }

    /// <summary>Enters a transfer of money. A wrong one is put right by another with the opposite amount.</summary>
    /// <returns>The new book; this one when the same entry is already there.</returns>
    /// <exception cref="AssessmentException">The id is taken by another entry, the amount is nothing, or the document is missing.</exception>
    public AccountBook Settle(SettlementEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (Settlements.FirstOrDefault(s => s.Id == entry.Id) is { } known)
        {
            return known.Unit == entry.Unit && known.Settlement == entry.Settlement
                ? this
                : throw new AssessmentException($"编号 {entry.Id} 已用于另一笔结算。The id belongs to another settlement.");
        }

        if (entry.Settlement.Amount == 0) throw new AssessmentException("金额不能为零。The amount must not be nothing.");
        if (string.IsNullOrWhiteSpace(entry.Settlement.Document)) throw new AssessmentException("请填写文号。Give the document's number.");
        return this with { Settlements = [.. Settlements, entry] };
    }

    /// <summary>The account of one unit.</summary>
    public YearlyAccount AccountOf(string unit) => YearlyAccount.Of(
        unit, Year,
        Postings.Where(p => p.Unit == unit).GroupBy(p => p.Period).Select(g => new AccountEntry(g.Key, g.Max(p => p.Revision), g.Sum(p => p.Amount))),
        Settlements.Where(s => s.Unit == unit).Select(s => s.Settlement));
}
