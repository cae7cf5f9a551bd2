using BlueSky.Access;
using BlueSky.Devices;
using BlueSky.Messages;
using BlueSky.Sources;

namespace BlueSky.Web;

/// <summary>A request for history of a device as a caller sends it.</summary>
public sealed record BackfillEntry
{
    /// <summary>Kind of message: <c>minute</c>, <c>hour</c> or <c>day</c>. Required.</summary>
    public Period? Period { get; init; }

    /// <summary>From this moment, inclusive. Required.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>To this moment, exclusive; not in the future. Required.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>A request for history (补传) and how far it is.</summary>
/// <param name="Id">Id.</param>
/// <param name="Period">Kind of message.</param>
/// <param name="From">Start of the first record asked for.</param>
/// <param name="To">Start of the last record asked for.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
/// <param name="State">How far it is.</param>
/// <param name="Stored">Records that were not there yet.</param>
/// <param name="Known">Records that were there already: sent again, stored once.</param>
/// <param name="SentAt">When a gateway took it; null before.</param>
/// <param name="EndedAt">When it ended; null while it is running.</param>
/// <param name="Reason">The return code of a refusal, e.g. <c>QnRtn=8</c>; empty for none.</param>
public sealed record BackfillAnswer(
    string Id, Period Period, DateTimeOffset From, DateTimeOffset To, string By, DateTimeOffset At, BackfillState State, int Stored, int Known,
    DateTimeOffset? SentAt, DateTimeOffset? EndedAt, string Reason)
{
    /// <summary>True until it has ended.</summary>
    internal bool IsRunning => EndedAt is null;

    internal static BackfillAnswer Of(Backfill one) => new(
        one.Id, one.Order.Period, one.Order.From, one.Order.To, one.By, one.At, one.State, one.Stored, one.Known, one.SentAt, one.EndedAt, one.Reason);
}

/// <summary>Requests for history (补传), for pages and the API alike: asks for the scope, then the rules of the device decide.</summary>
internal sealed class BackfillDesk(IGrainFactory grains, AuditTrail audit)
{
    private const int LongestId = 64;

    /// <summary>The newest requests of a device, newest first; null while the MN is not in the register.</summary>
    public async Task<BackfillAnswer[]?> All(string mn)
    {
        if (!Ids.IsMn(mn) || await grains.GetGrain<IDeviceGrain>(mn).Get() is null) return null;
        return Array.ConvertAll(await grains.GetGrain<IDeviceGrain>(mn).Backfills(), BackfillAnswer.Of);
    }

    /// <summary>Asks a device for history.</summary>
    /// <exception cref="InvalidRequestException">Fields cannot be taken; names each.</exception>
    /// <exception cref="RefusedException">It may not be asked now; says why.</exception>
    public async Task<BackfillAnswer> Ask(string mn, BackfillEntry entry, Caller caller)
    {
        Check(caller);
        Ids.CheckMn(mn);
        var check = new FieldCheck();
        var (period, from, to) = (check.Needed(entry.Period, "period"), check.Needed(entry.From, "from"), check.Needed(entry.To, "to"));
        check.Check();
        var asked = BackfillAnswer.Of(await grains.GetGrain<IDeviceGrain>(mn).AskBackfill(period, from, to, caller.Name));
        await audit.Wrote(caller, "api.device.backfill-asked", mn, $"{Json.Word(asked.Period)} {TimeText.Write(asked.From)} {TimeText.Write(asked.To)}");
        return asked;
    }

    /// <summary>Takes the running request back.</summary>
    /// <exception cref="RefusedException">There is no such request.</exception>
    public async Task<BackfillAnswer> Cancel(string mn, string id, Caller caller)
    {
        Check(caller);
        Ids.CheckMn(mn);
        if (id.Length > LongestId) throw new InvalidRequestException("id", "form", "编号过长。The id is too long.");
        var cancelled = BackfillAnswer.Of(await grains.GetGrain<IDeviceGrain>(mn).CancelBackfill(id, caller.Name));
        await audit.Wrote(caller, "api.device.backfill-cancelled", mn, id);
        return cancelled;
    }

    private static void Check(Caller caller)
    {
        if (!caller.Scopes.HasFlag(Scopes.Devices)) throw new RefusedException("needs-scope", "", "只有设备管理员可以请求补传。Only device administrators ask devices for history.");
    }
}
