using System.Globalization;

namespace BlueSky.Benchmarks.Peers;

/// <summary>Who is to answer the devices.</summary>
internal enum PeerKind
{
    /// <summary>Nobody keeps anything: frames are cut and answered.</summary>
    Echo,

    /// <summary>Kestrel and Npgsql, sources in a dictionary, each under its lock.</summary>
    Plain,

    /// <summary>Akka.NET Cluster Sharding, an entity a source.</summary>
    Akka,
}

/// <summary>The command line of a peer.</summary>
/// <param name="Kind">Who answers.</param>
/// <param name="Sources">Sources and devices of the load's register, 1..999,999.</param>
/// <param name="Seeds">Directory of the seeds: district and kinds of source.</param>
/// <param name="Port">TCP port on loopback; 0 takes a free one.</param>
/// <param name="Postgres">Connection string; empty for the echo.</param>
internal sealed record PeerOptions(PeerKind Kind, int Sources, string Seeds, int Port, string Postgres)
{
    /// <summary>The environment variable of the connection string, the same as the node's.</summary>
    public const string PostgresVariable = "BLUESKY_POSTGRES";

    private const string Usage = "echo|plain|akka [--sources N] [--seeds DIR] [--port N], with the connection string in " + PostgresVariable;

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is wrong; says what and how to mend it.</exception>
    public static PeerOptions Read(string[] args)
    {
        if (args.Length == 0 || !Enum.TryParse<PeerKind>(args[0], ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            throw new FormatException($"The first word names the peer. Use: {Usage}");
        var options = new PeerOptions(
            kind, 10_000, Path.Combine(AppContext.BaseDirectory, "seeds"), 0, Environment.GetEnvironmentVariable(PostgresVariable) ?? "");
        for (var i = 1; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--sources" => options with { Sources = Number(Next(), 1, 999_999) },
                "--seeds" => options with { Seeds = Next() },
                "--port" => options with { Port = Number(Next(), 0, 65_535) },
                var other => throw new FormatException($"“{other}” is not known. Use: {Usage}"),
            };

            string Next() => ++i < args.Length ? args[i] : throw new FormatException($"{args[i - 1]} needs a value. Use: {Usage}");
        }

        if (kind != PeerKind.Echo && options.Postgres.Length == 0)
            throw new FormatException($"{PostgresVariable} is empty: it must hold the connection string of an empty database.");
        return options;
    }

    private static int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"“{text}” is no whole number from {least} to {most}.");
}
