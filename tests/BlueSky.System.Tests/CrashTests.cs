using BlueSky.Simulator;
using BlueSky.Sources;
using BlueSky.Testing;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace BlueSky.Processes;

public sealed class SqliteCrashTests : CrashTests
{
    [Fact]
    public Task A_reading_that_was_answered_is_stored_exactly_once_whatever_is_killed() => KillAndCompare(null);
}

public sealed class PostgresCrashTests(PostgresFixture postgres) : CrashTests
{
    [Fact]
    public async Task A_reading_that_was_answered_is_stored_exactly_once_whatever_is_killed() => await KillAndCompare(await postgres.NewDatabase());
}

/// <summary>
/// The promise: a node is killed ten times under the load of all demo devices; afterwards every answered value is in the store once,
/// and problems and counts are what the readings say.
/// </summary>
public abstract class CrashTests
{
    private const int Rounds = 10;
    private const int MostAnswersARound = 1_000;

    // In these rounds the node is killed a second time while it starts, when it replays what the first kill left.
    private const int RoundsPerFalseStart = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // Some of each, so that answers get lost, doubled and late in the same run.
    private static readonly FaultPlan Faults = FaultPlan.Parse(
        ["duplicate=0.05", "parts=0.1", "segments=0.1", "sticky=0.05", "disconnect=0.005", "out-of-order=0.03", "half=0.003", "bad-crc=0.003", "garbage=0.02"]);

    protected static async Task KillAndCompare(string? postgres)
    {
        // Another seed each time; BLUESKY_SEED repeats a run as far as the moments of a kill can be repeated.
        var seed = int.TryParse(Environment.GetEnvironmentVariable("BLUESKY_SEED"), out var wanted) ? wanted : Random.Shared.Next(1, 1_000_000);
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var data = Directory.CreateTempSubdirectory("bluesky-crash-").FullName;
        try
        {
            IReadOnlyList<LoggedPacket> log;
            // Rolls every second, on SQLite in slices of 2 ms, so that kills fall into them too, and between their slices.
            await using (var node = new NodeProcess(data, postgres, "--register", "demo")
            {
                Settings = new Dictionary<string, string> { ["Storage__RollEvery"] = "00:00:01", ["Storage__RollSlice"] = "00:00:00.002" },
            })
            {
                log = await RunUnderFire(node, seed);
                var towns = await Counts.Settled(node);
                Assert.Null(await Counts.RecountDifference(node, towns));
                Assert.Equal(0, await node.Stop());
            }

            await using var store = await OpenedStore.Open(data, postgres);
            Assert.True(await store.Chunks() > 0, "Nothing was rolled: kills fell into no roll.");
            await CompareStore(store, log);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<LoggedPacket>> RunUnderFire(NodeProcess node, int seed)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await node.Start(cancellation);
        using var simulation = new Simulation(new SimulationPlan
        {
            Gateway = node.Gateway,
            Devices = Demo.Devices,
            KeepAnswers = true,
            Behaviour = new DeviceBehaviour
            {
                Seed = seed,
                Faults = Faults,
                Interval = TimeSpan.FromSeconds(2),
                AnswerTimeout = TimeSpan.FromSeconds(3),
                SilentAfter = TimeSpan.FromHours(1),
            },
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = simulation.Run(stop.Token);
        var random = new Random(seed);
        for (var round = 1; round <= Rounds; round++)
        {
            var before = simulation.Counters.Answered;
            var killAt = before + random.Next(1, MostAnswersARound);
            await Until.True(
                $"round {round}: {killAt - before} answers", Patience, () => simulation.Counters.Answered >= killAt,
                () => $"{simulation.Counters.Answered - before} answers, {simulation.Pending} pending\n{node.Output()}");
            await node.Kill();
            if (round % RoundsPerFalseStart == 0) await StartAndKill(node, TimeSpan.FromSeconds(6 * random.NextDouble()));
            await node.Start(cancellation);
        }

        // Devices never stop measuring: what the outages left is gone when less than one upload a device waits.
        await Until.True("The backlog drains", Patience, () => simulation.Pending < Demo.Devices.Count, () => $"{simulation.Pending} pending\n{node.Output()}");
        await stop.CancelAsync();
        await running;

        var (c, faults) = (simulation.Counters, simulation.Faults);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Rounds} kills, sent {c.Sent}, answered {c.Answered}, sent again {c.Resent}, backlogged {c.Backlogged}, connections {c.Connections}; "
            + string.Join(", ", faults.Where(f => f.Value > 0).Select(f => $"{FaultPlan.Name(f.Key)} {f.Value}")));
        Assert.Equal(0, c.Dropped);
        Assert.True(c.Backlogged > 0, "No outage left a backlog: nothing was tried.");
        Assert.All(Enum.GetValues<Fault>().Where(f => Faults[f] > 0), fault => Assert.True(faults[fault] > 0, $"Fault {fault} never happened."));
        return simulation.Log!.Entries;
    }

    private static async Task StartAndKill(NodeProcess node, TimeSpan after)
    {
        using var moment = new CancellationTokenSource(after);
        try
        {
            await node.Start(moment.Token);
        }
        catch (OperationCanceledException) when (moment.IsCancellationRequested)
        {
            // It was still starting, as wanted; on a quick machine it may have been ready before.
        }

        await node.Kill();
    }

    private static async Task CompareStore(OpenedStore store, IReadOnlyList<LoggedPacket> log)
    {
        var rows = (await store.Sources()).ToDictionary(r => r.Registration.Id);
        var stored = new Dictionary<ValueKey, object>();
        var expected = new List<Problem>();
        var wrong = new List<string>();
        foreach (var row in rows.Values)
        {
            var journal = await store.Journal(row.Registration.Id);
            wrong.AddRange(ArrivalFaults(row.Registration.Id, journal));
            foreach (var observation in journal) wrong.AddRange(Enter(stored, row.Registration.Id, observation));
            var recomputed = new Recomputation(row.Registration, journal);
            expected.AddRange(recomputed.Open);
            if (!recomputed.BySeverity.SequenceEqual(row.Summary.OpenBySeverity) || recomputed.Status != row.Summary.Status)
                wrong.Add($"{row.Registration.Id}: row says {row.Summary.Status} {string.Join('/', row.Summary.OpenBySeverity)}, readings say {recomputed.Status} {string.Join('/', recomputed.BySeverity)}");
        }

        if (await store.AuditFault() is { } fault) wrong.Add($"audit log: {fault.Words}");
        var promised = Promised(log);
        wrong.AddRange(promised.Where(p => !stored.TryGetValue(p.Key, out var value) || !value.Equals(p.Value))
            .Select(p => $"answered {p.Key} = {p.Value}, stored {stored.GetValueOrDefault(p.Key) ?? "nothing"}"));

        var shown = (await store.OpenViolations()).Select(v => Recomputation.Of(v.Last)).ToHashSet();
        wrong.AddRange(expected.Except(shown).Select(p => $"not among the open violations: {p}"));
        wrong.AddRange(shown.Except(expected).Select(p => $"open without a reading that says so: {p}"));

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{promised.Count} answered values, {stored.Count} stored, {shown.Count} open violations of {shown.Select(p => p.RuleId).Distinct().Count()} rules");
        Assert.True(wrong.Count == 0, $"{wrong.Count} differences:\n{string.Join('\n', wrong.Take(30))}");
        Assert.True(promised.Count > 10_000, "Too little was answered to prove anything.");
        Assert.True(shown.Select(p => p.RuleId).Distinct().Count() >= 3, "Too few rules opened anything.");
    }

    private static Dictionary<ValueKey, object> Promised(IReadOnlyList<LoggedPacket> log)
    {
        var values = new AnsweredValues(Demo.Devices);
        var promised = new Dictionary<ValueKey, object>();
        foreach (var (key, value) in log.Where(p => p.Event == "answered").SelectMany(values.Of)) promised[key] = value;
        return promised;
    }

    private static IEnumerable<string> ArrivalFaults(string source, List<Observation> journal)
    {
        for (var i = 0; i < journal.Count; i++)
        {
            if (journal[i].Arrival != i + 1) return [$"{source}: place {i + 1} has arrival {journal[i].Arrival}"];
        }

        return [];
    }

    /// <summary>Enters what an observation holds and gives what was there before. A revision is another value, kept beside the first.</summary>
    private static IEnumerable<string> Enter(Dictionary<ValueKey, object> stored, string source, Observation o)
    {
        var mn = ValueKey.SaidBy(o.Mn, source);
        var values = o.Readings.Where(r => (r.Quality & Quality.Revision) == 0).Select(r => (r.Channel, Value: (object)r.Value))
            .Concat(o.Texts.Select(t => (t.Channel, Value: (object)t.Text)));
        foreach (var (channel, value) in values)
        {
            var key = new ValueKey(mn, o.Period, o.DataTime, channel);
            if (!stored.TryAdd(key, value)) yield return $"stored twice: {key} = {stored[key]} and {value}";
        }
    }
}
