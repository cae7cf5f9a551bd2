using BlueSky.Districts;

namespace BlueSky.Testing;

/// <summary>Counts as words, with what holds at any moment: the packets of the last closed hour depend on when one asks.</summary>
internal static class RollupWords
{
    public static string Of(Rollup r) =>
        $"sources {r.Sources}, demo {r.DemoSources}, {Of(r.ByStatus)}, "
        + string.Join(' ', r.ByKind.Select(k => $"{k.Key}({Of(k.Value)})"))
        + $", open {Of(r.OpenBySeverity)}, connected {r.Connected}, online {r.Online}, worst {string.Join(' ', r.Worst.Select(w => w.SourceId))}";

    public static string Of<TKey>(IEnumerable<KeyValuePair<TKey, int>> counts) => string.Join(' ', counts.Select(c => $"{c.Key}={c.Value}"));
}
