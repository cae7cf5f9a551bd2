namespace BlueSky.Benchmarks;

/// <summary>One run of everything asked for, one table at its end.</summary>
internal static class Session
{
    public static async Task Run(BenchmarkOptions options)
    {
        Console.WriteLine(Machine.Describe());
        var rows = new List<Row>();
        foreach (var part in options.Run)
        {
            foreach (var engine in EnginesOf(part, options))
            {
                await foreach (var row in part == "tcp" ? TcpBenchmark.Run(options, engine) : PartProcess.Run(options, part, engine))
                {
                    rows.Add(row);
                    Console.Error.WriteLine($"{row.Line(rows[0])} load {Machine.Load()}");
                }
            }
        }

        Console.WriteLine();
        Console.WriteLine(Row.Head());
        foreach (var row in rows) Console.WriteLine(row.Line(rows[0]));
        Console.WriteLine();
        Console.WriteLine($"Ratio: rate by that of the first row. Load average at the end {Machine.Load()}.");
    }

    // Grain calls and assessments have no store beneath, and memory is measured on the embedded store.
    private static IEnumerable<EngineKind> EnginesOf(string part, BenchmarkOptions options) =>
        part is "grain" or "memory" or "assessment" ? [EngineKind.Sqlite] : options.Engines;
}
