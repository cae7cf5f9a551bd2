using System.Globalization;

namespace BlueSky.Hj212;

/// <summary>What the host asks of a device (请求命令). Each is answered 9011, then carried out and answered 9012 (2012 and 2022: 9013).</summary>
public static class Requests
{
    /// <summary>1000: time-out and re-sends.</summary>
    /// <param name="to">The device.</param>
    /// <param name="at">Time of sending.</param>
    /// <param name="overTime">Seconds, 1 to 99.</param>
    /// <param name="reCount">Re-sends, 1 to 99.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static PacketDraft SetTimeOut(Address to, DateTimeOffset at, int overTime, int reCount) => to.Draft(
        "1000", at, true, [Number("OverTime", overTime, 1, 99), Number("ReCount", reCount, 1, 99)]);

    /// <summary>1011: reads the device's clock.</summary>
    /// <param name="to">The device.</param>
    /// <param name="at">Time of sending.</param>
    /// <param name="polId">The factor whose instrument is meant; null for the logger.</param>
    public static PacketDraft ReadClock(Address to, DateTimeOffset at, string? polId = null) => to.Draft("1011", at, true, PolId(polId));

    /// <summary>1012: sets the device's clock.</summary>
    /// <param name="to">The device.</param>
    /// <param name="at">Time of sending, and the time to set.</param>
    /// <param name="polId">The factor whose instrument is meant; null for the logger.</param>
    public static PacketDraft SetClock(Address to, DateTimeOffset at, string? polId = null) =>
        to.Draft("1012", at, true, [.. PolId(polId), DraftGroup.Field("SystemTime", HjTime.Format(at))]);

    /// <summary>1061: reads the interval of real-time data.</summary>
    /// <param name="to">The device.</param>
    /// <param name="at">Time of sending.</param>
    public static PacketDraft ReadRealTimeInterval(Address to, DateTimeOffset at) => to.Draft("1061", at, true);

    /// <summary>1062: sets the interval of real-time data.</summary>
    /// <param name="to">The device.</param>
    /// <param name="at">Time of sending.</param>
    /// <param name="seconds">30 to 3600.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is outside its range.</exception>
    public static PacketDraft SetRealTimeInterval(Address to, DateTimeOffset at, int seconds) =>
        to.Draft("1062", at, true, [Number("RtdInterval", seconds, 30, 3600)]);

    /// <summary>1063: reads the interval of minute data.</summary>
    /// <param name="to">The device.</param>
    /// <param name="at">Time of sending.</param>
    public static PacketDraft ReadMinuteInterval(Address to, DateTimeOffset at) => to.Draft("1063", at, true);

    /// <summary>1064: sets the interval of minute data.</summary>
    /// <param name="to">The device.</param>
    /// <param name="at">Time of sending.</param>
    /// <param name="minutes">A divisor of 60 up to 30: 1 2 3 4 5 6 10 12 15 20 30.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is none of these.</exception>
    public static PacketDraft SetMinuteInterval(Address to, DateTimeOffset at, int minutes)
    {
        if (minutes is < 1 or > 30 || 60 % minutes != 0)
            throw new ArgumentOutOfRangeException(nameof(minutes), minutes, "MinInterval must divide the hour.");
        return to.Draft("1064", at, true, [Number("MinInterval", minutes, 1, 30)]);
    }

    /// <summary>1072: sets a new password.</summary>
    /// <param name="to">The device with its present password.</param>
    /// <param name="at">Time of sending.</param>
    /// <param name="password">The new one, six characters. The 2005 form writes it as a second PW inside CP.</param>
    /// <exception cref="ArgumentException">Not six characters.</exception>
    public static PacketDraft SetPassword(Address to, DateTimeOffset at, string password)
    {
        if (password.Length != 6)
            throw new ArgumentException("A password has six characters (HJ 212-2017 table 4).", nameof(password));
        return to.Draft("1072", at, true, [DraftGroup.Field(to.Version == ProtocolVersion.V2005 ? "PW" : "NewPW", password)]);
    }

    /// <summary>2011: starts, or starts again, the upload of real-time data.</summary>
    /// <param name="to">The device.</param>
    /// <param name="at">Time of sending.</param>
    public static PacketDraft StartRealTime(Address to, DateTimeOffset at) => to.Draft("2011", at, true);

    /// <summary>2012: stops real-time data (a notice).</summary>
    /// <param name="to">The device.</param>
    /// <param name="at">Time of sending.</param>
    public static PacketDraft StopRealTime(Address to, DateTimeOffset at) => to.Draft("2012", at, true);

    /// <summary>2021: starts the upload of equipment states.</summary>
    /// <param name="to">The device.</param>
    /// <param name="at">Time of sending.</param>
    public static PacketDraft StartStates(Address to, DateTimeOffset at) => to.Draft("2021", at, true);

    /// <summary>2022: stops equipment states (a notice).</summary>
    /// <param name="to">The device.</param>
    /// <param name="at">Time of sending.</param>
    public static PacketDraft StopStates(Address to, DateTimeOffset at) => to.Draft("2022", at, true);

    /// <summary>History of minutes (2051), hours (2061), days (2031) or running times (2041).</summary>
    /// <param name="to">The device.</param>
    /// <param name="cn">2051, 2061, 2031 or 2041.</param>
    /// <param name="at">Time of sending.</param>
    /// <param name="begin">First period, by its start; inclusive.</param>
    /// <param name="end">Last period, by its start; inclusive (the standard's examples ask for one record by two equal times).</param>
    /// <exception cref="ArgumentException">Another command, or an end before the begin.</exception>
    public static PacketDraft History(Address to, string cn, DateTimeOffset at, DateTimeOffset begin, DateTimeOffset end)
    {
        if (cn is not ("2051" or "2061" or "2031" or "2041"))
            throw new ArgumentException("History is asked for by 2051, 2061, 2031 or 2041.", nameof(cn));
        if (end < begin)
            throw new ArgumentException("The period ends before it begins.", nameof(end));
        return to.Draft(cn, at, true, [DraftGroup.Field("BeginTime", HjTime.Format(begin)), DraftGroup.Field("EndTime", HjTime.Format(end))]);
    }

    private static DraftGroup[] PolId(string? polId) => polId is null ? [] : [DraftGroup.Field("PolId", polId)];

    private static DraftGroup Number(string field, int value, int min, int max)
    {
        if (value < min || value > max)
            throw new ArgumentOutOfRangeException(nameof(value), value, $"{field} must be within {min} to {max}.");
        return DraftGroup.Field(field, value.ToString(CultureInfo.InvariantCulture));
    }
}
