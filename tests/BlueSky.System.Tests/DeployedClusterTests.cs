using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BlueSky.Simulator;
using BlueSky.Testing;
using Npgsql;

namespace BlueSky.Processes;

/// <summary>
/// A cluster as deploy/ describes it, as real processes: shipped PostgreSQL settings and roles, the schema by <c>bluesky migrate</c>, each
/// node with the role of its kind; then a backup while devices send, and a restore.
/// </summary>
public sealed class DeployedClusterTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly IReadOnlyList<SimulatedDevice> Devices = [.. Demo.Devices.Take(40)];
    private readonly string _folder = Directory.CreateTempSubdirectory("bluesky-deployed-").FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Each_node_works_with_the_rights_of_its_role_and_a_backup_under_load_restores_what_was_answered()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await PostgresFixture.OwnServer(Shipped("postgresql.conf"));
        var database = await NewDatabase(server);
        await using var silo = Node(database, "silo", "bluesky_node", "--register", "demo");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Start(cancellation));
        Assert.Contains("ended with 3", refused.Message, StringComparison.Ordinal);
        Assert.Contains("bluesky migrate", refused.Message, StringComparison.Ordinal);
        Assert.Equal((0, ""), await Run(As(database, "bluesky_owner"), "migrate"));

        await silo.Start(cancellation);
        await using var gateway = Node(database, "gateway", "bluesky_gateway");
        await using var web = Node(database, "web", "bluesky_web");
        await gateway.Start(cancellation);
        await web.Start(cancellation);
        using var simulation = new Simulation(new SimulationPlan
        {
            Gateway = gateway.Gateway,
            Devices = Devices,
            KeepAnswers = true,
            Behaviour = new DeviceBehaviour { Seed = 1, Interval = TimeSpan.FromSeconds(1), AnswerTimeout = TimeSpan.FromSeconds(5) },
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = simulation.Run(stop.Token);
        await Until.True("answers", Patience, () => simulation.Counters.Answered >= 100, () => $"{simulation.Counters.Answered} answered\n{gateway.Output()}\n{silo.Output()}");
        await Until.Seen("something rolled", Patience, () => Count(database, "chunk"), n => n > 0);
        foreach (var node in (NodeProcess[])[silo, gateway, web])
            Assert.Equal(0, (await Run(null, "health", new Uri(node.Http.BaseAddress!, "/health/ready").ToString())).Code);
        using var sources = JsonDocument.Parse(await web.Http.GetStringAsync("/api/v1/sources?size=1", cancellation));
        Assert.True(sources.RootElement.GetProperty("total").GetInt32() > 600);

        var answered = simulation.Log!.Entries.Where(p => p.Event == "answered").ToList();
        var backup = Path.Combine(_folder, "backup");
        Assert.Equal(0, (await Run(As(database, "bluesky_backup"), "backup", "--to", backup)).Code);
        await stop.CancelAsync();
        await running;
        foreach (var node in (NodeProcess[])[gateway, web, silo]) Assert.Equal(0, await node.Stop());

        var second = await NewDatabase(server);
        Assert.Equal(0, (await Run(As(second, "bluesky_owner"), "restore", "--from", backup)).Code);
        var again = await Run(As(second, "bluesky_owner"), "restore", "--from", backup);
        Assert.Equal(2, again.Code);
        Assert.Contains("never writes over a store", again.Error, StringComparison.Ordinal);
        var damaged = Path.Combine(backup, "chunk.copy.gz");
        await File.AppendAllTextAsync(damaged, "x", cancellation);
        Assert.Equal(1, (await Run(As(await NewDatabase(server), "bluesky_owner"), "restore", "--from", backup)).Code);

        // A silo goes on from the restored database with the role of a node, and has all that was answered before the backup.
        await using (var restored = Node(second, "silo,web", "bluesky_node"))
        {
            await restored.Start(cancellation);
            Assert.Equal(0, await restored.Stop());
        }

        Assert.Empty(await Missing(second, answered));
    }

    /// <summary>Answered values that the store does not have.</summary>
    private async Task<List<ValueKey>> Missing(string database, IReadOnlyList<LoggedPacket> answered)
    {
        var stored = new HashSet<ValueKey>();
        await using var store = await OpenedStore.Open(_folder, database);
        foreach (var source in Devices.Select(d => Demo.SourceOf[d.Mn]).Distinct())
        {
            foreach (var o in await store.Journal(source))
                stored.UnionWith(o.Readings.Select(r => r.Channel).Concat(o.Texts.Select(t => t.Channel)).Select(c => new ValueKey(o.Mn, o.Period, o.DataTime, c)));
        }

        var values = new AnsweredValues(Devices);
        var promised = answered.SelectMany(values.Of).Select(v => v.Key).ToList();
        Assert.True(promised.Count > 300, $"{promised.Count} answered values prove too little.");
        return [.. promised.Where(key => !stored.Contains(key))];
    }

    private NodeProcess Node(string database, string roles, string role, params string[] more) =>
        new(_folder, As(database, role), ["--roles", roles, .. more]) { Settings = new Dictionary<string, string> { ["Storage__RollEvery"] = "00:00:01" } };

    private static string Shipped(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deploy", "postgres", file));

    private static string As(string database, string role) => new NpgsqlConnectionStringBuilder(database) { Username = role }.ConnectionString;

    private static async Task<string> NewDatabase(PostgresServer server)
    {
        var database = await server.NewDatabase();
        await using var connection = new NpgsqlConnection(database + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(Shipped("roles.sql"), connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return database;
    }

    private static async Task<long> Count(string database, string what)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM {what}"), connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Runs the program to its end.</summary>
    private static async Task<(int Code, string Error)> Run(string? postgres, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bluesky.dll"), .. words])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["BLUESKY_POSTGRES"] = postgres ?? "";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        TestContext.Current.TestOutputHelper?.WriteLine($"bluesky {string.Join(' ', words)}: {process.ExitCode}\n{await output}{await error}");
        return (process.ExitCode, await error);
    }
}
