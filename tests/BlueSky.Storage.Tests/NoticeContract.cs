using BlueSky.Access;
using BlueSky.Notifications;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Testing;

namespace BlueSky.Storage;

/// <summary>What inboxes and queues to sinks promise, on both engines.</summary>
public abstract class NoticeContract
{
    private const string Town = "371302001", OtherTown = "371302002", Person = "p1", Sink = "group";

    private protected abstract Task<Home> NewHome();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Notice Notice(int number, string unit = Town, NoticeKind kind = NoticeKind.Assigned, string subject = "s~r~1") => new()
    {
        Kind = kind, Unit = new Unit(UnitKind.Town, unit, "某街道"), Subject = subject, Event = $"{number}", At = Some.Noon.AddSeconds(number), Title = "演示工地",
        Chinese = "现予交办", English = "Assigned", Due = Some.Noon.AddDays(1),
    };

    private static SinkView View(int version = 1, bool open = true, bool enabled = true, params string[] units) => new(
        Sink, new SinkSettings { Name = "工作群", Format = SinkFormat.WeCom, Address = "https://example.com/…", Units = units, IsOpenToChoice = open, IsEnabled = enabled }, false, version);

    private static NoticeFilter Inbox(string unit = Town, bool? unread = null, NoticeKind? kind = null, params NoticeKind[] hidden) =>
        new(unit, Person, hidden, kind, unread);

    private static async Task<string[]> Ids(OpenStore store, NoticeFilter filter) =>
        [.. (await store.NoticeQueries.Notices(filter, new PageRequest(Size: 500), Stop)).Items.Select(n => n.Notice.Id)];

    private static Task<Page<DeliveryRow>> Deliveries(OpenStore store, DeliveryState? state = null) =>
        store.NoticeQueries.Deliveries(Sink, state, new PageRequest(), Stop);

    private async Task WithStore(Func<OpenStore, Task> test)
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await test(store);
    }

    [Fact]
    public async Task A_notice_is_in_its_inbox_once_however_often_it_is_published_also_with_its_problem() => await WithStore(async store =>
    {
        var row = ListsContract.Violation("371302-site-0001", 1, Severity.Serious, Some.Noon);
        await store.Publication.Publish("v1", row, null, [], [Notice(1), Notice(1, OtherTown)]);
        await store.Publication.Publish("v1", row, null, [], [Notice(1), Notice(2)]);
        await store.Notices.Publish([Notice(2), Notice(3)]);

        Assert.Equal(["s~r~1~3~371302001", "s~r~1~2~371302001", "s~r~1~1~371302001"], await Ids(store, Inbox()));
        Assert.Equal(["s~r~1~1~371302002"], await Ids(store, Inbox(OtherTown)));
        var first = (await store.NoticeQueries.Notices(Inbox(), new PageRequest(), Stop)).Items[0];
        Assert.Equal(Notice(3), first.Notice);
        Assert.Null(first.ReadAt);
    });

    [Fact]
    public async Task What_one_person_read_is_unread_to_others_and_in_no_other_inbox() => await WithStore(async store =>
    {
        await store.Notices.Publish([Notice(1), Notice(2), Notice(3), Notice(1, OtherTown)]);
        Assert.Equal(1, await store.Notices.Read(Person, Town, [Notice(2).Id, Notice(2).Id, Notice(1, OtherTown).Id, "none"], Some.Noon));
        Assert.Equal(0, await store.Notices.Read(Person, Town, [Notice(2).Id], Some.Noon));

        Assert.Equal([Notice(3).Id, Notice(1).Id], await Ids(store, Inbox(unread: true)));
        Assert.Equal([Notice(2).Id], await Ids(store, Inbox(unread: false)));
        Assert.Equal(3, (await Ids(store, Inbox(unread: true) with { Person = "p2" })).Length);
        Assert.Equal(Some.Noon, (await store.NoticeQueries.Notices(Inbox(unread: false), new PageRequest(), Stop)).Items.Single().ReadAt);
        Assert.Equal(1, await store.Notices.ReadUntil(Person, Town, Notice(1).At, Some.Noon));
        Assert.Equal([Notice(3).Id], await Ids(store, Inbox(unread: true)));
        Assert.Single(await Ids(store, Inbox(OtherTown, unread: true)));
    });

    [Fact]
    public async Task Inboxes_are_filtered_counted_sorted_and_paged() => await WithStore(async store =>
    {
        await store.Notices.Publish([Notice(1), Notice(2, kind: NoticeKind.Closed), Notice(3, kind: NoticeKind.Closed, subject: "other"), Notice(4, kind: NoticeKind.Escalated)]);
        Assert.Equal(2, (await Ids(store, Inbox(kind: NoticeKind.Closed))).Length);
        Assert.Equal(["other~3~371302001"], await Ids(store, Inbox() with { Subject = "other" }));
        Assert.Equal([Notice(4).Id, Notice(1).Id], await Ids(store, Inbox(hidden: NoticeKind.Closed)));
        Assert.Equal([Notice(4).Id, Notice(1).Id], await Ids(store, Inbox() with { Duty = true }));
        Assert.Equal(2, (await Ids(store, Inbox() with { Duty = false })).Length);
        Assert.Equal([Notice(2).Id], await Ids(store, Inbox() with { From = Notice(2).At, To = Notice(3).At }));
        Assert.Equal(
            new Dictionary<NoticeKind, long> { [NoticeKind.Assigned] = 1, [NoticeKind.Escalated] = 1, [NoticeKind.Closed] = 2 },
            await store.NoticeQueries.Count(Inbox(unread: true), Stop));
        var page = await store.NoticeQueries.Notices(Inbox(), new PageRequest(2, 3, "at"), Stop);
        Assert.Equal((4, Notice(4).Id), (page.Total, page.Items.Single().Notice.Id));
    });

    [Fact]
    public async Task A_notice_is_queued_once_for_each_sink_that_wants_it_from_then_on() => await WithStore(async store =>
    {
        await store.Notices.Publish([Notice(1)]);
        await store.Notices.Publish(View(), [new Subscription(Town, NoticeKind.Assigned)], Notice(2).At);
        await store.Notices.Choose(Person, [(Sink, new Subscription(Town, NoticeKind.Assigned)), (Sink, new Subscription(Town, NoticeKind.Closed))], Notice(2).At);
        await store.Notices.Publish([Notice(1), Notice(2), Notice(3, kind: NoticeKind.Closed), Notice(4, OtherTown), Notice(5, kind: NoticeKind.Merged)]);
        await store.Notices.Publish([Notice(2)]);

        var queued = await store.Notices.Due(Sink, Some.Noon.AddDays(1), 10, Stop);
        Assert.Equal([Notice(2).Id, Notice(3, kind: NoticeKind.Closed).Id], queued.Select(d => d.Notice.Id));
        Assert.Equal(2, (await store.NoticeQueries.Sinks(new PageRequest(), Stop)).Items.Single().Waiting);
    });

    [Fact]
    public async Task What_persons_chose_ends_when_the_sink_is_closed_to_it_or_serves_their_unit_no_more() => await WithStore(async store =>
    {
        var wanted = new Subscription(Town, NoticeKind.Closed);
        async Task<int> QueuedOf(SinkView view, int number)
        {
            await store.Notices.Publish(view, [], Some.Noon);
            await store.Notices.Publish([Notice(number, kind: NoticeKind.Closed)]);
            return (int)(await Deliveries(store)).Total;
        }

        await store.Notices.Publish(View(), [], Some.Noon);
        await store.Notices.Choose(Person, [(Sink, wanted)], Some.Noon);
        Assert.Equal(1, await QueuedOf(View(2, units: [Town]), 1));
        Assert.Equal(1, await QueuedOf(View(3, enabled: false), 2));
        Assert.Equal(2, await QueuedOf(View(4), 3));
        Assert.Equal(2, await QueuedOf(View(5, units: [OtherTown]), 4));
        Assert.Equal(2, await QueuedOf(View(6), 5));
    });

    [Fact]
    public async Task Of_two_that_take_a_delivery_up_one_gets_it() => await WithStore(async store =>
    {
        await store.Notices.Publish(View(), [new Subscription(Subscription.AllUnits, NoticeKind.Assigned)], Some.Noon);
        await store.Notices.Publish([Notice(1), Notice(2)]);
        var due = await store.Notices.Due(Sink, Some.Noon.AddMinutes(1), 10, Stop);
        var (now, until) = (Some.Noon.AddMinutes(1), Some.Noon.AddMinutes(2));
        var both = await Task.WhenAll(store.Notices.TakeUp(Sink, due, now, until), store.Notices.TakeUp(Sink, due, now, until));
        Assert.Equal(2, both.Sum(t => t.Count));
        Assert.All(both.SelectMany(t => t), d => Assert.Equal(1, d.Attempts));
        Assert.Empty(await store.Notices.Due(Sink, until.AddSeconds(-1), 10, Stop));
        Assert.Equal(2, (await store.Notices.Due(Sink, until, 10, Stop)).Count);
        Assert.Equal([now], await store.Notices.TriedAfter(Sink, now.AddSeconds(-1), Stop));
        Assert.Empty(await store.Notices.TriedAfter(Sink, now, Stop));
    });

    [Fact]
    public async Task How_attempts_end_is_told_of_the_delivery_and_of_the_sink_and_the_dead_are_queued_again_when_asked() => await WithStore(async store =>
    {
        await store.Notices.Publish(View(), [new Subscription(Town, NoticeKind.Assigned)], Some.Noon);
        await store.Notices.Publish([Notice(1), Notice(2), Notice(3)]);
        var now = Some.Noon.AddMinutes(1);
        await store.Notices.TakeUp(Sink, await store.Notices.Due(Sink, now, 10, Stop), now, now.AddMinutes(1));
        await store.Notices.End(Sink, [new(Notice(1).Id, DeliveryState.Dead, now, "对方答复 HTTP 400。"), new(Notice(2).Id, DeliveryState.Waiting, now.AddSeconds(5), "无答复")], now, 1, now.AddSeconds(5), "无答复");
        Assert.Equal((1, now.AddSeconds(5)), await store.Notices.Condition(Sink, Stop));
        await store.Notices.Publish(View(1), [new Subscription(Town, NoticeKind.Assigned)], now);
        Assert.Equal((1, now.AddSeconds(5)), await store.Notices.Condition(Sink, Stop));
        await store.Notices.Publish(View(2), [new Subscription(Town, NoticeKind.Assigned)], now);
        Assert.Equal((1, null), await store.Notices.Condition(Sink, Stop));
        await store.Notices.End(Sink, [new(Notice(3).Id, DeliveryState.Delivered, now, "")], now.AddSeconds(1), 0, null, "");

        var row = (await store.NoticeQueries.Sinks(new PageRequest(), Stop)).Items.Single();
        Assert.Equal((1, 1, 0, null, now.AddSeconds(1), now, "无答复"), (row.Waiting, row.Dead, row.Failures, row.PausedUntil, row.SucceededAt, row.FailedAt, row.Words));
        Assert.Equal("对方答复 HTTP 400。", (await Deliveries(store, DeliveryState.Dead)).Items.Single().Words);
        Assert.Equal(1, await store.Notices.GiveUp(Sink, now.AddDays(1), "24 小时未送达。"));
        Assert.Equal(["24 小时未送达。 无答复", "对方答复 HTTP 400。"], (await Deliveries(store, DeliveryState.Dead)).Items.Select(d => d.Words));

        Assert.Equal(1, await store.Notices.Resend(Sink, [Notice(1).Id, Notice(3).Id, "none"], now.AddDays(2)));
        Assert.Equal(1, await store.Notices.Resend(Sink, [], now.AddDays(2)));
        Assert.Equal(2, (await store.Notices.Due(Sink, now.AddDays(2), 10, Stop)).Count);
        Assert.All((await Deliveries(store, DeliveryState.Waiting)).Items, d => Assert.Equal((0, now.AddDays(2)), (d.Attempts, d.QueuedAt)));
    });

    [Fact]
    public async Task A_sink_that_is_removed_leaves_nothing_behind_and_an_old_row_replaces_no_newer_one() => await WithStore(async store =>
    {
        await store.Notices.Publish(View(2, enabled: true), [new Subscription(Town, NoticeKind.Assigned)], Some.Noon);
        await store.Notices.Publish(View(1, enabled: false), [new Subscription(Town, NoticeKind.Assigned)], Some.Noon);
        Assert.Equal([Sink], await store.Notices.Sinks(Stop));
        await store.Notices.Publish([Notice(1)]);
        await store.Notices.RemoveSink(Sink);
        await store.Notices.Publish([Notice(2)]);
        Assert.Equal(0, (await Deliveries(store)).Total);
        Assert.Empty((await store.NoticeQueries.Sinks(new PageRequest(), Stop)).Items);
    });

    [Fact]
    public async Task Old_notices_and_those_beyond_an_inbox_s_most_go_with_their_marks_and_deliveries() => await WithStore(async store =>
    {
        await store.Notices.Publish(View(), [new Subscription(Town, NoticeKind.Assigned)], Some.Noon);
        await store.Notices.Publish([.. Enumerable.Range(1, 10).Select(i => Notice(i)), Notice(2, OtherTown), Notice(9, OtherTown)]);
        await store.Notices.ReadUntil(Person, Town, Some.Noon.AddDays(1), Some.Noon);
        await store.Notices.Drop(Notice(4).At, 5);

        Assert.Equal(Enumerable.Range(6, 5).Reverse().Select(i => Notice(i).Id), await Ids(store, Inbox()));
        Assert.Equal([Notice(9, OtherTown).Id], await Ids(store, Inbox(OtherTown)));
        Assert.Equal(5, (await Deliveries(store)).Total);
        Assert.Equal([5L], await store.Engine.Query(new Statement("SELECT count(*) FROM notice_read"), r => r.GetInt64(0), Stop));
    });
}

public sealed class SqliteNoticeTests : NoticeContract
{
    private protected override Task<Home> NewHome() => Task.FromResult<Home>(new SqliteHome());
}

public sealed class PostgresNoticeTests(PostgresFixture postgres) : NoticeContract
{
    private protected override async Task<Home> NewHome() => new PostgresHome(await postgres.NewDatabase());
}
