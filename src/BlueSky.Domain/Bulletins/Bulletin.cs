using BlueSky.Assessment;
using BlueSky.Districts;

namespace BlueSky.Bulletins;

/// <summary>A run that a bulletin is made from.</summary>
/// <param name="Result">All figures, ranks, money and words; it has a period.</param>
/// <param name="Policy">The policy as it is on file now; when the run used another version, the notes say so.</param>
/// <param name="Revision">Number of the run within its period, from 1.</param>
/// <param name="At">When it ran.</param>
/// <param name="Reason">Why there is another run; empty for the first.</param>
/// <param name="Digest">SHA-256 over policy, inputs and result.</param>
/// <param name="Coverage">What data went in, by unit and station.</param>
public sealed record BulletinRun(
    AssessmentResult Result, Policy Policy, int Revision, DateTimeOffset At, string Reason, string Digest, IReadOnlyList<Coverage> Coverage);

/// <summary>
/// The bulletin (通报) of one period, in the order in which real ones print: the district's state, six pollutants, stations, towns by
/// tier, compensation, data notes (district bulletin http://www.lyls.gov.cn/info/2547/272722.htm [T]; the parts on compensation and
/// data are our default [D]). Nothing here is computed that the run has not fixed, save means, sums and orders of its figures.
/// </summary>
public sealed record Bulletin
{
    /// <summary>E.g. 兰山区2021年8月环境空气质量考核与生态补偿情况通报.</summary>
    public required string Title { get; init; }

    /// <summary>District's name.</summary>
    public required string District { get; init; }

    /// <summary>Assessed period, natural days in China time.</summary>
    public required Period Period { get; init; }

    /// <summary>The period in Chinese words.</summary>
    public required string PeriodName { get; init; }

    /// <summary>What the figures are compared with: 上年同期, or 上期 under a policy of 环比.</summary>
    public required string Compared { get; init; }

    /// <summary>The district's own state (全区状况).</summary>
    public required DistrictStatus Status { get; init; }

    /// <summary>
    /// Rankings of the main-urban stations (站点) by index and by each pollutant: the units of tiers that the policy scores by pollutants.
    /// Empty when it has no such tier.
    /// </summary>
    public required IReadOnlyList<IndicatorRanking> Stations { get; init; }

    /// <summary>Every tier (层次) with its rankings, in the policy's order; also those without any unit.</summary>
    public required IReadOnlyList<TierRankings> Tiers { get; init; }

    /// <summary>The money (生态补偿).</summary>
    public required CompensationTable Compensation { get; init; }

    /// <summary>What one must know to trust the figures (数据说明).</summary>
    public required BulletinNotes Notes { get; init; }

    /// <summary>True when invented demonstration data went in: the bulletin then says 演示数据 wherever it is shown.</summary>
    public required bool IsDemo { get; init; }

    /// <summary>Revision of the run, from 1.</summary>
    public required int Revision { get; init; }

    /// <summary>When the run was, China time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Digest of the run: the same figures have the same one.</summary>
    public required string Digest { get; init; }

    /// <summary>Draws up the bulletin of a run.</summary>
    /// <param name="district">Where names of units and stations are looked up.</param>
    /// <param name="run">The run.</param>
    /// <param name="figures">The district's own published figures; null takes the mean of the assessed units, and the notes say so.</param>
    /// <exception cref="ArgumentException">The result has no period, or the policy is another one than the result's.</exception>
    public static Bulletin Of(District district, BulletinRun run, DistrictFigures? figures = null)
    {
        ArgumentNullException.ThrowIfNull(district);
        ArgumentNullException.ThrowIfNull(run);
        var (result, policy) = (run.Result, run.Policy);
        var period = result.Period ?? throw new ArgumentException("a bulletin needs a period", nameof(run));
        if (policy.Id != result.PolicyId) throw new ArgumentException($"the result is of {result.PolicyId}, not of {policy.Id}", nameof(run));
        var units = UnitFigures.Of(district, policy, result);
        var name = period.ToChinese();
        return new Bulletin
        {
            Title = $"{district.Name}{name}环境空气质量考核与生态补偿情况通报",
            District = district.Name,
            Period = period,
            PeriodName = name,
            Compared = policy.Comparison.Value == "环比" ? "上期" : "上年同期",
            Status = DistrictStatus.Of(units, policy, figures),
            Stations = IndicatorRanking.Of([.. units.Where(u => policy.FindTier(u.Tier)?.Rule is LinearRule)], policy, run.Coverage),
            Tiers = TierRankings.Of(units, policy),
            Compensation = CompensationTable.Of(units, result),
            Notes = BulletinNotes.Of(district, run, units),
            IsDemo = run.Coverage.Any(c => c.IsDemo),
            Revision = run.Revision,
            At = run.At.ToOffset(Time.ChinaTime.Offset),
            Digest = run.Digest,
        };
    }
}
