using BlueSky.Access;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Store;
using BlueSky.Tasks;
using BlueSky.Testing;
using BlueSky.Violations;
using Microsoft.Extensions.DependencyInjection;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Notifications;

public sealed class InboxTests
{
    private static readonly string Seeds = Path.Combine(AppContext.BaseDirectory, "seeds", "lanshan");
    private static readonly Districts.District Lanshan = Districts.DistrictSeed.Load(Seeds);
    private static readonly TaskPlan Plan = TaskPlan.Load(Seeds, Lanshan);
    private static readonly ViolationPlace Place = new(Town.Code, "演示工地", "site", Department.Name, true);
    private static readonly Actor Administrator = new("admin", "管理员", Unit.CommandCentre, Role.Lead);

    private static Task<TestSilo> SiloWithTasks(StoreFault? fault = null) => TestSilo.Start(services =>
    {
        services.AddSingleton(Lanshan).AddSingleton(Plan).AddSingleton(TaskPolicy.Load(Seeds)).AddSingleton(TaskMeasures.Load(Seeds, Plan, [.. TestSilo.Kinds.Kinds.Select(k => k.Code)]));
        fault?.Under(services);
    }, new DateTimeOffset(2021, 9, 15, 9, 0, 0, TimeSpan.FromHours(8)));

    private static async Task<List<InboxNotice>> Inbox(TestSilo silo, string unit, string person = "", NoticeKind? kind = null, bool? unread = null) =>
        [.. (await silo.Services.GetRequiredService<INoticeQueries>().Notices(new NoticeFilter(unit, person, [], kind, unread), new PageRequest(Size: 500), default)).Items];

    [Fact]
    public async Task A_problem_fills_the_inboxes_of_its_units_once_also_when_it_is_published_again_after_a_restart()
    {
        await using var silo = await TestSilo.Start(at: Morning);
        var step = Step(1, TransitionKind.Opened, Morning);
        IViolationGrain Problem() => silo.Grains.GetGrain<IViolationGrain>(step.ViolationId);
        await Problem().Take(step, Place);
        await Problem().Decide(new Accept("c1", TownOfficer, default));
        await silo.Die();
        await silo.StartAgain();
        await Problem().Wake();
        await Problem().Decide(new Accept("c2", DepartmentOfficer, default));
        Assert.Null((await Problem().Decide(new Rectify("c3", GridMember, default, "已补齐", [], null))).Refusal);
        await Problem().Wake();

        Assert.Equal([NoticeKind.Assigned], (await Inbox(silo, Town.Code)).Select(n => n.Notice.Kind));
        Assert.Equal([NoticeKind.ToReview, NoticeKind.Assigned], (await Inbox(silo, Department.Code)).Select(n => n.Notice.Kind));
        Assert.Equal([NoticeKind.ToReview], (await Inbox(silo, Unit.CommandCode)).Select(n => n.Notice.Kind));
        Assert.All(await Inbox(silo, Department.Code), n => Assert.True(n.Notice is { IsDemo: true, Title: "演示工地" }));
    }

    [Fact]
    public async Task What_an_inbox_keeps_no_longer_does_not_come_back_when_a_problem_is_published_again()
    {
        await using var silo = await TestSilo.Start(at: Morning);
        var step = Step(1, TransitionKind.Opened, Morning);
        await silo.Grains.GetGrain<IViolationGrain>(step.ViolationId).Take(step, Place);
        await silo.Stop();
        silo.Clock.Advance(TimeSpan.FromDays(TestSilo.Notifications.KeepDays.Value + 1));
        await silo.StartAgain();
        var store = silo.Services.GetRequiredService<INoticeStore>();
        await store.Drop(TestSilo.Notifications.KeptFrom(silo.Clock.GetUtcNow()), 1_000);
        await silo.Grains.GetGrain<IViolationGrain>(step.ViolationId).Wake();
        Assert.DoesNotContain(await Inbox(silo, Town.Code), n => n.Notice.Kind == NoticeKind.Assigned);
        Assert.Contains(await Inbox(silo, Town.Code), n => n.Notice.Kind == NoticeKind.Escalated);
    }

    [Fact]
    public async Task A_person_reads_and_chooses_and_what_was_chosen_is_audited_and_holds_after_a_restart()
    {
        await using var silo = await TestSilo.Start(at: Morning);
        using var receiver = new FakeSink();
        var sink = new SinkSettings { Name = "兰山街道工作群", Format = SinkFormat.WeCom, Address = receiver.Address, Units = [Town.Code], IsOpenToChoice = true };
        await silo.Grains.GetGrain<ISinkGrain>("group").Configure(sink, null, Administrator);
        IInboxGrain Person() => silo.Grains.GetGrain<IInboxGrain>(TownOfficer.Id);
        var choice = new NotificationChoice([NoticeKind.Closed, NoticeKind.Closed], [new SinkChoice("group", [NoticeKind.Assigned])]);
        Assert.Equal([NoticeKind.Closed], (await Person().Choose(choice, TownOfficer)).Hidden);
        await silo.Die();
        await silo.StartAgain();
        Assert.Equal("group", Assert.Single((await Person().Choice()).Sinks).Sink);

        var step = Step(1, TransitionKind.Opened, Morning);
        await silo.Grains.GetGrain<IViolationGrain>(step.ViolationId).Take(step, Place);
        await silo.Grains.GetGrain<ISinkGrain>("group").Deliver();
        Assert.Contains("兰山街道：现予交办", Assert.Single(receiver.Requests).Body, StringComparison.Ordinal);

        var notice = Assert.Single(await Inbox(silo, Town.Code, TownOfficer.Id, unread: true));
        Assert.Equal(1, await Person().Read(Town.Code, [notice.Notice.Id]));
        Assert.Empty(await Inbox(silo, Town.Code, TownOfficer.Id, unread: true));
        Assert.Single(await Inbox(silo, Town.Code, TownLead.Id, unread: true));
        Assert.Equal(0, await Person().ReadUntil(Town.Code, silo.Clock.GetUtcNow()));
        var entry = Assert.Single((await silo.Queries.Audit("inbox.chosen", TownOfficer.Id, null, null, new PageRequest(), default)).Items);
        Assert.Equal("隐藏：已销号；推送：group（交办）", entry.Detail);
    }

    [Theory]
    [InlineData(NoticeKind.Assigned, "group", "duty")]
    [InlineData(NoticeKind.Closed, "none", "unknown-sink")]
    [InlineData(NoticeKind.Closed, "group", "not-open")]
    public async Task A_choice_that_the_rules_refuse_changes_nothing(NoticeKind hidden, string sink, string reason)
    {
        await using var silo = await TestSilo.Start(at: Morning);
        await silo.Grains.GetGrain<ISinkGrain>("group").Configure(
            new SinkSettings { Name = "群", Format = SinkFormat.WeCom, Address = "https://qyapi.weixin.qq.com/x?key=k" }, null, Administrator);
        var choice = new NotificationChoice([hidden], [new SinkChoice(sink, [NoticeKind.Closed])]);
        var person = silo.Grains.GetGrain<IInboxGrain>("p");
        Assert.Equal(reason, (await Assert.ThrowsAsync<RefusedException>(() => person.Choose(choice, TownOfficer))).Reason);
        Assert.Empty((await person.Choice()).Hidden);
        Assert.Equal("needs-unit", (await Assert.ThrowsAsync<RefusedException>(() => person.Choose(NotificationChoice.Default, Reader))).Reason);
    }

    [Fact]
    public async Task A_task_whose_notice_could_not_be_written_tells_it_when_it_is_next_active_and_once()
    {
        var fault = new StoreFault();
        await using var silo = await SiloWithTasks(fault);
        ITaskGrain Task() => silo.Grains.GetGrain<ITaskGrain>("371302/2021/2");
        var lead = new Actor("p-zhujian", "某人", DistrictUnits.UnitOf(Lanshan, "zhujian"), Role.Officer);
        var share = new AssignShare("c1", new TownShare("371302001", "全覆盖", "全部工地", new DateOnly(2021, 8, 20), "逐个安装", "王五"));
        fault.Fails = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Task().Do(share, lead));
        Assert.Empty(await Inbox(silo, "371302001"));
        await silo.Die();
        fault.Fails = false;
        await silo.StartAgain();
        Assert.Equal(1, (await Task().Get())!.Events);
        await Task().Do(share, lead);

        var notice = Assert.Single(await Inbox(silo, "371302001")).Notice;
        Assert.Equal((NoticeKind.TaskShare, "兰山街道", "371302/2021/2"), (notice.Kind, notice.Unit.Name, notice.Subject));
    }

    [Fact]
    public async Task The_watch_tells_of_overdue_tasks_once_a_month_and_wakes_the_sinks()
    {
        await using var silo = await SiloWithTasks();
        using var receiver = new FakeSink();
        await silo.Grains.GetGrain<ISinkGrain>("group").Configure(
            new SinkSettings { Name = "群", Format = SinkFormat.WeCom, Address = receiver.Address, Units = ["zhujian"], Kinds = [NoticeKind.TaskOverdue] }, null, Administrator);
        await silo.Die();
        await silo.StartAgain();
        var watch = silo.Grains.GetGrain<INoticeWatchGrain>("371302");
        await watch.Round();
        var first = (await Inbox(silo, "zhujian", kind: NoticeKind.TaskOverdue)).Count;
        Assert.True(first > 0);
        silo.Clock.Advance(TimeSpan.FromHours(2));
        await watch.Round();
        Assert.Equal(first, (await Inbox(silo, "zhujian", kind: NoticeKind.TaskOverdue)).Count);

        // Nobody but the watch calls the sink: it was woken and looks into its queue by itself.
        await Eventually.Becomes(() => Task.FromResult(receiver.Requests.Count), n => n > 0);
        silo.Clock.Advance(TimeSpan.FromDays(TestSilo.Notifications.KeepDays.Value + 20));
        await watch.Round();
        Assert.DoesNotContain(await Inbox(silo, "zhujian"), n => n.Notice.At < TestSilo.Notifications.KeptFrom(silo.Clock.GetUtcNow()));
    }
}

/// <summary>When inboxes cannot be written.</summary>
public sealed class StoreFault
{
    public bool Fails { get; set; }

    /// <summary>Puts itself between a silo and its inboxes.</summary>
    public void Under(IServiceCollection services)
    {
        var store = services.Last(s => s.ServiceType == typeof(INoticeStore));
        services.AddSingleton(provider => Around((INoticeStore)ActivatorUtilities.CreateInstance(provider, store.ImplementationType!)));
    }

    private INoticeStore Around(INoticeStore inner)
    {
        var store = System.Reflection.DispatchProxy.Create<INoticeStore, FailingStore>();
        var failing = (FailingStore)(object)store;
        (failing.Inner, failing.Fault) = (inner, this);
        return store;
    }
}

/// <summary>The real inboxes, of which some writes fail.</summary>
public class FailingStore : System.Reflection.DispatchProxy
{
    public INoticeStore Inner { get; set; } = null!;

    public StoreFault Fault { get; set; } = null!;

    protected override object? Invoke(System.Reflection.MethodInfo? targetMethod, object?[]? args) =>
        Fault.Fails && targetMethod!.Name is (nameof(INoticeStore.Publish) or nameof(INoticeStore.RemoveSink))
            ? Task.FromException(new StoreUnavailableException("test"))
            : targetMethod!.Invoke(Inner, args);
}
