using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BlueSky.Storage;

/// <summary>What is measured of the store: meter <c>BlueSky.Storage</c>. The tag <c>writer</c> tells the writers apart.</summary>
internal sealed class StorageMetrics : IDisposable
{
    public const string MeterName = "BlueSky.Storage";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> commits;
    private readonly Counter<long> failures;
    private readonly Counter<long> refusals;
    private readonly Counter<long> observations;
    private readonly Counter<long> bytes;
    private readonly Counter<long> rolled;
    private readonly Counter<long> dropped;
    private readonly Histogram<double> duration;

    public StorageMetrics()
    {
        commits = meter.CreateCounter<long>("bluesky.storage.commits", "{commit}", "Commits that succeeded.");
        failures = meter.CreateCounter<long>("bluesky.storage.commit.failures", "{commit}", "Commits that failed or whose outcome is unknown.");
        refusals = meter.CreateCounter<long>("bluesky.storage.refusals", "{request}", "Requests refused because the queue was full.");
        observations = meter.CreateCounter<long>("bluesky.storage.observations", "{observation}", "Observations committed to the journal.");
        bytes = meter.CreateCounter<long>("bluesky.storage.bytes", "By", "Bytes of blocks committed to the journal.");
        rolled = meter.CreateCounter<long>("bluesky.storage.rolled", "{observation}", "Observations rolled from blocks into chunks.");
        dropped = meter.CreateCounter<long>("bluesky.storage.dropped", "{chunk}", "Chunks reduced to hourly values because their month is older than readings are kept.");
        duration = meter.CreateHistogram<double>("bluesky.storage.commit.duration", "s", "Time from the first statement of a commit to its end.");
    }

    public void Committed(string writer, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>("writer", writer);
        commits.Add(1, tag);
        duration.Record(took.TotalSeconds, tag);
    }

    public void Failed(string writer) => failures.Add(1, new KeyValuePair<string, object?>("writer", writer));

    public void Refused(string writer) => refusals.Add(1, new KeyValuePair<string, object?>("writer", writer));

    public void Journaled(int count, int size)
    {
        observations.Add(count);
        bytes.Add(size);
    }

    public void Rolled(int count) => rolled.Add(count);

    public void Dropped(long chunks) => dropped.Add(chunks);

    public void Watch(string writer, Func<int> queueLength, Func<long> queueBytes)
    {
        meter.CreateObservableGauge(
            "bluesky.storage.queue.bytes",
            () => new Measurement<long>(queueBytes(), new TagList { { "writer", writer } }),
            "By",
            "Bytes (estimated) waiting for a commit.");
        meter.CreateObservableGauge(
            "bluesky.storage.queue",
            () => new Measurement<int>(queueLength(), new TagList { { "writer", writer } }),
            "{request}",
            "Requests waiting for a commit.");
    }

    public void Watch(StoreState state) =>
        meter.CreateObservableGauge(
            "bluesky.storage.state",
            () => (int)state.Now.Condition,
            description: "Condition of the store: 0 available, 1 slow, 2 full, 3 unreachable, 4 fenced.");

    /// <summary>True when the instrument is one of these, and not of another node in the same process.</summary>
    public bool Owns(Instrument instrument) => instrument.Meter == meter;

    public void Dispose() => meter.Dispose();
}
