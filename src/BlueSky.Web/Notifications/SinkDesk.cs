using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Notifications;
using BlueSky.Queries;

namespace BlueSky.Web;

/// <summary>What administrators do with sinks (推送渠道), by the API and on pages. Asks for the scope itself; the grains audit.</summary>
internal sealed class SinkDesk(IGrainFactory grains, District district, INoticeQueries queries)
{
    private const int LongestId = 40, LongestName = 100, LongestAddress = 1_024, LongestSecret = 256, LongestNotice = 320, Most = 1_000;

    /// <summary>Sinks by id, each with how it fares.</summary>
    public async Task<Page<SinkAnswer>> All(PageRequest page, Caller caller, CancellationToken cancellation)
    {
        Check(caller);
        var found = await queries.Sinks(page, cancellation);
        return new Page<SinkAnswer>([.. found.Items.Select(SinkAnswer.Of)], found.Total, found.Number, found.Size);
    }

    /// <summary>One sink with how it fares; null when there is none of that id.</summary>
    public async Task<SinkAnswer?> One(string id, Caller caller, CancellationToken cancellation)
    {
        Check(caller);
        if (!IsId(id)) return null;
        var all = await queries.Sinks(new PageRequest(Size: 500), cancellation);
        return all.Items.FirstOrDefault(row => row.Sink.Id == id) is { } found ? SinkAnswer.Of(found) : null;
    }

    /// <summary>Sets a sink up, or anew.</summary>
    /// <exception cref="InvalidRequestException">Fields cannot be taken; names each.</exception>
    /// <exception cref="RefusedException">The rules of sinks refuse it.</exception>
    public async Task<SinkAnswer> Configure(string id, SinkEntry entry, Caller caller)
    {
        Check(caller);
        CheckId(id);
        var check = new FieldCheck();
        var settings = new SinkSettings
        {
            Name = check.Needed(entry.Name, "name", LongestName), Format = check.Needed(entry.Format, "format"),
            Address = check.Needed(entry.Address, "address", LongestAddress),
            Units = [.. (entry.Units ?? []).Take(Most).Select((u, i) => check.Needed(u, $"units[{i}]"))],
            Kinds = entry.Kinds is null ? [.. Enum.GetValues<NoticeKind>().Where(k => k.IsDuty())] : [.. entry.Kinds.Distinct()],
            IsOpenToChoice = entry.OpenToChoice ?? false, IsEnabled = entry.Enabled ?? true, PerMinute = entry.PerMinute,
        };
        if (entry.Secret is not null) check.Fits(entry.Secret, "secret", LongestSecret);
        check.Check();
        return SinkAnswer.Of(await grains.GetGrain<ISinkGrain>(id).Configure(settings, entry.Secret, caller.ActorIn(district)));
    }

    /// <summary>Lets a sink rest, or wakes it; false when there is none.</summary>
    public async Task<bool> SetEnabled(string id, bool isEnabled, Caller caller)
    {
        Check(caller);
        CheckId(id);
        var sink = grains.GetGrain<ISinkGrain>(id);
        if (await sink.Get() is not { } set) return false;
        // The address is the shown one, by which the grain knows that it stays.
        await sink.Configure(set.Settings with { IsEnabled = isEnabled }, null, caller.ActorIn(district));
        return true;
    }

    /// <summary>Takes a sink away with its queue; false when there was none.</summary>
    public Task<bool> Remove(string id, Caller caller)
    {
        Check(caller);
        CheckId(id);
        return grains.GetGrain<ISinkGrain>(id).Remove(caller.ActorIn(district));
    }

    /// <summary>Deliveries of a sink, newest first.</summary>
    public async Task<Page<DeliveryAnswer>> Deliveries(string id, DeliveryState? state, PageRequest page, Caller caller, CancellationToken cancellation)
    {
        Check(caller);
        CheckId(id);
        var found = await queries.Deliveries(id, state, page, cancellation);
        return new Page<DeliveryAnswer>([.. found.Items.Select(DeliveryAnswer.Of)], found.Total, found.Number, found.Size);
    }

    /// <summary>Puts dead letters (死信) into the queue again; how many there were.</summary>
    public Task<int> Resend(string id, ResendEntry entry, Caller caller)
    {
        Check(caller);
        CheckId(id);
        var check = new FieldCheck();
        if (entry.Notices?.Count > Most) check.Wrong("notices", "count", $"一次最多 {Most} 条；不写则全部。At most {Most} at once; left out means all.");
        string[] notices = [.. (entry.Notices ?? []).Take(Most).Select((n, i) => check.Needed(n, $"notices[{i}]", LongestNotice))];
        check.Check();
        return grains.GetGrain<ISinkGrain>(id).Resend(notices, caller.ActorIn(district));
    }

    /// <summary>Sends one message of no notice at once.</summary>
    public async Task<SinkTestAnswer> Test(string id, Caller caller)
    {
        Check(caller);
        CheckId(id);
        var reply = await grains.GetGrain<ISinkGrain>(id).Test(caller.ActorIn(district));
        return new SinkTestAnswer(reply.Outcome, reply.Words);
    }

    /// <summary>What cannot be an id wakes no grain.</summary>
    public static void CheckId(string id)
    {
        if (!IsId(id))
            throw new InvalidRequestException("id", "form", $"编号为 1–{LongestId} 个小写字母、数字或连字符。1-{LongestId} lower-case letters, digits or hyphens.");
    }

    private static bool IsId(string id) => id.Length is > 0 and <= LongestId && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static void Check(Caller caller)
    {
        if (!caller.Scopes.HasFlag(Scopes.Administer)) throw new RefusedException("needs-scope", "", "只有系统管理员可以设置推送渠道。Only administrators set sinks up.");
    }
}
