using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Store;
using Microsoft.Extensions.Logging;

namespace BlueSky.Notifications;

/// <summary>The stored form of a sink. The only place where its secrets are; no list, log or answer holds them.</summary>
internal sealed class SinkState
{
    /// <summary>Null where there is none, or none any more.</summary>
    public SinkSettings? Settings { get; set; }

    public string Secret { get; set; } = "";

    public int Version { get; set; }
}

/// <summary>
/// One sink: takes from its own queue in the store what is due and sends it, as fast as the sink bears. What a node was sending when it
/// died is sent again by the next one: at least once, with the same key.
/// </summary>
internal sealed partial class SinkGrain(
    [PersistentState("sink")] IPersistentState<SinkState> state, INoticeStore queue, IPublication publication, NotificationPolicy policy, District district,
    SinkAddressRules rules, WebhookSender sender, Chance chance, TimeProvider clock, ILogger<SinkGrain> log) : Grain, ISinkGrain
{
    /// <summary>How often it looks into its queue; how long it sends before it lets others in.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2), AtOnce = TimeSpan.FromSeconds(5);

    private IGrainTimer? _looking;
    private RateWindow? _window;
    private DateTimeOffset _gaveUpAt;

    // After a refusal of several notices in one message each goes alone, so that one of them does not take the others with it.
    private int _alone;

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // The node before may have died between storing and publishing.
        if (state.State.Version > 0) await Publish();
        KeepLooking();
    }

    public Task<SinkView?> Get() => Task.FromResult(state.State.Settings is null ? null : View());

    public Task Wake() => Task.CompletedTask;

    public Task<int> Deliver() => Deliver(CancellationToken.None);

    private async Task<int> Deliver(CancellationToken cancellation)
    {
        if (state.State.Settings is not { IsEnabled: true } settings) return 0;
        var start = clock.GetUtcNow();
        var (failures, pausedUntil) = await queue.Condition(Id, cancellation);
        if (pausedUntil > start) return 0;
        await GiveUp(start);
        for (var requests = 0; ; requests++)
        {
            var outcome = clock.GetUtcNow() - start < AtOnce ? await SendNext(settings, failures, cancellation) : null;
            if (outcome is null) return requests;
            if (outcome == SinkOutcome.Trouble) return requests + 1;
            failures = 0;
        }
    }

    /// <summary>Sends the next message; null when there is nothing to send now.</summary>
    private async Task<SinkOutcome?> SendNext(SinkSettings settings, int failures, CancellationToken cancellation)
    {
        var limits = policy.Formats[settings.Format];
        var now = clock.GetUtcNow();
        var window = await Window(settings, now, cancellation);
        if (window.Next(now) > now) return null;
        var due = await queue.Due(Id, now, _alone > 0 ? 1 : limits.MostNotices, cancellation);
        if (due.Count == 0) return null;
        var fitting = WebhookMessage.Compose(settings.Format, limits, [.. due.Select(d => d.Notice)]).Taken;
        var taken = await queue.TakeUp(Id, [.. due.Take(fitting)], now, now + policy.Timeout + TimeSpan.FromSeconds(30));
        if (taken.Count == 0) return null;
        window.Take(now);
        if (_alone > 0) _alone--;
        var message = WebhookMessage.Compose(settings.Format, limits, [.. taken.Select(d => d.Notice)]);
        var reply = await sender.Send(settings, state.State.Secret, message, policy.Timeout, cancellation);
        await End(taken, reply, failures);
        return reply.Outcome;
    }

    private async Task<RateWindow> Window(SinkSettings settings, DateTimeOffset now, CancellationToken cancellation) =>
        _window ??= new RateWindow(settings.RateBy(policy.Formats[settings.Format]), await queue.TriedAfter(Id, now.AddMinutes(-1), cancellation));

    private async Task End(IReadOnlyList<Delivery> taken, SinkReply reply, int failures)
    {
        var now = clock.GetUtcNow();
        var isSplit = reply.Outcome == SinkOutcome.Refused && taken.Count > 1;
        if (isSplit) _alone = taken.Count;
        var failed = reply.Outcome == SinkOutcome.Trouble ? failures + 1 : 0;
        DeliveryEnd[] ends =
        [
            .. taken.Select(d => reply.Outcome switch
            {
                SinkOutcome.Taken => new DeliveryEnd(d.Notice.Id, DeliveryState.Delivered, now, ""),
                _ when isSplit => new DeliveryEnd(d.Notice.Id, DeliveryState.Waiting, now, reply.Words),
                SinkOutcome.Refused => new DeliveryEnd(d.Notice.Id, DeliveryState.Dead, now, reply.Words),
                _ when d.Attempts >= policy.MostAttempts.Value => new DeliveryEnd(d.Notice.Id, DeliveryState.Dead, now, $"已尝试 {d.Attempts} 次。{reply.Words}"),
                _ => new DeliveryEnd(d.Notice.Id, DeliveryState.Waiting, now + policy.BackOff.After(d.Attempts, chance.Next()), reply.Words),
            }),
        ];
        await queue.End(Id, ends, now, failed, failed > 0 ? now + policy.BackOff.After(failed, chance.Next()) : null, reply.Words);
        if (failed == 1 || (reply.Outcome == SinkOutcome.Refused && !isSplit)) SinkFailed(Id, reply.Words);
        else if (failures > 0 && failed == 0) SinkRecovered(Id, failures);
    }

    private async Task GiveUp(DateTimeOffset now)
    {
        if (now - _gaveUpAt < TimeSpan.FromMinutes(1)) return;
        var hours = policy.GiveUpHours.Value;
        await queue.GiveUp(Id, now.AddHours(-hours), $"{hours} 小时未能推送。Not delivered within {hours} hours.");
        _gaveUpAt = now;
    }

    // A name that nobody has set up needs none.
    private void KeepLooking()
    {
        if (state.State.Settings is not null) _looking ??= this.RegisterGrainTimer(Look, new GrainTimerCreationOptions(LookEvery, LookEvery));
    }

    private async Task Look(CancellationToken cancellation)
    {
        try
        {
            await Deliver(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // This activation ends, and the outcome is unknown: the next one takes it up after its time.
        }
        catch (Exception e) when (e is BlueSkyException or OrleansException or TimeoutException)
        {
            SinkInterrupted(Id, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sink {Sink} did not take a message: {Words}")]
    private partial void SinkFailed(string sink, string words);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sink {Sink} takes messages again after {Failures} failures")]
    private partial void SinkRecovered(string sink, int failures);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending to sink {Sink} was interrupted; the next look takes it up")]
    private partial void SinkInterrupted(string sink, Exception cause);
}
