using BlueSky.AirQuality;
using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Time;

namespace BlueSky.Web.Console;

/// <summary>Which result is looked at, as the address says it.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Period">The period; null for the newest that has a result.</param>
/// <param name="Revision">Revision; null for the newest.</param>
internal sealed record AssessmentChoice(Policy Policy, Period? Period, int? Revision)
{
    /// <summary>What the address says; the district's own policy when it names none. Null when there is no policy at all.</summary>
    public static AssessmentChoice? Of(QueryState query, AssessmentPlan plan, PolicyCatalog policies)
    {
        var policy = (query.Text("policy") is { } id ? policies.Find(id) : null) ?? (plan.Policies.Count > 0 ? policies.Find(plan.Policies[0].Policy) : null);
        if (policy is null) return null;
        var period = query.Text("period") is { } text && Period.TryParse(text, out var parsed) ? parsed : null;
        return new AssessmentChoice(policy, period, query.Number("revision", 1, int.MaxValue));
    }
}

/// <summary>A result with what else there is of its period and year.</summary>
/// <param name="Periods">Periods of this year and the last that have a result, newest first.</param>
/// <param name="Period">The period that is shown; null when there is none.</param>
/// <param name="Revision">The run; null when there is none.</param>
/// <param name="History">All runs of the period, oldest first.</param>
public sealed record RankingView(IReadOnlyList<Period> Periods, Period? Period, AssessmentRevision? Revision, IReadOnlyList<RevisionHead> History);

/// <summary>The days of one station that a unit's figure is made of.</summary>
/// <param name="Station">Station.</param>
/// <param name="Revision">Revision of its hours that the run used.</param>
/// <param name="HasDemo">True when invented data are among them.</param>
/// <param name="Period">The period, or the one it is compared with.</param>
/// <param name="Days">Days that have any hour, oldest first.</param>
/// <param name="Exact">The period's statistic before rounding; null when no day is valid.</param>
public sealed record StationFigures(
    string Station, long Revision, bool HasDemo, Period Period, IReadOnlyList<StationDayAnswer> Days, decimal? Exact);

/// <summary>One hour that a day's figure is made of, as it was at the revision of the run.</summary>
/// <param name="Hour">The hour.</param>
/// <param name="Version">The version that counted; null when it cannot be found.</param>
public sealed record TracedHour(StationHourAnswer Hour, StationVersionAnswer? Version);

/// <summary>What a trial gave.</summary>
/// <param name="Base">Newest stored result of the period under the district's own policy; null when there is none.</param>
/// <param name="Trial">The trial; null when it was refused.</param>
/// <param name="Refusal">Why it was refused; null when it was not.</param>
public sealed record TrialView(AssessmentRevision? Base, AssessmentRevision? Trial, string? Refusal);

/// <summary>Reads what the pages of assessment show, from the same grains as the API.</summary>
internal sealed class AssessmentReader(IGrainFactory grains, District district, TimeProvider clock)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The result that is asked for, or the newest of a month or of the month so far.</summary>
    public async Task<RankingView> Ranking(AssessmentChoice choice)
    {
        var periods = new List<Period>();
        var year = clock.GetUtcNow().ToChina().Year;
        for (var y = year; y >= year - 1; y--)
        {
            foreach (var entry in await grains.GetGrain<IAssessmentListGrain>($"{district.Code}/{y}").All())
                if (entry.Policy == choice.Policy.Id && Period.TryParse(entry.Period, out var period) && period is not null) periods.Add(period);
        }

        periods = [.. periods.OrderByDescending(p => p.Last).ThenBy(p => p.Type != PeriodType.ToDate).ThenByDescending(p => p.Days)];
        var shown = choice.Period ?? periods.FirstOrDefault(p => p.Type is PeriodType.ToDate or PeriodType.Month) ?? periods.FirstOrDefault();
        if (shown is null) return new RankingView(periods, null, null, []);
        var grain = Grain(shown, choice.Policy);
        return new RankingView(periods, shown, await grain.Get(choice.Revision), await grain.History());
    }

    /// <summary>The run that is asked for; null when there is none.</summary>
    public async Task<AssessmentRevision?> Revision(AssessmentChoice choice) =>
        choice.Period is { } period ? await Grain(period, choice.Policy).Get(choice.Revision) : null;

    /// <summary>The days behind one pollutant of a unit, from the revisions of the hours that the run used.</summary>
    /// <param name="choice">Which run.</param>
    /// <param name="unit">Code of the unit.</param>
    /// <param name="pollutant">Pollutant.</param>
    /// <param name="ofLast">True for the period that the run compares with.</param>
    public async Task<IReadOnlyList<StationFigures>> Days(AssessmentChoice choice, string unit, Pollutant pollutant, bool ofLast)
    {
        if (await Revision(choice) is not { } revision) return [];
        var period = ofLast ? AssessmentInputs.ComparedWith(choice.Policy, choice.Period!) : choice.Period!;
        var term = choice.Policy.IndexRule.Value.Terms[(int)pollutant];
        return await Task.WhenAll(revision.Inputs.Where(i => i.Unit == unit).Select(async input =>
        {
            var hours = await grains.GetGrain<IStationGrain>(input.Station).Hours(period.Start, period.End, ofLast ? input.RevisionLast : input.Revision);
            var days = StationStatistics.Days(hours);
            var statistic = PeriodStatistic.Of(new AirPeriod(AirPeriodKind.Part, period.First, period.Last), pollutant, days, ValidityRules.Standard);
            return new StationFigures(
                input.Station, hours.Revision, hours.HasDemo, period, [.. days.Select(StationStatistics.Day)],
                term.Statistic == CompositeStatistic.Mean ? statistic.ExactMean : statistic.ExactPercentile);
        }));
    }

    /// <summary>The hours of a day as they were at a revision.</summary>
    public async Task<IReadOnlyList<TracedHour>> Hours(string station, DateOnly day, long revision)
    {
        var start = new DateTimeOffset(day, TimeOnly.MinValue, ChinaTime.Offset);
        var grain = grains.GetGrain<IStationGrain>(station);
        var hours = await grain.Hours(start, start + (24 * Hour), revision);
        return await Task.WhenAll(StationStatistics.Hours(hours.Hours, start, AqiMode.Published).Select(async hour =>
        {
            var counting = (await grain.History(hour.Time)).Where(v => v.Revision <= revision).Counting();
            return new TracedHour(hour, counting is null ? null : StationVersionAnswer.Of(counting, true));
        }));
    }

    /// <summary>The accounts of a year.</summary>
    public Task<AccountView> Account(int year, Policy policy) => grains.GetGrain<IAccountGrain>($"{district.Code}/{year}/{policy.Id}").Get();

    /// <summary>What another policy would give; nothing is stored.</summary>
    public async Task<TrialView> Try(Period period, Policy own, Policy other)
    {
        var stored = await Grain(period, own).Get(null);
        try
        {
            return new TrialView(stored, await Grain(period, other).Preview(), null);
        }
        catch (RefusedException e)
        {
            return new TrialView(stored, null, e.Message);
        }
    }

    private IAssessmentGrain Grain(Period period, Policy policy) => grains.GetGrain<IAssessmentGrain>($"{district.Code}/{period}/{policy.Id}");
}
