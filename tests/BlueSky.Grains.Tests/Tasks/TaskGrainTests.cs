using BlueSky.Access;
using BlueSky.Credit;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Tasks;

public sealed class TaskGrainTests
{
    private static readonly string Seeds = Path.Combine(AppContext.BaseDirectory, "seeds", "lanshan");
    private static readonly District District = DistrictSeed.Load(Seeds);
    private static readonly TaskPlan Plan = TaskPlan.Load(Seeds, District);
    private static readonly TaskMeasures Measures = TaskMeasures.Load(Seeds, Plan, [.. TestSilo.Kinds.Kinds.Select(k => k.Code)]);

    private static readonly Actor Lead = Of("zhujian"), Town = Of("371302001"), Command = Of(Unit.CommandCode);

    private static readonly TownShare Share = new("371302001", "扬尘在线监测全覆盖", "辖区全部工地", new DateOnly(2021, 8, 20), "逐工地安装", "王五");

    private static Actor Of(string unit) => new("p-" + unit, "某人", District.UnitOf(unit), Role.Officer);

    private static Task<TestSilo> Start() =>
        TestSilo.Start(services => services.AddSingleton(District).AddSingleton(Plan).AddSingleton(Measures));

    private static ITaskGrain Grain(TestSilo silo, int number, int year = 2021) => silo.Grains.GetGrain<ITaskGrain>($"371302/{year}/{number}");

    [Fact]
    public async Task A_task_keeps_what_happened_over_a_restart_and_tells_the_audit_log()
    {
        await using var silo = await Start();
        var task = Grain(silo, 2);
        await task.Do(new AssignShare("c1", Share), Lead);
        await task.Do(new ReportProgress("c2", 100, "已安装", [new("清单", "文号")]), Town);
        await task.Do(new ApproveReport("c3", 1, "属实"), Lead);
        await task.Do(new ApproveReport("c3", 1, "属实"), Lead);
        await silo.Stop();
        await silo.StartAgain();

        var view = (await Grain(silo, 2).Get())!;

        Assert.Equal((3, false), (view.Events, view.IsDemo));
        Assert.Equal(["c1", "c2", "c3"], view.Task.History.Select(e => e.Command));
        Assert.Equal(ReportState.Approved, Assert.Single(view.Task.Reports).State);
        var audit = await silo.Queries.Audit(null, "371302/2021/2", null, null, new PageRequest(), TestContext.Current.CancellationToken);
        Assert.Equal(["task.report-approved", "task.reported", "task.share-assigned"], audit.Items.Select(a => a.Action));
        Assert.Equal("某人（区住建局）", audit.Items[0].Actor);
    }

    [Fact]
    public async Task A_refusal_travels_with_its_ground_and_is_in_the_audit_log()
    {
        await using var silo = await Start();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Grain(silo, 2).Do(new AssignShare("c1", Share), Town));
        Assert.Equal(("not-lead", Decisions.RefusalGround.NotPermitted), (refused.Reason, refused.Ground));
        var audit = await silo.Queries.Audit("task.refused", null, null, null, new PageRequest(), TestContext.Current.CancellationToken);
        Assert.Equal(("371302/2021/2", "not-lead"), (Assert.Single(audit.Items).Subject, audit.Items[0].Reason));
    }

    [Theory]
    [InlineData("371302/2021/70"), InlineData("371302/2021/0"), InlineData("371302/2020/1"), InlineData("371303/2021/1"), InlineData("371302/2021"), InlineData("371302/2021/01")]
    public async Task What_the_plan_does_not_have_is_no_task(string key)
    {
        await using var silo = await Start();
        Assert.Null(await silo.Grains.GetGrain<ITaskGrain>(key).Get());
        Assert.Equal("not-found", (await Assert.ThrowsAsync<RefusedException>(
            () => silo.Grains.GetGrain<ITaskGrain>(key).Do(new AssignShare("c1", Share), Lead))).Reason);
    }

    [Fact]
    public async Task Commands_at_the_same_time_under_one_id_make_one_event()
    {
        await using var silo = await Start();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Grain(silo, 2).Do(new AssignShare("c1", Share), Lead)));
        Assert.Equal(1, (await Grain(silo, 2).Get())!.Events);
    }

    [Fact]
    public async Task The_ledger_of_the_plan_has_69_tasks_and_a_rehearsal_is_another_ledger_that_says_so()
    {
        await using var silo = await Start();
        await Grain(silo, 2).Do(new AssignShare("c1", Share), Lead);
        var real = await silo.Grains.GetGrain<ITaskLedgerGrain>("371302/2021").All();
        Assert.Equal(Enumerable.Range(1, 69), real.Select(t => t.Task.Item.Number));
        Assert.Single(real[1].Task.Shares);
        Assert.Empty(await silo.Grains.GetGrain<ITaskLedgerGrain>("371302/2026").All());

        var now = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.FromHours(8));
        foreach (var item in Plan.Items) await Grain(silo, item.Number, 2026).Rehearse([.. DemoTasks.HistoryOf(item, District, 2026, now)]);
        await Grain(silo, 1, 2026).Rehearse([]);
        Assert.Equal("real-ledger", (await Assert.ThrowsAsync<RefusedException>(() => Grain(silo, 1).Rehearse([]))).Reason);
        silo.Clock.Advance(TimeSpan.FromSeconds(2));
        var rehearsed = await silo.Grains.GetGrain<ITaskLedgerGrain>("371302/2026").All();
        Assert.Equal(69, rehearsed.Length);
        Assert.All(rehearsed, t => Assert.True(t.IsDemo));
        Assert.Contains(rehearsed, t => t.Task.OpenSupervision is not null);
        Assert.All(real, t => Assert.False(t.IsDemo));
    }

    [Fact]
    public async Task What_the_system_counts_follows_the_register_and_the_records()
    {
        await using var silo = await Start();
        async Task Enter(string id, string kind, params Reading[] readings)
        {
            var source = silo.Grains.GetGrain<ISourceGrain>(id);
            await source.Register(TestSilo.Entry(id, kind) with { Parameters = new Dictionary<string, decimal> { ["trucks"] = 10 } }, "system");
            if (readings.Length > 0)
            {
                await source.Ingest([new Observation
                {
                    Mn = "manual:record", Period = Period.Record, DataTime = new DateTimeOffset(2021, 11, 30, 10, 0, 0, TimeSpan.FromHours(8)),
                    ReceivedAt = new DateTimeOffset(2021, 11, 30, 10, 1, 0, TimeSpan.FromHours(8)), Readings = readings,
                }]);
            }

            await source.Summarise();
        }

        await Enter("gas-1", "gas-station", new Reading("fuel-quality@measure-Pass", 1, Quality.Valid));
        await Enter("gas-2", "gas-station");
        await Enter("gas-3", "gas-station", new Reading("unloading@measure-Pass", 1, Quality.Valid));
        await Enter("fleet-1", "muck-truck-fleet", new Reading("ClosedShare-Rtd", 95, Quality.Valid));
        await Enter("fleet-2", "muck-truck-fleet");
        foreach (var (plate, closed, retired) in new[] { ("鲁T10001", true, false), ("鲁T10002", false, false), ("鲁T10003F", true, false), ("鲁T10004", false, true) })
            await silo.Grains.GetGrain<IMuckTruckGrain>(plate).Register(
                new MuckTruck { Plate = plate, Fleet = "fleet-1", IsClosed = closed, RegisteredOn = new DateOnly(2021, 1, 1), RetiredOn = retired ? new DateOnly(2021, 6, 1) : null }, "system");
        var site = silo.Grains.GetGrain<ISourceGrain>("site-1");
        await Enter("site-1", "site");
        await Enter("site-2", "site");
        await site.BindDevice("MN1", 60);
        await site.Summarise();

        var computed = (await silo.Grains.GetGrain<ITaskLedgerGrain>("371302/2021").Computed()).ToDictionary(c => c.Measure.Number);

        Assert.Equal((1m, 3m, 33.3m, false), (computed[25].Numerator, computed[25].Denominator, computed[25].Percent!.Value, computed[25].Reached!.Value));
        Assert.Equal((2m, 3m), (computed[15].Numerator, computed[15].Denominator));
        Assert.Equal((1m, 2m), (computed[2].Numerator, computed[2].Denominator));
        Assert.Equal(3, computed[25].Demo);
        Assert.Null(computed[59].Percent);
        Assert.Equal("371302001", Assert.Single(computed[2].Towns).Town);
    }
}
