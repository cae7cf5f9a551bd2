using System.Globalization;
using System.Text;

namespace BlueSky.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Engine">The store beneath; empty when there is none.</param>
internal sealed record Row(string What, string Engine)
{
    /// <summary>Operations (packets of six values) a second.</summary>
    public double? Rate { get; init; }

    /// <summary>Median wait, milliseconds.</summary>
    public double? P50 { get; init; }

    /// <summary>99 of 100 waits were no longer, milliseconds.</summary>
    public double? P99 { get; init; }

    /// <summary>CPU per operation of the process under test, microseconds, all threads.</summary>
    public double? Cpu { get; init; }

    /// <summary>CPU per operation of the load generator, microseconds.</summary>
    public double? GeneratorCpu { get; init; }

    /// <summary>CPU per operation of all processes of PostgreSQL, microseconds.</summary>
    public double? PostgresCpu { get; init; }

    public string Note { get; init; } = "";

    public static string Head() =>
        """
        | what | engine | per second | ratio | p50 ms | p99 ms | CPU µs each | generator µs | PostgreSQL µs | note |
        |---|---|--:|--:|--:|--:|--:|--:|--:|---|
        """;

    /// <summary>The row in Markdown; the ratio is its rate by that of <paramref name="baseline"/>.</summary>
    public string Line(Row? baseline) => new StringBuilder("| ")
        .AppendJoin(" | ", What, Engine, Show(Rate, "N0"), Show(Rate / baseline?.Rate, "0.00"), Show(P50, "0.0"), Show(P99, "0.0"),
            Show(Cpu, "0.0"), Show(GeneratorCpu, "0.0"), Show(PostgresCpu, "0.0"), Note)
        .Append(" |").ToString();

    private static string Show(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
