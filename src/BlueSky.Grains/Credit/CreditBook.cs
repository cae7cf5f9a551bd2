using BlueSky.Assessment;

namespace BlueSky.Credit;

/// <summary>
/// All that the accounts of one holder are counted from, fetched once; counting itself waits for nothing. A frozen period is counted by the
/// policy that it was frozen by, so that a changed file changes nothing that was settled.
/// </summary>
internal sealed record CreditBook(
    CreditHolderInfo Info, DateTimeOffset Now, IReadOnlyList<CreditCase> Cases, CreditPolicies Policies, IReadOnlyDictionary<string, CreditPolicy> Kept,
    IReadOnlyDictionary<Period, bool> HasData)
{
    /// <summary>How far back frozen periods are compared with what they would be now.</summary>
    public const int YearsBack = 2;

    /// <summary>Counts a period as of now; null when no policy is in force for it, or nobody was registered.</summary>
    public CreditCount? Count(CreditFile file, Period period)
    {
        var frozen = file.Frozen(period).LastOrDefault();
        var holder = frozen?.Holder ?? Info.Holder;
        if (holder.Since > period.Last || PolicyOf(frozen, period) is not { } policy) return null;
        var cases = Cases.Where(c => c.Concerns(period)).OrderBy(c => c.Input.Case, StringComparer.Ordinal).ToList();
        var statement = Count(policy, Info.SchemeOf(policy), holder, period, Now, cases, file, int.MaxValue);
        return new CreditCount(statement, holder, frozen?.HasData ?? HasData.GetValueOrDefault(period), [.. cases.Select(c => c.Input)]);
    }

    /// <summary>Counts from given problems and the events of a file up to one.</summary>
    public static CreditStatement Count(
        CreditPolicy policy, CreditScheme scheme, CreditHolder holder, Period period, DateTimeOffset asOf, IReadOnlyList<CreditCase> cases, CreditFile file, int upTo) =>
        CreditAccount.Count(
            policy, scheme, holder, period, asOf, [.. cases.SelectMany(c => c.Facts.Facts), .. file.Facts(holder.Kind, upTo)], [.. cases.SelectMany(c => c.Facts.Spans)],
            file.Changes(upTo));

    /// <summary>The periods that a command may touch: the present one, the one before, and those frozen lately.</summary>
    public static IReadOnlyList<Period> PeriodsOf(CreditScheme scheme, CreditFile file, DateOnly today)
    {
        var present = scheme.PeriodOf(today);
        return
        [
            .. new[] { present, present.Preceding() }
                .Concat(file.Events.OfType<PeriodFrozen>().Select(f => f.Period).Where(p => p.Last >= today.AddYears(-YearsBack))).Distinct().OrderByDescending(p => p.First),
        ];
    }

    /// <summary>What a command is decided with.</summary>
    public CreditContext ContextOf(CreditFile file, IReadOnlyList<Period> periods)
    {
        var policy = Policies.For(Info.SchemeOf(Policies.All.Last()).PeriodOf(DateOnly.FromDateTime(Now.DateTime))) ?? Policies.All.First();
        return new CreditContext(
            policy, Info.SchemeOf(policy), Info.Town, Info.Industry, periods, [.. periods.SelectMany(p => Count(file, p)?.Statement.Lines ?? [])],
            period => Count(file, period) ?? throw new Messages.RefusedException(
                "no-account", "period", $"{Info.Name} 在 {period} 没有账户（尚未登记，或没有适用的规则）。There is no account of this period: not registered yet, or no policy."));
    }

    private CreditPolicy? PolicyOf(PeriodFrozen? frozen, Period period)
    {
        var current = Policies.For(period);
        return frozen is null || current?.Digest == frozen.Statement.PolicyDigest ? current : Kept.GetValueOrDefault(frozen.Statement.PolicyDigest);
    }
}
