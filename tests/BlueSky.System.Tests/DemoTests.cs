using System.Text.Json.Nodes;
using BlueSky.Credit;
using BlueSky.Queries;
using BlueSky.Testing;
using BlueSky.Violations;

namespace BlueSky.Processes;

/// <summary>Tests that hold a time have the machine for themselves.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>What a person sees who starts the demo: the first command of the README.</summary>
[Collection(nameof(Alone))]
public sealed class DemoTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(30);

    private sealed record Shown(int Reporting, int Rules, int Open, int OpenInTowns, int Online)
    {
        public bool IsLively => Reporting > 100 && Rules >= 3 && OpenInTowns > 0 && Online > 100;
    }

    [Fact]
    public async Task The_demo_shows_reports_violations_and_town_counts_within_a_minute()
    {
        var data = Directory.CreateTempSubdirectory("bluesky-demo-").FullName;
        try
        {
            await using var node = new NodeProcess(data, postgres: null) { Command = "demo" };
            using var minute = new CancellationTokenSource(Minute);
            await node.Start(minute.Token);
            Assert.Contains("演示数据 DEMO", node.Output());
            var shown = await Until.Seen("The demo", Minute, () => Look(node), s => s.IsLively, s => $"{s}\n{node.Output()}");
            Assert.False(minute.IsCancellationRequested, $"Later than {Minute} after the start: {shown}");
            TestContext.Current.TestOutputHelper!.WriteLine(shown.ToString());
            await ReadWithoutKey(node);
            await ShowsACaseInEveryState(node);
            var before = await Ids(node, "violations?open=true");
            Assert.Equal(0, await node.Stop(StopsWithin));

            await node.Start(TestContext.Current.CancellationToken);
            // The first question after the start: devices have not said it all again.
            var atOnce = await Ids(node, "violations");
            Assert.Empty(before.Except(atOnce));
            Assert.NotEmpty((await Ids(node, "violations?open=true")).Intersect(before));
            await ShowsACaseInEveryState(node);
            Assert.True((await Look(node)).OpenInTowns > 0, "The towns have forgotten.");
            await CountsItsQuartersOfCreditAnew(node);
            Assert.Equal(0, await node.Stop(StopsWithin));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<Shown> Look(NodeProcess node)
    {
        var sources = await node.All<SourceRow>("sources");
        var open = (await node.All<ViolationRow>("violations?open=true")).Where(IsMeasured).ToList();
        var towns = await node.Towns();
        Assert.Equal(Demo.District.Towns.Select(t => t.Code).Order(), towns.Keys.Order());
        return new Shown(
            sources.Count(s => s.Summary.LastDataAt is not null), open.Select(v => v.Last.RuleId).Distinct().Count(), open.Count,
            towns.Values.Sum(t => t.OpenBySeverity.Values.Sum()), towns.Values.Sum(t => t.Online));
    }

    private static async Task ReadWithoutKey(NodeProcess node)
    {
        using var anyone = new HttpClient { BaseAddress = node.Http.BaseAddress };
        using var answer = await anyone.GetAsync(new Uri("/api/v1/towns", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
    }

    // The quarters were closed by the first start; the second counts them from what is stored.
    private static async Task CountsItsQuartersOfCreditAnew(NodeProcess node)
    {
        foreach (var quarter in DemoCredit.QuartersBefore(node.Clock.GetUtcNow()))
        {
            using var answer = await node.Http.PostAsync(new Uri($"/api/v1/credit/quarters/{quarter}/verify", UriKind.Relative), null, TestContext.Current.CancellationToken);
            var check = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.True((bool?)check["isSame"] == true && (int)check["accounts"]! > 500, check.ToJsonString());
        }
    }

    private static async Task<HashSet<string>> Ids(NodeProcess node, string list) =>
        [.. (await node.All<ViolationRow>(list)).Where(IsMeasured).Select(v => v.First.ViolationId)];

    // The living cases of the closed loop are there from the start; what this test waits for comes of what devices said.
    private static bool IsMeasured(ViolationRow row) => !row.First.Explanation.StartsWith("演示", StringComparison.Ordinal);

    private static async Task ShowsACaseInEveryState(NodeProcess node)
    {
        var cases = (await node.All<ViolationRow>("violations")).Where(v => !IsMeasured(v)).ToList();
        Assert.Equal(Enum.GetValues<LoopState>(), cases.Select(c => c.Loop!.State).Distinct().Order());
        Assert.Contains(await node.All<ViolationRow>("violations?overdue=true&ended=false"), v => !IsMeasured(v));
    }
}
