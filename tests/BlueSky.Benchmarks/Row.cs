using System.Globalization;
using System.Text;

namespace BlueSky.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Engine">The store beneath; empty when there is none.</param>
internal sealed record Row(string What, string Engine)
{
    /// <summary>Which of the compared it is; empty for none.</summary>
    public string Contender { get; init; } = "";

    /// <summary>Packets a second that were asked for; 0 when nothing was.</summary>
    public int Asked { get; init; }

    /// <summary>True when the asked rate was kept and the p99 stayed within its bound.</summary>
    public bool IsSustained { get; init; }

    /// <summary>Values in each operation; 0 when it has none.</summary>
    public int Values { get; init; }

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
        | what | engine | per second | values/s | ratio | p50 ms | p99 ms | CPU µs each | generator µs | PostgreSQL µs | note |
        |---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|
        """;

    /// <summary>The row in Markdown; the ratio is its rate by that of <paramref name="baseline"/>.</summary>
    public string Line(Row? baseline) => new StringBuilder("| ")
        .AppendJoin(" | ", What, Engine, Show(Rate, "N0"), Show(Values > 0 ? Rate * Values : null, "N0"), Show(Rate / baseline?.Rate, "0.00"), Show(P50, "0.0"), Show(P99, "0.0"),
            Show(Cpu, "0.0"), Show(GeneratorCpu, "0.0"), Show(PostgresCpu, "0.0"), Note)
        .Append(" |").ToString();

    private static string Show(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
