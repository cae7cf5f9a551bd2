namespace BlueSky.Benchmarks;

/// <summary>One run of everything asked for, one table at its end.</summary>
internal static class Session
{
    /// <returns>False when a part failed: what the others measured is in the table all the same.</returns>
    public static async Task<bool> Run(BenchmarkOptions options)
    {
        var isWhole = true;
        Console.WriteLine(Machine.Describe());
        var rows = new List<Row>();
        foreach (var part in options.Run)
        {
            foreach (var engine in EnginesOf(part, options))
            {
                try
                {
                    await foreach (var row in Rows(options, part, engine))
                    {
                        rows.Add(row);
                        Console.Error.WriteLine($"{row.Line(rows[0])} load {Machine.Load()}");
                    }
                }
                catch (InvalidOperationException e)
                {
                    // A machine that others keep busy can make a part fail after minutes of good rows.
                    isWhole = false;
                    await Console.Error.WriteLineAsync(e.ToString());
                    rows.Add(new Row(part, "") { Note = "failed" });
                }
            }
        }

        Console.WriteLine();
        Console.WriteLine(Row.Head());
        foreach (var row in rows) Console.WriteLine(row.Line(rows[0]));
        Console.WriteLine();
        Console.WriteLine(Verdict.Of(rows));
        Console.WriteLine($"Ratio: rate by that of the first row. Load average at the end {Machine.Load()}.");
        return isWhole;
    }

    private static IAsyncEnumerable<Row> Rows(BenchmarkOptions options, string part, EngineKind engine) => part switch
    {
        "tcp" => TcpBenchmark.Run(options, engine),
        "overload" => OverloadBenchmark.Run(options, engine),
        "million" => MillionBenchmark.Run(options, engine),
        "echo" or "plain" or "akka" => PeerBenchmark.Run(options, part),
        "kill" or "leave" or "freeze" => FailoverBenchmark.Run(options, part),
        "console" => ConsoleBenchmark.Run(options, engine),
        "map" => MapBenchmark.Run(options, engine),
        "viewers" => ViewersBenchmark.Run(options, engine),
        _ => PartProcess.Run(options, part, engine),
    };

    // The peers and COPY are of PostgreSQL alone. Grain calls and assessments have no store beneath, and memory and escalation are measured on the embedded store.
    private static IEnumerable<EngineKind> EnginesOf(string part, BenchmarkOptions options) => part switch
    {
        "copy" or "echo" or "plain" or "akka" or "kill" or "leave" or "freeze" => [EngineKind.Postgres],
        "bare" or "grain" or "memory" or "assessment" or "escalation" => [EngineKind.Sqlite],
        _ => options.Engines,
    };
}
