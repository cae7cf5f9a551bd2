using System.Globalization;

namespace BlueSky.Benchmarks;

/// <summary>The engines a store runs on.</summary>
internal enum EngineKind
{
    Sqlite,
    Postgres,
}

/// <summary>What is to be measured.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage =
        "[all|table|copy|journal|bare|grain|echo|tcp|overload|million|plain|akka|memory|assessment|escalation|console|map|viewers|failover|kill|leave|freeze …] [--engine sqlite|postgres|both] [--seconds N] [--rate N] [--from N] [--every N] [--sources N] [--connections N] [--sustain N] [--active N] [--registered N] [--devices N] [--violations N] [--viewers N] [--profile-grains]";

    public static readonly string[] Parts = ["copy", "journal", "bare", "grain", "echo", "tcp", "overload", "million", "plain", "akka", "memory", "assessment", "escalation", "console", "map", "viewers", "kill", "leave", "freeze"];

    // The node beside its limits and the alternatives: what is compared must be of one run. On PostgreSQL, which all have.
    private static readonly string[] TableParts = ["copy", "journal", "bare", "grain", "echo", "tcp", "plain", "akka", "memory"];

    // What devices feel of a silo's end.
    private static readonly string[] FailoverParts = ["kill", "leave", "freeze"];

    /// <summary>Parts to run, in order.</summary>
    public IReadOnlyList<string> Run { get; init; } = Parts;

    public IReadOnlyList<EngineKind> Engines { get; init; } = [EngineKind.Sqlite, EngineKind.Postgres];

    /// <summary>Seconds of each measurement.</summary>
    public int Seconds { get; init; } = 15;

    /// <summary>One rate of packets a second over TCP instead of the steps; 0 takes the steps.</summary>
    public int Rate { get; init; }

    /// <summary>The first of the steps.</summary>
    public int From { get; init; } = 5_000;

    /// <summary>Takes each so many of the steps.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Sources (and devices) of the grain and TCP parts.</summary>
    public int Sources { get; init; } = 10_000;

    /// <summary>TCP connections that carry the devices, as forwarders do.</summary>
    public int Connections { get; init; } = 32;

    /// <summary>Seconds of the long run at the best step, long enough that the roller works; 0 for none.</summary>
    public int Sustain { get; init; } = 90;

    /// <summary>Registered sources of the part <c>million</c>, of which <see cref="Active"/> send.</summary>
    public int Registered { get; init; } = 1_000_000;

    /// <summary>Sources of the memory part, and those that send in the part <c>million</c>.</summary>
    public int Active { get; init; } = 100_000;

    /// <summary>Devices of the failover part, each with a packet a second.</summary>
    public int Devices { get; init; } = 1_000;

    /// <summary>Problems in the store of the console's parts, open ones included.</summary>
    public int Violations { get; init; } = 100_000;

    /// <summary>Open pages of the viewers part.</summary>
    public int Viewers { get; init; } = 500;

    /// <summary>True lets the node of the TCP part time every grain call for the dashboard, to see what that costs.</summary>
    public bool ProfileGrains { get; init; }

    /// <summary>True when the process is a part's own: it prints rows as JSON for the process that started it.</summary>
    public bool IsChild { get; init; }

    public static BenchmarkOptions Read(string[] args)
    {
        var options = new BenchmarkOptions();
        string[] named = [];
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "all" => options with { Run = Parts },
                "table" => options with { Run = TableParts, Engines = [EngineKind.Postgres], Seconds = 6, From = 20_000, Sources = 12_000, Sustain = 15, Active = 50_000 },
                "failover" => options with { Run = FailoverParts },
                var part when Parts.Contains(part) => options with { Run = named = [.. named, part] },
                "--engine" => options with { Engines = EnginesOf(Next()) },
                "--seconds" => options with { Seconds = Number(Next(), 1) },
                "--rate" => options with { Rate = Number(Next(), 0) },
                "--from" => options with { From = Number(Next(), 1) },
                "--every" => options with { Every = Number(Next(), 1) },
                "--sources" => options with { Sources = Number(Next(), 1) },
                "--connections" => options with { Connections = Number(Next(), 1) },
                "--sustain" => options with { Sustain = Number(Next(), 0) },
                "--active" => options with { Active = Number(Next(), 1) },
                "--registered" => options with { Registered = Number(Next(), 1) },
                "--devices" => options with { Devices = Number(Next(), 1) },
                "--violations" => options with { Violations = Number(Next(), 1_000) },
                "--viewers" => options with { Viewers = Number(Next(), 1) },
                "--profile-grains" => options with { ProfileGrains = true },
                "--child" => options with { IsChild = true },
                var other => throw new FormatException($"“{other}” is not known. Use: {Usage}"),
            };

            string Next() => ++i < args.Length ? args[i] : throw new FormatException($"{args[i - 1]} needs a value. Use: {Usage}");
        }

        return options;
    }

    /// <summary>The same options for a part's own process.</summary>
    public IEnumerable<string> Words(string part, EngineKind engine) =>
    [
        part, "--engine", engine == EngineKind.Sqlite ? "sqlite" : "postgres", "--seconds", Text(Seconds), "--sources", Text(Sources),
        "--active", Text(Active), "--child",
    ];

    private static IReadOnlyList<EngineKind> EnginesOf(string text) => text switch
    {
        "sqlite" => [EngineKind.Sqlite],
        "postgres" => [EngineKind.Postgres],
        "both" => [EngineKind.Sqlite, EngineKind.Postgres],
        _ => throw new FormatException($"--engine: “{text}” is none of sqlite, postgres, both."),
    };

    private static int Number(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"“{text}” is no whole number from {least}.");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
