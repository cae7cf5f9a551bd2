using BlueSky.Sources;
using BlueSky.Store;

namespace BlueSky.Benchmarks;

/// <summary>A journal that only counts, so that what remains is the cost of the grains.</summary>
internal sealed class CountingJournal : IReadingJournal
{
    private long _appended;

    public long Appended => Interlocked.Read(ref _appended);

    public DateTimeOffset KeptFrom => DateTimeOffset.MinValue;

    public Task Claim(string sourceId) => Task.CompletedTask;

    public ValueTask Append(IReadOnlyList<RoutedObservation> observations)
    {
        Interlocked.Add(ref _appended, observations.Count);
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<Observation> ReadAfter(
        string sourceId, long arrival, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask;
        yield break;
    }

    public Task<IReadOnlyList<Observation>> ReadHour(string sourceId, DateTimeOffset hourStart, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<Observation>>([]);
}
