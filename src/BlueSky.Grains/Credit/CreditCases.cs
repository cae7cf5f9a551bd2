using BlueSky.Assessment;
using BlueSky.Queries;
using BlueSky.Violations;

namespace BlueSky.Credit;

/// <summary>A problem as it went into a count.</summary>
internal sealed record CreditCase(CreditInput Input, CaseFacts Facts)
{
    /// <summary>True when it can change the account of a period.</summary>
    public bool Concerns(Period period) =>
        Facts.Facts.Any(f => f.At >= period.Start && f.At < period.End) || Facts.Spans.Any(s => s.From < period.End && (s.To is null || s.To > period.Start));
}

/// <summary>Asks the problems of a source for their events.</summary>
internal sealed class CreditCases(IGrainFactory grains, IQueries queries)
{
    private const int PageRows = 500, AskedAtOnce = 50;

    /// <summary>
    /// Problems that began from a year before one moment until another. Older ones take nothing any more: the steps of supervision end within
    /// weeks, and a source must not carry its whole life into every count.
    /// </summary>
    public async Task<IReadOnlyList<CreditCase>> Of(string source, DateTimeOffset from, DateTimeOffset to)
    {
        var ids = new List<string>();
        for (var number = 1; ; number++)
        {
            var page = await queries.Violations(
                new ViolationFilter(SourceId: source, From: from.AddYears(-1), To: to), new PageRequest(number, PageRows, "start"), CancellationToken.None);
            ids.AddRange(page.Items.Select(v => v.First.ViolationId));
            if (page.Items.Count < PageRows) break;
        }

        var cases = (await Ask(ids.Distinct(StringComparer.Ordinal))).Select(v => new CreditCase(new CreditInput(v.Id, v.History[^1].Number), LoopFacts.Of(v.Id, v.History)));
        return [.. cases.Where(c => c.Facts.Facts.Count > 0)];
    }

    /// <summary>The problems of a frozen account up to the events that went into it.</summary>
    public async Task<IReadOnlyList<CreditCase>> Of(IReadOnlyList<CreditInput> inputs)
    {
        var versions = inputs.ToDictionary(i => i.Case, StringComparer.Ordinal);
        return [.. (await Ask(versions.Keys)).Select(v => new CreditCase(versions[v.Id], LoopFacts.Of(v.Id, v.History, versions[v.Id].Version)))];
    }

    private async Task<List<ViolationView>> Ask(IEnumerable<string> ids)
    {
        var views = new List<ViolationView>();
        foreach (var some in ids.Chunk(AskedAtOnce))
            views.AddRange((await Task.WhenAll(some.Select(id => grains.GetGrain<IViolationGrain>(id).Get()))).OfType<ViolationView>().Where(v => v.History.Length > 0));
        return views;
    }
}
