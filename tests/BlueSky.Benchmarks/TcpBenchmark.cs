using System.Globalization;
using BlueSky.Testing;

namespace BlueSky.Benchmarks;

/// <summary>
/// The whole way: HJ 212 packets of six factors over TCP to a node process, each answered after its commit. Node, generator
/// and database share the machine.
/// </summary>
internal static class TcpBenchmark
{
    /// <summary>What the table calls the node.</summary>
    public const string Name = "BlueSky node";

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options, EngineKind engine)
    {
        await using var store = await Store.Create(engine);
        if (store is null) yield break;
        string[] more = ["--register", "load:" + options.Sources.ToString(CultureInfo.InvariantCulture), .. options.ProfileGrains ? ["--profile-grains"] : Array.Empty<string>()];
        await using var node = new NodeProcess(store.Data, store.Postgres, more);
        await node.Start();
        var runs = new LoadRuns(options, new LoadTarget(Name, node.Gateway, node.ProcessId, node.Output, Store.NameOf(engine), store.Postmaster));
        await runs.WarmUp();
        await foreach (var row in runs.Climb()) yield return row;

        if (options.Sustain == 0 || runs.Best == 0) yield break;
        yield return await runs.One(runs.Best, options.Sustain);
        yield return await StoredSize.Of(store);
    }
}
