using System.Globalization;
using System.Text;

namespace BlueSky.Benchmarks;

/// <summary>What the rows of one run say of the node beside limits and alternatives: ratios only, so they outlive the machine.</summary>
internal static class Verdict
{
    /// <summary>The lines; empty when the node is not among the rows.</summary>
    public static string Of(IReadOnlyList<Row> rows)
    {
        if (rows.All(r => r.Contender != TcpBenchmark.Name)) return "";
        var node = Best(rows, TcpBenchmark.Name);
        var text = new StringBuilder();
        text.AppendLine("Greatest rate kept with p99 within 250 ms; CPU of the process and of PostgreSQL a packet at it:").AppendLine();
        foreach (var name in new[] { TcpBenchmark.Name, PeerBenchmark.Plain, PeerBenchmark.Akka, PeerBenchmark.Echo })
        {
            if (rows.All(r => r.Contender != name)) continue;
            if (Best(rows, name) is { } best) Line($"- {name}: {best.Rate:N0}/s, {Total(best):0.0} µs");
            else Line($"- {name}: none of the rates asked for");
        }

        foreach (var name in new[] { PeerBenchmark.Plain, PeerBenchmark.Akka })
        {
            if (Common(rows, name) is not { } both) continue;
            Line($"- node against {name} at {both.Node.Asked:N0}/s: CPU of the process {both.Node.Cpu / both.Peer.Cpu:0.00}, with PostgreSQL {Total(both.Node) / Total(both.Peer):0.00}, p99 {both.Node.P99 / both.Peer.P99:0.00} times");
            if (node is not null && Best(rows, name) is { } best) Line($"- node's greatest rate is {node.Rate / best.Rate:0.00} of that of {name}");
        }

        if (node is null) return text.ToString();
        Limit(CopyBenchmark.Indexed, rows.Where(r => r.Contender == CopyBenchmark.Indexed));
        Limit("packed blocks alone", rows.Where(r => r.Contender == JournalBenchmark.Packed && r.Engine == node.Engine));
        return text.ToString();

        void Limit(string name, IEnumerable<Row> of)
        {
            if (of.MaxBy(r => r.Rate) is { } best) Line($"- node's greatest rate is {node.Rate / best.Rate:0.00} of {name} ({best.Rate:N0}/s)");
        }

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private static bool IsKept(Row row) => row.Rate >= 0.97 * row.Asked;

    private static double? Total(Row row) => row.Cpu + (row.PostgresCpu ?? 0);

    private static Row? Best(IReadOnlyList<Row> rows, string contender) =>
        rows.Where(r => r.Contender == contender && r.IsSustained).MaxBy(r => r.Asked);

    // The greatest rate that both kept, however long the waits: CPU a packet falls with the rate, so it must be of one rate. Of a rate
    // that was run twice (the long run at the end) the first counts, for that is as long as the other's.
    private static (Row Node, Row Peer)? Common(IReadOnlyList<Row> rows, string peer)
    {
        var pairs = from node in rows
                    where node.Contender == TcpBenchmark.Name && IsKept(node) && node.Engine == Store.NameOf(EngineKind.Postgres)
                    from other in rows
                    where other.Contender == peer && IsKept(other) && other.Asked == node.Asked
                    select (node, other);
        return pairs.Select(p => ((Row, Row)?)p).MaxBy(p => p!.Value.Item1.Asked);
    }
}
