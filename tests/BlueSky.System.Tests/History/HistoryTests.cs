using System.Globalization;
using BlueSky.Simulator;
using BlueSky.Testing;

namespace BlueSky.Processes;

/// <summary>
/// The promise, held against what clients saw: a cluster of real processes is struck at random, its devices and viewers log every
/// answer they get, and afterwards everything that was answered and shown must be in the store, once, and follow from it.
/// </summary>
public sealed class HistoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromMinutes(1);

    private static readonly FaultPlan Faults = FaultPlan.Parse(["duplicate=0.05", "disconnect=0.003", "out-of-order=0.02"]);

    [Fact]
    public async Task What_clients_of_a_cluster_were_told_stays_true_whatever_happens_to_it()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("BLUESKY_HISTORY_SEED"), out var wanted) ? wanted : Random.Shared.Next(1, 1_000_000);
        var minutes = double.TryParse(Environment.GetEnvironmentVariable("BLUESKY_HISTORY_MINUTES"), CultureInfo.InvariantCulture, out var length) ? length : 0;
        Print($"BLUESKY_HISTORY_SEED={seed}");
        var cancellation = TestContext.Current.CancellationToken;
        await using var cluster = await TestCluster.Start(cancellation);
        using var simulation = new Simulation(PlanFor(cluster, seed));
        var log = simulation.Log!;
        var timeline = new Timeline(() => log.Elapsed, Print);
        timeline.Add("the cluster is up");
        var assessed = new List<Assessed> { await AssessedMonth.EnterAndRun(cluster.Web.Node, "before") };

        using var watcher = new Watcher(cluster.Web.Node, timeline);
        using var sender = new HttpSender(cluster.Web.Node, timeline);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = Task.WhenAll(simulation.Run(stop.Token), watcher.Run(stop.Token), sender.Run(stop.Token));
        var nemesis = new Nemesis(cluster, seed, timeline, () => simulation.Counters.Answered);
        try
        {
            await nemesis.Run(TimeSpan.FromMinutes(minutes));
            await nemesis.Heal();
            await Until.True(
                "The backlog drains", Patience, () => simulation.Pending < Demo.Devices.Count, () => $"{simulation.Pending} pending, {simulation.Counters.Answered} answered");
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }

        timeline.Add("devices have stopped");
        var struck = await Snapshot.Of(cluster.Web.Node, "the cluster", cluster.Data, cluster.Direct);
        assessed.AddRange(await AssessedMonth.Again(cluster.Web.Node, "after all this"));
        timeline.Add("the cluster is compared");

        // A node that saw nothing of it knows what the store tells it and no more.
        await Task.WhenAll(cluster.All.Select(Leave));
        await using var newcomer = cluster.Newcomer();
        await newcomer.Start(cancellation);
        var told = await Snapshot.Of(newcomer, "a newcomer", cluster.Data, cluster.Direct);
        assessed.AddRange(await AssessedMonth.Again(newcomer, "on a newcomer"));
        timeline.Add("a newcomer is compared");

        var entries = log.Entries;
        List<Answered> answers = [.. Answers(entries), .. sender.Answers];
        History Whole(History snapshot) =>
            snapshot with { Answers = answers, Looks = watcher.Looks, Happenings = timeline.Happenings, Assessments = assessed };
        Print($"{nemesis}\n{HistoryReport.Of(Whole(told), entries, simulation.Counters, watcher)}\n{sender.Answers.Count} values answered over HTTP, {sender.Repeats} batches sent again");

        var findings = HistoryChecker.Check(Whole(struck)).Concat(HistoryChecker.Check(Whole(told))).Distinct().ToList();
        Assert.True(findings.Count == 0, $"BLUESKY_HISTORY_SEED={seed}\n{HistoryReport.Of(findings, timeline.Happenings, entries)}");

        // What would make all this say nothing.
        Assert.Equal(0, simulation.Counters.Dropped);
        Assert.True(simulation.Counters.Backlogged > 0, "No outage left a backlog: nothing was tried.");
        Assert.True(answers.Count > 2_000, $"{answers.Count} answered values are too few to prove anything.");
        Assert.True(sender.Answers.Count > 100, "Hardly anything was answered over HTTP.");
        Assert.True(watcher.Looks.Count(l => l.Open.Count > 0) > 20, "The list of open problems was hardly seen.");
        Assert.True(told.Problems.Where(p => p.IsOpen).DistinctBy(p => p.RuleId).Count() >= 3, "Too few rules opened anything.");
    }

    private static async Task Leave(TestCluster.Member member)
    {
        await member.Node.Signal("TERM");
        Assert.True(await member.Node.Ended(StopsWithin) == 0, $"{member.Name} did not stop with 0 within {StopsWithin}:\n{member.Node.Output()}");
    }

    private static SimulationPlan PlanFor(TestCluster cluster, int seed) => new()
    {
        Gateway = cluster.Devices.EndPoint,
        Devices = Demo.Devices,
        KeepAnswers = true,
        Behaviour = new DeviceBehaviour
        {
            Seed = seed,
            Faults = Faults,
            Interval = TimeSpan.FromSeconds(3),
            AnswerTimeout = TimeSpan.FromSeconds(3),
            SilentAfter = TimeSpan.FromHours(24),
        },
    };

    private static IEnumerable<Answered> Answers(IReadOnlyList<LoggedPacket> log)
    {
        var values = new AnsweredValues(Demo.Devices);
        return from packet in log where packet.Event == "answered" from value in values.Of(packet) select new Answered(packet.At, value.Key, value.Value, packet.Qn);
    }

    private static void Print(string text) => TestContext.Current.TestOutputHelper!.WriteLine(text);
}
