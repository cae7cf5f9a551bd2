using BlueSky.Decisions;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Devices;

/// <summary>How far a request for history (补传请求) is. Up to <see cref="Executing"/> it is running.</summary>
public enum BackfillState
{
    /// <summary>待下发: no gateway has taken it yet; the device is offline, or its gateway asks within half a minute.</summary>
    Waiting = 0,

    /// <summary>已下发: the gateway that holds the device has it and asks the device.</summary>
    Sent = 1,

    /// <summary>执行中: the device has said that it will (9011), or its data are coming.</summary>
    Executing = 2,

    /// <summary>完成: the device has said that it is done (9012).</summary>
    Done = 3,

    /// <summary>无数据: the device has nothing of the whole period (ExeRtn=100).</summary>
    NoData = 4,

    /// <summary>设备拒绝: QnRtn or ExeRtn says no.</summary>
    Refused = 5,

    /// <summary>设备无应答: no answer after the last re-send, or silence after it was accepted.</summary>
    NoAnswer = 6,

    /// <summary>超时: not ended within the time that the policy gives.</summary>
    Expired = 7,

    /// <summary>已取消: taken back by a person.</summary>
    Cancelled = 8,
}

/// <summary>What is asked of a device.</summary>
/// <param name="Period">Kind of message: minutes, hours or days.</param>
/// <param name="From">Start of the first period, China time.</param>
/// <param name="To">Start of the last period.</param>
public sealed record BackfillOrder(Period Period, DateTimeOffset From, DateTimeOffset To);

/// <summary>What one session of the device has made of a request. Counts are of this session: reports replace, never add.</summary>
/// <param name="Id">The request.</param>
/// <param name="State">How far it is.</param>
/// <param name="Stored">Records that were not there yet.</param>
/// <param name="Known">Records that were there already: sent, and stored once.</param>
/// <param name="Reason">The return code of a refusal, e.g. <c>QnRtn=8</c>; empty for none.</param>
public sealed record BackfillProgress(string Id, BackfillState State, int Stored, int Known, string Reason);

/// <summary>
/// A request of a person to a device for history of a period (补传). The regulation of it: who asks, gateway and clock move it on. A gateway that
/// takes it up anew asks for the whole period again, since what comes twice is stored once.
/// </summary>
public sealed record Backfill
{
    /// <summary>Id, given by the device's grain.</summary>
    public required string Id { get; init; }

    /// <summary>What is asked.</summary>
    public required BackfillOrder Order { get; init; }

    /// <summary>Who asked.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How far it is.</summary>
    public BackfillState State { get; init; }

    /// <summary>Records that were not there yet, over all sessions.</summary>
    public int Stored { get; init; }

    /// <summary>Records that were there already, over all sessions.</summary>
    public int Known { get; init; }

    /// <summary>When the first gateway took it; null before.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When it ended; null while it is running.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The return code of a refusal, e.g. <c>QnRtn=8</c>; empty for none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Session that last reported on it; 0 before.</summary>
    public long Session { get; init; }

    /// <summary>Counts of the sessions before that one.</summary>
    public int StoredBefore { get; init; }

    /// <summary>Counts of the sessions before that one.</summary>
    public int KnownBefore { get; init; }

    /// <summary>True until it has ended.</summary>
    public bool IsRunning => State <= BackfillState.Executing;

    /// <summary>Whether a device may be asked for a period, and for which records then.</summary>
    /// <param name="device">The register entry.</param>
    /// <param name="period">Kind of message.</param>
    /// <param name="from">From this moment, inclusive.</param>
    /// <param name="to">To this moment, exclusive.</param>
    /// <param name="former">The newest request before; null when there was none.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="now">The clock.</param>
    public static Decision<BackfillOrder> Ask(
        DeviceRegistration device, Period period, DateTimeOffset from, DateTimeOffset to, Backfill? former, DevicePolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(policy);
        if (former?.AsOf(now, policy).IsRunning == true) return Refusals.Running;
        if (!device.Enabled || device.SourceId is null) return Refusals.NotInService;
        if (!device.Profile.AcceptsCommands || device.Profile.Dialect != DeviceDialect.Standard) return Refusals.TakesNoCommands;
        if (period is not (Period.Minute or Period.Hour or Period.Day)) return Refusals.NoHistory;
        if (to > now) return Refusals.NotOver;
        if (to - from > TimeSpan.FromDays(policy.BackfillMostDays.Value)) return Refusals.TooLong(policy.BackfillMostDays.Value);

        var length = LengthOf(device.Profile, period);
        var first = Floor(from, length) is var floor && floor < from ? floor + length : floor;
        var last = Floor(to, length) - length;
        return last < first ? Refusals.Empty : new BackfillOrder(period, first.ToChina(), last.ToChina());
    }

    /// <summary>Span of one record.</summary>
    public static TimeSpan LengthOf(DeviceProfile profile, Period period)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return period switch
        {
            Period.Minute => TimeSpan.FromMinutes(profile.MinuteInterval),
            Period.Hour => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        };
    }

    /// <summary>After a session has taken it to ask the device.</summary>
    public Backfill Taken(DateTimeOffset now) => State == BackfillState.Waiting ? this with { State = BackfillState.Sent, SentAt = now } : this;

    /// <summary>After what a session reports. An end stays an end, but records that were on their way then still count.</summary>
    public Backfill Reported(BackfillProgress progress, long session, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (progress.Id != Id || session < Session) return this;
        var next = session == Session ? this : this with { Session = session, StoredBefore = Stored, KnownBefore = Known };
        next = next with { Stored = next.StoredBefore + progress.Stored, Known = next.KnownBefore + progress.Known };
        if (!IsRunning) return next;
        return next with
        {
            State = progress.State, Reason = progress.Reason, SentAt = SentAt ?? now,
            EndedAt = progress.State > BackfillState.Executing ? now : null,
        };
    }

    /// <summary>As it is at a moment: what has not ended in time has expired.</summary>
    public Backfill AsOf(DateTimeOffset now, DevicePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var end = At.AddHours(policy.BackfillGiveUpHours.Value);
        return IsRunning && now >= end ? this with { State = BackfillState.Expired, EndedAt = end } : this;
    }

    private static DateTimeOffset Floor(DateTimeOffset moment, TimeSpan length)
    {
        var t = moment.ToChina();
        return new DateTimeOffset(t.Ticks - (t.Ticks % length.Ticks), ChinaTime.Offset);
    }

    private static class Refusals
    {
        public static readonly Refusal Running = new("backfill-running", RefusalGround.NotNow, "",
            "该设备已有一项补传在进行，请等它结束或先取消。", "A request of this device is running; wait until it has ended, or cancel it first.");

        public static readonly Refusal NotInService = new("not-in-service", RefusalGround.NotNow, "",
            "设备已停用或未绑定污染源，其数据会被拒收。", "The device is disabled or bound to no source: its data would be refused.");

        public static readonly Refusal TakesNoCommands = new("takes-no-commands", RefusalGround.NotNow, "",
            "设备登记为不接受反控，或不按国家标准报文，无法请求补传。", "The device is registered as one that obeys no requests of the standard.");

        public static readonly Refusal NoHistory = new("no-history", "period",
            "只能请求分钟、小时或日数据；标准没有实时数据的历史。", "Minutes, hours or days; the standard has no history of momentary data.");

        public static readonly Refusal NotOver = new("not-over", "to", "结束时间不能晚于现在。", "The end must not lie in the future.");

        public static readonly Refusal Empty = new("empty-period", "to",
            "时段内没有一个完整的数据周期，请放宽起止时间。", "No record lies wholly within the period; widen it.");

        public static Refusal TooLong(int days) => new("too-long", "from",
            $"一次最多请求 {days} 天，请分次补传。", $"At most {days} days at a time; ask in parts.");
    }
}
