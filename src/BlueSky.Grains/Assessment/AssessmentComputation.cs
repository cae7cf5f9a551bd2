using System.Security.Cryptography;
using System.Text;
using BlueSky.AirQuality;
using BlueSky.Districts;
using BlueSky.Messages;

namespace BlueSky.Assessment;

/// <summary>A station of a unit with the revisions of its hours to use; null for the newest.</summary>
internal sealed record TargetStation(string Station, long? Revision, long? RevisionLast);

/// <summary>A unit to assess.</summary>
internal sealed record Target(string Unit, string Tier, IReadOnlyList<TargetStation> Stations);

/// <summary>What a computation gave.</summary>
internal sealed record Computed(AssessmentInput[] Inputs, AssessmentResult Result, string Digest);

/// <summary>Fetches hours unit by unit, makes the inputs, runs the policy. Keeps nothing.</summary>
internal sealed class AssessmentComputation(IGrainFactory grains, Policy policy, Period period)
{
    private const string NoStation = "无监测站点";

    /// <summary>All units of a district by the plan, from the newest hours.</summary>
    public static IReadOnlyList<Target> TargetsOf(Policy policy, District district, AssessmentPlan plan)
    {
        var stations = plan.Stations.ToLookup(s => s.Unit, s => new TargetStation(s.Station, null, null), StringComparer.Ordinal);
        return
        [
            .. district.Towns.Select(t => new Target(
                t.Code,
                AssessmentInputs.TierOf(policy, t.Code, t.Name, t.Tier) ?? throw new RefusedException(
                    "no-tier", "policy", $"{policy.Id} 没有适用于 {t.Code}{t.Name} 的层次。The policy has no tier for this unit."),
                [.. stations[t.Code]])),
        ];
    }

    /// <summary>The units of a stored revision, from the hours as they were.</summary>
    public static IReadOnlyList<Target> TargetsOf(AssessmentRevision revision)
    {
        var inputs = revision.Inputs.ToLookup(i => i.Unit, i => new TargetStation(i.Station, i.Revision, i.RevisionLast), StringComparer.Ordinal);
        return [.. revision.Result.Units.Select(u => new Target(u.Input.Unit, u.Input.Tier, [.. inputs[u.Input.Unit]]))];
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="RefusedException">The policy does not take the period, or there are no data at all.</exception>
    public async Task<Computed> Run(IReadOnlyList<Target> targets)
    {
        var (units, inputs) = (new List<UnitInput>(targets.Count), new List<AssessmentInput>(targets.Count));
        // One unit's hours at a time: memory does not grow with the number of units.
        foreach (var target in targets) units.Add(await Add(target, inputs));
        if (inputs.Sum(i => i.Hours) == 0)
            throw new RefusedException("no-data", "period", $"{period} 没有任何小时数据。There are no hours of this period at all.");
        try
        {
            var result = Assessor.Run(policy, units, period);
            return new Computed([.. inputs], result, DigestOf(result, inputs));
        }
        catch (AssessmentException e)
        {
            throw new RefusedException("not-covered", "period", e.Message);
        }
    }

    private async Task<UnitInput> Add(Target target, List<AssessmentInput> inputs)
    {
        if (target.Stations.Count == 0) return new UnitInput(target.Unit, target.Tier) { Excluded = NoStation };
        var fetched = await Task.WhenAll(target.Stations.Select(Fetch));
        var statistics = AssessmentInputs.Of(
            policy, period, new UnitSeries(target.Unit, target.Tier, [.. fetched.Select(f => new StationSeries(f.Current.Station, f.Current.Hours, f.Last.Hours))]));
        foreach (var (current, last) in fetched) inputs.Add(InputOf(target.Unit, statistics, current, last));
        return statistics.Input;
    }

    private async Task<(StationHours Current, StationHours Last)> Fetch(TargetStation target)
    {
        var station = grains.GetGrain<IStationGrain>(target.Station);
        var before = AssessmentInputs.ComparedWith(policy, period);
        var current = station.Hours(period.Start, period.End, target.Revision);
        var last = station.Hours(before.Start, before.End, target.RevisionLast);
        return (await current, await last);
    }

    private static AssessmentInput InputOf(string unit, UnitStatistics statistics, StationHours current, StationHours last) =>
        new(
            unit, current.Station, current.Revision, last.Revision, statistics.Current.ValidDays, statistics.Current.NeededDays,
            current.HasDemo || last.HasDemo)
        {
            HoursDigest = HoursDigest.Of(current.Hours, last.Hours),
            Hours = statistics.Current.Hours,
            HoursOfPeriod = statistics.Current.HoursOfPeriod,
            ValidDaysLast = statistics.Last.ValidDays,
            Notes = string.Join("；", statistics.Current.Notes.Concat(statistics.Last.Notes.Select(n => "同期" + n))),
        };

    private static string DigestOf(AssessmentResult result, List<AssessmentInput> inputs)
    {
        var text = new StringBuilder(result.ToCanonicalText());
        foreach (var input in inputs.OrderBy(i => i.Unit, StringComparer.Ordinal).ThenBy(i => i.Station, StringComparer.Ordinal))
            text.Append(input.Unit).Append('|').Append(input.Station).Append('|').Append(input.HoursDigest).Append('|').Append(input.HasDemo ? "demo" : "").Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
