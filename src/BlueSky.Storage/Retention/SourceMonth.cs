using BlueSky.Queries;
using BlueSky.Sources;

namespace BlueSky.Storage;

/// <summary>One source's readings of one month on their way to hourly values: one hour of them in memory at a time.</summary>
internal sealed class SourceMonth(Engine engine, SourceKindCatalog? kinds, string sourceId, DateTimeOffset month)
{
    private const int PublishAtOnce = 500;

    private readonly Publication publication = new(engine);
    private readonly List<HourlyValue> missing = [];

    /// <summary>Chunks that were read.</summary>
    public int Chunks { get; private set; }

    /// <summary>Starts of the hours that have readings, in order.</summary>
    public List<DateTimeOffset> Hours { get; } = [];

    /// <summary>Publishes the hourly values that are not there; those that are there are the live ones, and stay.</summary>
    public async Task Reduce(CancellationToken cancellation)
    {
        var present = await Present(cancellation);
        var registration = await Registration(cancellation);
        var observations = new List<Observation>();
        var rows = engine.Stream(
            new Statement("SELECT hour, document FROM chunk WHERE source_id = $1 AND hour >= $2 AND hour < $3 ORDER BY hour", sourceId, month, month.AddMonths(1)),
            r => (Hour: r.Time(0), Document: r.Utf8(1)),
            cancellation);
        await foreach (var (hour, document) in rows)
        {
            Chunks++;
            if (Hours.Count == 0 || Hours[^1] != hour)
            {
                await Close(observations, present, registration);
                Hours.Add(hour);
            }

            ReadingJournal.Decode(document, observations);
        }

        await Close(observations, present, registration);
        await Publish();
    }

    private async Task Close(
        List<Observation> observations, HashSet<(string, DateTimeOffset)> present, SourceRegistration? registration)
    {
        if (observations.Count == 0)
        {
            return;
        }

        var (hour, ending) = (Hours[^1], Hours[^1].AddHours(1));
        observations.Sort((a, b) => a.Arrival.CompareTo(b.Arrival));
        if (registration is not null && kinds?.Find(registration.Kind) is { } kind)
        {
            missing.AddRange(HourlyStatistics.Compute(registration, kind, ending, observations).Where(v => present.Add((v.Factor, ending))));
        }

        missing.AddRange(ChannelHour.Missing(sourceId, hour, observations, name => present.Contains((name, ending))));
        observations.Clear();
        if (missing.Count >= PublishAtOnce)
        {
            await Publish();
        }
    }

    private async Task Publish()
    {
        await publication.Publish(missing.ToArray());
        missing.Clear();
    }

    private async Task<HashSet<(string, DateTimeOffset)>> Present(CancellationToken cancellation) => [.. await engine.Query(
        new Statement(
            "SELECT factor, hour_ending FROM hourly_value WHERE source_id = $1 AND hour_ending > $2 AND hour_ending <= $3",
            sourceId, month, month.AddMonths(1)),
        r => (r.GetString(0), r.Time(1)),
        cancellation)];

    private async Task<SourceRegistration?> Registration(CancellationToken cancellation) => (await engine.Query(
        new Statement("SELECT document FROM source WHERE id = $1", sourceId),
        r => Documents.Read<SourceRow>(r, 0).Registration,
        cancellation)).FirstOrDefault();
}
