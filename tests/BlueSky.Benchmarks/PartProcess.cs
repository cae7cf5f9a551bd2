using System.Diagnostics;
using System.Text.Json;

namespace BlueSky.Benchmarks;

/// <summary>
/// Runs a part in a process of its own, with the collector's settings of a node, so that no part inherits the heap or the
/// compiled code of another.
/// </summary>
internal static class PartProcess
{
    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options, string part, EngineKind engine)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "BlueSky.Benchmarks.dll"), .. options.Words(part, engine)])
        {
            RedirectStandardOutput = true,
        };
        NodeSettings(start);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The part's process did not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{')) yield return JsonSerializer.Deserialize<Row>(line)!;
            else Console.Error.WriteLine(line);
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The part {part} ended with {process.ExitCode}.");
    }

    /// <summary>The part itself, inside its process.</summary>
    public static async Task RunHere(BenchmarkOptions options)
    {
        var rows = options.Run[0] switch
        {
            "journal" => JournalBenchmark.Run(options, options.Engines[0]),
            "copy" => CopyBenchmark.Run(options),
            "bare" => BareGrainBenchmark.Run(options),
            "grain" => GrainBenchmark.Run(options),
            "memory" => MemoryBenchmark.Run(options),
            "assessment" => AssessmentBenchmark.Run(),
            "escalation" => EscalationBenchmark.Run(),
            var other => throw new FormatException($"The part {other} has no process of its own."),
        };
        await foreach (var row in rows) Console.WriteLine(JsonSerializer.Serialize(row));
    }

    /// <summary>What the node's runtime configuration says, for a process that has another.</summary>
    private static void NodeSettings(ProcessStartInfo start)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "bluesky.runtimeconfig.json")));
        var settings = file.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Take("System.GC.Server", "DOTNET_gcServer");
        Take("System.GC.Concurrent", "DOTNET_gcConcurrent");
        Take("System.GC.DynamicAdaptationMode", "DOTNET_GCDynamicAdaptationMode");
        Take("System.GC.ConserveMemory", "DOTNET_GCConserveMemory");

        void Take(string name, string variable)
        {
            if (!settings.TryGetProperty(name, out var value)) return;
            start.Environment[variable] = value.ValueKind switch
            {
                JsonValueKind.True => "1",
                JsonValueKind.False => "0",
                _ => value.GetRawText(),
            };
        }
    }
}
