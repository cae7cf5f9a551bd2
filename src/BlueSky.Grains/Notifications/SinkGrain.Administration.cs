using BlueSky.Access;
using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Store;

namespace BlueSky.Notifications;

// What administrators decide. The entry comes first: a decision that was stored is never unaudited.
internal sealed partial class SinkGrain
{
    private const int LongestId = 40, MostResent = 1_000;

    public async Task<SinkView> Configure(SinkSettings settings, string? secret, Actor by)
    {
        if (Id.Length is 0 or > LongestId || !Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new RefusedException("bad-id", "id", $"编号为 1–{LongestId} 个小写字母、数字或连字符。The id has 1-{LongestId} lower-case letters, digits or hyphens.");
        var former = state.State;
        var kept = secret ?? (former.Settings is null ? "" : former.Secret);

        // Shown addresses are cut; one that comes back means the one that is set.
        if (former.Settings is { } set && settings.Address == SinkAddress.Shown(set.Address)) settings = settings with { Address = set.Address };
        if (SinkSettings.Check(settings, kept, code => district.UnitOf(code) is not null, rules) is { } no) throw new RefusedException(no);
        if (former.Settings is not null && secret is null && former.Secret.Length > 0 && Host(settings.Address) != Host(former.Settings.Address))
            throw new RefusedException("secret-needed", "secret", "更换地址的主机时请重新填写签名密钥。Give the secret again when the host of the address changes.");
        if (former.Settings is not null && secret is null && SameEntry.Is(settings, former.Settings))
        {
            // What is the same may be asked again because its queue could not be told of it.
            await Publish();
            return View();
        }

        await Audit(by, former.Settings is null ? "sink.created" : "sink.changed", Words(settings, kept, kept != former.Secret));
        await Store(new SinkState { Settings = settings, Secret = kept, Version = former.Version + 1 });
        (_window, _alone) = (null, 0);
        await Publish();
        KeepLooking();
        return View();
    }

    public async Task<bool> Remove(Actor by)
    {
        if (state.State.Settings is not { } settings)
        {
            // The queue may still be there, if it could not be written when the sink was taken away.
            if (state.State.Version > 0) await Publish();
            return false;
        }

        await Audit(by, "sink.removed", settings.Name);
        await Store(new SinkState { Version = state.State.Version + 1 });
        await Publish();
        return true;
    }

    public async Task<int> Resend(string[] notices, Actor by)
    {
        if (state.State.Settings is null) throw new RefusedException("not-found", "id", $"没有推送渠道 {Id}。There is no sink {Id}.");
        if (notices.Length > MostResent) throw new RefusedException("too-many", "notices", $"一次最多 {MostResent} 条；不写则全部。At most {MostResent} at once; none means all.");
        await Audit(by, "sink.resent", notices.Length == 0 ? "全部死信" : Notice.Bounded(string.Join("、", notices), 2_000));
        return await queue.Resend(Id, notices, clock.GetUtcNow());
    }

    public async Task<SinkReply> Test(Actor by)
    {
        if (state.State.Settings is not { } settings) throw new RefusedException("not-found", "id", $"没有推送渠道 {Id}。There is no sink {Id}.");
        var now = clock.GetUtcNow();
        var window = await Window(settings, now, CancellationToken.None);
        if (window.Next(now) > now) throw new RefusedException("rate", "id", "本分钟的发送次数已用完，请稍后再试。Its requests of this minute are used up: try again later.");
        await Audit(by, "sink.tested", settings.Name);
        window.Take(now);
        return await sender.Send(settings, state.State.Secret, WebhookMessage.Test(settings.Format, settings.Name, now), policy.Timeout, CancellationToken.None);
    }

    private Task Publish()
    {
        if (state.State.Settings is not { } settings) return queue.RemoveSink(Id);
        IReadOnlyList<string> units = settings.Units.Count == 0 ? [Subscription.AllUnits] : settings.Units;
        return queue.Publish(View(), [.. units.SelectMany(u => settings.Kinds.Distinct().Select(k => new Subscription(u, k)))], clock.GetUtcNow());
    }

    private Task Store(SinkState next)
    {
        state.State = next;
        return state.WriteOrEnd(DeactivateOnIdle);
    }

    private SinkView View()
    {
        var settings = state.State.Settings!;
        return new SinkView(Id, settings with { Address = SinkAddress.Shown(settings.Address) }, state.State.Secret.Length > 0, state.State.Version);
    }

    private Task Audit(Actor by, string action, string detail) => publication.Append([AuditEntry.Of(by, clock.GetUtcNow(), action, Id, "", detail)]);

    private static string Words(SinkSettings s, string secret, bool isNewSecret) =>
        $"{s.Name}，{s.Format}，{SinkAddress.Shown(s.Address)}，{(s.IsEnabled ? "启用" : "停用")}，单位 {(s.Units.Count == 0 ? "全部" : string.Join("、", s.Units))}，"
        + $"种类 {string.Join("、", s.Kinds.Select(k => k.Chinese()))}，个人选择 {(s.IsOpenToChoice ? "开放" : "不开放")}，"
        + $"加签 {(secret.Length == 0 ? "无" : isNewSecret ? "有（密钥已更新）" : "有")}";

    private static string Host(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Authority : "";
}
