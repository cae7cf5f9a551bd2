using System.Collections.Immutable;
using BlueSky.Sources;

namespace BlueSky.Districts;

/// <summary>Counts over a set of sources: of a town, or of the district. Always computed from the summaries, never incremented.</summary>
public sealed record Rollup
{
    /// <summary>Sources counted.</summary>
    public required int Sources { get; init; }

    /// <summary>Of those, demonstration data.</summary>
    public required int DemoSources { get; init; }

    /// <summary>Sources by status; statuses without a source are left out.</summary>
    public required ImmutableSortedDictionary<SourceStatus, int> ByStatus { get; init; }

    /// <summary>Sources by kind code and status.</summary>
    public required ImmutableSortedDictionary<string, ImmutableSortedDictionary<SourceStatus, int>> ByKind { get; init; }

    /// <summary>Open problems by severity; severities without one are left out.</summary>
    public required ImmutableSortedDictionary<Severity, int> OpenBySeverity { get; init; }

    /// <summary>Sources with a device that are in service: the denominator of the online rate 在线率.</summary>
    public required int Connected { get; init; }

    /// <summary>Of those, heard of and not silent, whatever else is open.</summary>
    public required int Online { get; init; }

    /// <summary>Packets expected in the last closed hour: the denominator of the transmission rate 传输有效率.</summary>
    public required int Expected { get; init; }

    /// <summary>Packets received for it.</summary>
    public required int Received { get; init; }

    /// <summary>Packets received and usable: the numerator of the transmission rate.</summary>
    public required int Usable { get; init; }

    /// <summary>The worst sources: by severity, then by ratio to the limit, then by id; at most ten.</summary>
    public required ImmutableArray<SourceSummary> Worst { get; init; }

    /// <summary>Moment of the OLDEST input: nothing here is newer than this everywhere. Null when there are no sources.</summary>
    public required DateTimeOffset? OldestInput { get; init; }

    /// <summary>Online share, 0..1, null without connected sources.</summary>
    public decimal? OnlineRate => Connected == 0 ? null : decimal.Round((decimal)Online / Connected, 4, MidpointRounding.ToEven);

    /// <summary>Transmission share, 0..1, null when nothing was expected.</summary>
    public decimal? TransmissionRate => Expected == 0 ? null : decimal.Round((decimal)Usable / Expected, 4, MidpointRounding.ToEven);

    /// <summary>Counts over <paramref name="summaries"/>, which hold each source once.</summary>
    public static Rollup Of(IReadOnlyCollection<SourceSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        var inService = summaries.Where(s => s.HasDevice && s.Status is not (SourceStatus.Suspended or SourceStatus.Maintenance)).ToList();
        return new Rollup
        {
            Sources = summaries.Count,
            DemoSources = summaries.Count(s => s.IsDemo),
            ByStatus = CountByStatus(summaries),
            ByKind = summaries.GroupBy(s => s.Kind, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(g => g.Key, CountByStatus, StringComparer.Ordinal),
            OpenBySeverity = Enum.GetValues<Severity>()
                .Select(severity => (severity, count: summaries.Sum(s => s.OpenBySeverity[(int)severity])))
                .Where(x => x.count > 0)
                .ToImmutableSortedDictionary(x => x.severity, x => x.count),
            Connected = inService.Count,
            Online = inService.Count(s => !s.IsSilent && s.LastDataAt is not null),
            Expected = inService.Sum(s => s.Expected),
            Received = inService.Sum(s => s.Received),
            Usable = inService.Sum(s => s.Usable),
            Worst = [.. summaries.Where(s => s.OpenBySeverity.Any(n => n > 0)).Order(WorstFirst).Take(10)],
            OldestInput = summaries.Count == 0 ? null : summaries.Min(s => s.AsOf),
        };
    }

    /// <summary>
    /// The counts over several disjoint sets, from the counts over each: equal to <see cref="Of"/> over all their sources.
    /// </summary>
    public static Rollup Sum(IReadOnlyCollection<Rollup> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new Rollup
        {
            Sources = parts.Sum(p => p.Sources),
            DemoSources = parts.Sum(p => p.DemoSources),
            ByStatus = SumByKey(parts.Select(p => p.ByStatus)),
            ByKind = parts.SelectMany(p => p.ByKind).GroupBy(x => x.Key, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(g => g.Key, g => SumByKey(g.Select(x => x.Value)), StringComparer.Ordinal),
            OpenBySeverity = SumByKey(parts.Select(p => p.OpenBySeverity)),
            Connected = parts.Sum(p => p.Connected),
            Online = parts.Sum(p => p.Online),
            Expected = parts.Sum(p => p.Expected),
            Received = parts.Sum(p => p.Received),
            Usable = parts.Sum(p => p.Usable),
            Worst = [.. parts.SelectMany(p => p.Worst).Order(WorstFirst).Take(10)],
            OldestInput = parts.Min(p => p.OldestInput),
        };
    }

    private static ImmutableSortedDictionary<TKey, int> SumByKey<TKey>(IEnumerable<ImmutableSortedDictionary<TKey, int>> counts)
        where TKey : notnull =>
        counts.SelectMany(c => c).GroupBy(x => x.Key).ToImmutableSortedDictionary(g => g.Key, g => g.Sum(x => x.Value));

    private static ImmutableSortedDictionary<SourceStatus, int> CountByStatus(IEnumerable<SourceSummary> summaries) =>
        summaries.GroupBy(s => s.Status).ToImmutableSortedDictionary(g => g.Key, g => g.Count());

    private static readonly IComparer<SourceSummary> WorstFirst = Comparer<SourceSummary>.Create((a, b) =>
    {
        for (var severity = (int)Severity.Serious; severity >= 0; severity--)
        {
            var byCount = b.OpenBySeverity[severity].CompareTo(a.OpenBySeverity[severity]);
            if (byCount != 0) return byCount;
        }

        var byRatio = b.WorstRatio.CompareTo(a.WorstRatio);
        return byRatio != 0 ? byRatio : string.CompareOrdinal(a.SourceId, b.SourceId);
    });
}
