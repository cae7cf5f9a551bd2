using BlueSky.Sources;
using BlueSky.Store;

namespace BlueSky.Districts;

/// <summary>
/// Holds the newest summary of each source of a town. Not persisted: on activation it reads what the sources published, and
/// from then on they tell it. A version decides which of two summaries is the truth, so order and repetition do not matter.
/// </summary>
internal sealed class TownGrain(IPublication publication, District district, TimeProvider clock) : Grain, ITownGrain
{
    private const int AskedAtOnce = 64;

    private readonly Dictionary<string, SourceSummary> _summaries = new(StringComparer.Ordinal);

    // Sources that moved away, with the version at which they did: a late report of before must not bring them back.
    private readonly Dictionary<string, long> _gone = new(StringComparer.Ordinal);

    private string Code => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var summary in await publication.SummariesOf(Code, cancellationToken)) Take(summary);
    }

    public Task Report(SourceSummary summary)
    {
        Take(summary);
        return Task.CompletedTask;
    }

    public Task Forget(string sourceId, long version)
    {
        if (_summaries.TryGetValue(sourceId, out var held) && held.Version <= version) _summaries.Remove(sourceId);
        _gone[sourceId] = Math.Max(version, _gone.GetValueOrDefault(sourceId));
        return Task.CompletedTask;
    }

    public Task<RollupView> Get()
    {
        var name = district.Towns.FirstOrDefault(t => t.Code == Code)?.Name ?? Code;
        return Task.FromResult(new RollupView(Code, name, Rollup.Of(_summaries.Values), clock.GetUtcNow()));
    }

    public async Task<RollupView> Recount()
    {
        var published = await publication.SummariesOf(Code);
        var ids = published.Select(s => s.SourceId).Union(_summaries.Keys, StringComparer.Ordinal).ToList();
        foreach (var some in ids.Chunk(AskedAtOnce))
        {
            foreach (var summary in await Task.WhenAll(some.Select(id => GrainFactory.GetGrain<ISourceGrain>(id).Summarise())))
            {
                if (summary is null) continue;
                if (summary.Town == Code) Take(summary);
                else await Forget(summary.SourceId, summary.Version);
            }
        }

        return await Get();
    }

    private void Take(SourceSummary summary)
    {
        if (_gone.TryGetValue(summary.SourceId, out var goneAt))
        {
            if (summary.Version <= goneAt) return;
            _gone.Remove(summary.SourceId);
        }

        if (!_summaries.TryGetValue(summary.SourceId, out var held) || summary.Version >= held.Version)
            _summaries[summary.SourceId] = summary;
    }
}
