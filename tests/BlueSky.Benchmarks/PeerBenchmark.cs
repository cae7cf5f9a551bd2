namespace BlueSky.Benchmarks;

/// <summary>
/// The alternatives to the node, and the echo that keeps nothing: the same packets by the same generator, PostgreSQL with the
/// same settings on an empty database of its own. Peers/README.md says what each does and lacks.
/// </summary>
internal static class PeerBenchmark
{
    /// <summary>Kestrel and Npgsql without actors.</summary>
    public const string Plain = "plain Kestrel + Npgsql";

    /// <summary>Akka.NET Cluster Sharding.</summary>
    public const string Akka = "Akka.NET sharding";

    /// <summary>What the table calls the echo.</summary>
    public const string Echo = "bare TCP echo";

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options, string part)
    {
        await using var store = await Store.Create(EngineKind.Postgres);
        if (store is null) yield break;
        await using var peer = new PeerProcess(part, part == "echo" ? null : store.Postgres, options.Sources);
        await peer.Start();
        var name = part switch { "plain" => Plain, "akka" => Akka, _ => Echo };
        var target = part == "echo"
            ? new LoadTarget(name, peer.Gateway, peer.ProcessId, peer.Output, "", null)
            : new LoadTarget(name, peer.Gateway, peer.ProcessId, peer.Output, Store.NameOf(EngineKind.Postgres), store.Postmaster);

        // The echo is no contender: some steps say what the floor is.
        var runs = new LoadRuns(part == "echo" ? options with { Every = 3 } : options, target);
        await runs.WarmUp();
        await foreach (var row in runs.Climb()) yield return row;
        if (options.Sustain > 0 && runs.Best > 0 && part != "echo") yield return await runs.One(runs.Best, options.Sustain);
    }
}
