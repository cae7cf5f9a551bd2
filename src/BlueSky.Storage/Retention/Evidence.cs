using BlueSky.Queries;

namespace BlueSky.Storage;

/// <summary>
/// The hours of one source whose readings are kept for ever, since a violation rests on them: from a day before each began (no
/// rule looks back further than a day, [D]) to an hour after its last step; of an open one without end.
/// </summary>
internal sealed class Evidence(IEnumerable<ViolationRow> violations)
{
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);
    private static readonly TimeSpan After = TimeSpan.FromHours(1);

    private readonly (DateTimeOffset From, DateTimeOffset To)[] spans =
    [
        .. violations.Select(v => (v.First.Start - Before, v.IsOpen ? DateTimeOffset.MaxValue : v.Last.At + After)),
    ];

    /// <summary>Violations of the source that may reach into the time before <paramref name="end"/>.</summary>
    public static async Task<Evidence> Of(Engine engine, string sourceId, DateTimeOffset end, CancellationToken cancellation) =>
        new(await engine.Query(
            new Statement("SELECT document FROM violation WHERE source_id = $1 AND start_at < $2", sourceId, end + Before),
            r => Documents.Read<ViolationRow>(r, 0),
            cancellation));

    /// <summary>True when something of the hour that starts here is evidence.</summary>
    public bool Holds(DateTimeOffset hour) => Array.Exists(spans, s => hour < s.To && hour.AddHours(1) > s.From);
}
