using System.Text.Json;
using BlueSky.Access;
using BlueSky.Queries;
using BlueSky.Store;
using BlueSky.Testing;
using BlueSky.Violations;
using Microsoft.Extensions.DependencyInjection;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Notifications;

public sealed partial class SinkGrainTests : IAsyncLifetime
{
    private const string Secret = "a-secret-of-24-characters";
    private static readonly Actor Administrator = new("admin", "管理员", Unit.CommandCentre, Role.Lead);
    private readonly FakeSink _receiver = new();
    private readonly StoreFault _fault = new();
    private TestSilo _silo = null!;
    private int _notices;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.Start(_fault.Under, Morning);

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _receiver.Dispose();
    }

    private INoticeStore Store => _silo.Services.GetRequiredService<INoticeStore>();

    private INoticeQueries Lists => _silo.Services.GetRequiredService<INoticeQueries>();

    private ISinkGrain Sink(string id = "group") => _silo.Grains.GetGrain<ISinkGrain>(id);

    private SinkSettings Settings(SinkFormat format = SinkFormat.Json, string? address = null) => new()
    {
        Name = "工作群", Format = format, Address = address ?? _receiver.Address, Kinds = [NoticeKind.Assigned, NoticeKind.Closed],
    };

    private Task Configure(SinkSettings? settings = null, string id = "group")
    {
        settings ??= Settings();
        return Sink(id).Configure(settings, settings.Format == SinkFormat.WeCom ? null : Secret, Administrator);
    }

    private async Task Told(int count)
    {
        await Store.Publish([.. Enumerable.Range(0, count).Select(_ => new Notice
        {
            Kind = NoticeKind.Assigned, Unit = Town, Subject = "s~r~1", Event = $"{++_notices}", At = _silo.Clock.GetUtcNow(), Title = "演示工地", Chinese = "现予交办", English = "Assigned",
        })]);
    }

    private async Task<SinkRow> Row(string id = "group") => (await Lists.Sinks(new PageRequest(), default)).Items.Single(s => s.Sink.Id == id);

    private async Task<List<DeliveryRow>> Deliveries(DeliveryState state, string id = "group") => [.. (await Lists.Deliveries(id, state, new PageRequest(Size: 500), default)).Items];

    [Fact]
    public async Task An_order_of_a_real_problem_reaches_the_sink_by_itself_signed_and_with_a_key()
    {
        await Configure();
        var step = Step(1, TransitionKind.Opened, Morning);
        await _silo.Grains.GetGrain<IViolationGrain>(step.ViolationId).Take(step, new ViolationPlace(Town.Code, "演示工地", "site", Department.Name, true));
        await Eventually.Becomes(() => Task.FromResult(_receiver.Requests.Count), n => n == 2);

        foreach (var request in _receiver.Requests)
        {
            Assert.Equal("assigned", JsonDocument.Parse(request.Body).RootElement.GetProperty("kind").GetString());
            Assert.Equal("sha256=" + WebhookSignature.Json(Secret, long.Parse(request.Timestamp, System.Globalization.CultureInfo.InvariantCulture), request.Body), request.Signature);
        }

        Assert.Equal(2, _receiver.Requests.Select(r => r.Key).Distinct().Count());
        await Eventually.Becomes(async () => (await Deliveries(DeliveryState.Delivered)).Count, n => n == 2);
        Assert.NotNull((await Row()).SucceededAt);
    }

    [Fact]
    public async Task A_robot_gets_many_notices_in_one_message_and_DingTalk_a_signature()
    {
        await Configure(Settings(SinkFormat.DingTalk));
        await Told(7);
        await Sink().Deliver();
        var request = Assert.Single(_receiver.Requests);
        Assert.Matches("^\\?key=the-key-of-the-robot&timestamp=[0-9]{13}&sign=[A-Za-z0-9%]+$", request.Query);
        Assert.Equal("保护蓝天通知 7 条", JsonDocument.Parse(request.Body).RootElement.GetProperty("markdown").GetProperty("title").GetString());
        Assert.Equal(7, (await Deliveries(DeliveryState.Delivered)).Count);
    }

    [Fact]
    public async Task In_a_minute_no_more_is_sent_than_the_sink_bears_also_by_the_next_node()
    {
        await Configure(Settings() with { PerMinute = 5 });
        await Told(13);
        await Sink().Deliver();
        Assert.Equal(5, _receiver.Requests.Count);
        await _silo.Die();
        await _silo.StartAgain();
        Assert.Equal(0, await Sink().Deliver());
        _silo.Clock.Advance(TimeSpan.FromSeconds(61));
        await Eventually.Becomes(() => Task.FromResult(_receiver.Requests.Count), n => n >= 10);
        Assert.Equal(0, await Sink().Deliver());
        Assert.Equal(10, _receiver.Requests.Count);
        _silo.Clock.Advance(TimeSpan.FromSeconds(61));
        await Eventually.Becomes(() => Task.FromResult(_receiver.Requests.Count), n => n == 13);
        Assert.Equal(13, _receiver.Requests.Select(r => r.Key).Distinct().Count());
    }

    [Fact]
    public async Task What_a_node_was_sending_when_it_died_is_sent_again_under_the_same_key()
    {
        await Configure();
        await Told(3);
        _receiver.Answer = n => n == 2 ? null : (200, "");
        var dying = Sink().Deliver();
        await Eventually.Becomes(() => Task.FromResult(_receiver.Requests.Count), n => n == 2);
        await _silo.Die();
        await Record.ExceptionAsync(() => dying);
        await _silo.StartAgain();
        await Sink().Deliver();
        _silo.Clock.Advance(TimeSpan.FromMinutes(2));
        await Eventually.Becomes(async () => { await Sink().Deliver(); return (await Deliveries(DeliveryState.Delivered)).Count; }, n => n == 3);

        Assert.Equal(4, _receiver.Requests.Count);
        Assert.Equal(_receiver.Requests.ElementAt(1).Key, _receiver.Requests.GroupBy(r => r.Key).Single(g => g.Count() == 2).Key);
        Assert.Empty(await Deliveries(DeliveryState.Waiting));
    }

    [Fact]
    public async Task A_sink_that_never_answers_holds_up_neither_another_sink_nor_the_loop()
    {
        using var dead = new FakeSink { Answer = _ => null };
        await Configure(Settings(address: dead.Address), "dead");
        await Configure();
        await Told(3);
        var hanging = Sink("dead").Deliver();
        await Eventually.Becomes(() => Task.FromResult(dead.Requests.Count), n => n > 0);

        await Sink().Deliver();
        Assert.Equal(3, (await Deliveries(DeliveryState.Delivered)).Count);
        var step = Step(1, TransitionKind.Opened, Morning);
        var problem = _silo.Grains.GetGrain<IViolationGrain>(step.ViolationId);
        await problem.Take(step, new ViolationPlace(Town.Code, "演示工地", "site", Department.Name, true));
        Assert.Null((await problem.Decide(new Accept("c1", TownOfficer, default))).Refusal);
        Assert.NotNull(await Sink("dead").Get());
        Assert.False(hanging.IsCompleted);
        await hanging;
        var row = await Row("dead");
        Assert.Equal((1, "对方未按时答复。The sink did not answer in time."), (row.Failures, row.Words));
        Assert.True(row.PausedUntil > _silo.Clock.GetUtcNow().AddSeconds(-10));
    }

    [Fact]
    public async Task Trouble_is_tried_again_after_waits_that_double_until_it_passes_or_the_delivery_is_dead()
    {
        _receiver.Answer = n => n < 4 ? (503, "") : (200, "");
        await Configure();
        await Told(1);
        var waits = new List<TimeSpan>();
        for (var look = 0; _receiver.Requests.Count < 4; look++)
        {
            Assert.True(look < 50, "A pause ended and nothing was sent.");
            await Sink().Deliver();
            if (await Row() is { PausedUntil: { } until })
            {
                waits.Add(until - _silo.Clock.GetUtcNow());
                Assert.Equal(0, await Sink().Deliver());
                _silo.Clock.Advance(waits[^1]);
            }
        }

        Assert.Equal([5, 10, 20], waits.Select(w => (int)Math.Round(w.TotalSeconds)));
        Assert.Single(await Deliveries(DeliveryState.Delivered));
        Assert.Equal(0, (await Row()).Failures);

        _receiver.Answer = _ => (503, "");
        await Told(1);
        for (var attempt = 0; attempt < TestSilo.Notifications.MostAttempts.Value; attempt++)
        {
            await Sink().Deliver();
            _silo.Clock.Advance(TimeSpan.FromMinutes(16));
        }

        Assert.StartsWith("已尝试 12 次。对方答复 HTTP 503。", Assert.Single(await Deliveries(DeliveryState.Dead)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_is_dead_with_its_reason_and_is_sent_again_when_an_administrator_says_so()
    {
        _receiver.Answer = _ => (200, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}");
        await Configure(Settings(SinkFormat.WeCom));
        await Told(1);
        await Sink().Deliver();
        var dead = Assert.Single(await Deliveries(DeliveryState.Dead));
        Assert.Contains("errcode 93000：invalid webhook url", dead.Words, StringComparison.Ordinal);

        _receiver.Answer = _ => (200, "{\"errcode\":0}");
        Assert.Equal(1, await Sink().Resend([dead.Notice.Id], Administrator));
        await Sink().Deliver();
        Assert.Single(await Deliveries(DeliveryState.Delivered));
        Assert.Contains(dead.Notice.Id, (await _silo.Queries.Audit("sink.resent", "group", null, null, new PageRequest(), default)).Items.Single().Detail, StringComparison.Ordinal);
        Assert.Equal(0, await Sink().Resend([], Administrator));
    }

    [Fact]
    public async Task One_notice_that_a_robot_refuses_does_not_take_the_others_of_its_message_with_it()
    {
        _receiver.Answer = n => (200, _receiver.Requests.ElementAt(n - 1).Body.Contains('坏', StringComparison.Ordinal) ? "{\"errcode\":40058}" : "{\"errcode\":0}");
        await Configure(Settings(SinkFormat.WeCom));
        await Store.Publish([new Notice { Kind = NoticeKind.Assigned, Unit = Town, Subject = "s~r~2", Event = "1", At = _silo.Clock.GetUtcNow(), Title = "坏", Chinese = "坏", English = "" }]);
        await Told(4);
        await Eventually.Becomes(async () => { await Sink().Deliver(); return (await Deliveries(DeliveryState.Delivered)).Count; }, n => n == 4);
        Assert.Equal("坏", Assert.Single(await Deliveries(DeliveryState.Dead)).Notice.Title);
    }

    [Fact]
    public async Task Waiting_for_longer_than_the_policy_allows_is_dead_too()
    {
        await Configure(Settings() with { IsEnabled = true });
        await Told(1);
        await Sink().Configure(Settings() with { IsEnabled = false }, null, Administrator);
        _silo.Clock.Advance(TimeSpan.FromHours(25));
        await Sink().Configure(Settings(), null, Administrator);
        await Sink().Deliver();
        Assert.StartsWith("24 小时未能推送。", Assert.Single(await Deliveries(DeliveryState.Dead)).Words, StringComparison.Ordinal);
        Assert.Empty(_receiver.Requests);
    }

    [Fact]
    public async Task Answers_without_end_and_redirections_do_no_harm()
    {
        await Configure(Settings(SinkFormat.WeCom));
        _receiver.Answer = _ => (200, new string('x', 4_000_000));
        await Told(1);
        await Sink().Deliver();
        Assert.Equal("对方的答复不是机器人的格式。The answer is not a robot's.", (await Row()).Words);
        _receiver.Answer = _ => (302, "");
        _silo.Clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.Becomes(async () => { await Sink().Deliver(); return (await Row()).Words; }, w => w.StartsWith("对方答复 HTTP 302。", StringComparison.Ordinal));
        Assert.Equal(2, _receiver.Requests.Count);
    }

    [Fact]
    public async Task An_address_is_judged_again_when_the_connection_is_made()
    {
        using var sender = new WebhookSender(new SinkAddressRules(false, true, []), TimeProvider.System);
        var message = WebhookMessage.Compose(SinkFormat.WeCom, TestSilo.Notifications.Formats[SinkFormat.WeCom], [new Notice { Kind = NoticeKind.Closed, Unit = Town, Subject = "s", Event = "1", At = Morning, Title = "", Chinese = "", English = "" }]);
        var reply = await sender.Send(Settings(SinkFormat.WeCom), "", message, TimeSpan.FromSeconds(5), default);
        Assert.StartsWith("域名指向不许访问的内部地址", reply.Words, StringComparison.Ordinal);
        Assert.Empty(_receiver.Requests);
    }
}
