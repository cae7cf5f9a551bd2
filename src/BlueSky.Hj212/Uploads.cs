namespace BlueSky.Hj212;

/// <summary>What a device sends of itself (上传命令, 通知命令). QN is made from the time of sending; data commands carry DataTime first.</summary>
public static class Uploads
{
    /// <summary>Data of any command: 2011 real-time, 2051 minute, 2061 hour, 2031 day, 2021 states, 2041 running times, 3020 information.</summary>
    /// <param name="from">The device.</param>
    /// <param name="cn">命令编码.</param>
    /// <param name="sentAt">Time of sending.</param>
    /// <param name="dataTime">Moment (2011, 2021) or START of the period (2051, 2061, 2031, 2041; HJ 212-2017 notes to table 9).</param>
    /// <param name="groups">Factors.</param>
    /// <param name="wantsAnswer">Flag bit 0.</param>
    /// <param name="resent">RF=1 (HJ 212-2025 only).</param>
    public static PacketDraft Data(
        Address from, string cn, DateTimeOffset sentAt, DateTimeOffset dataTime, IEnumerable<DraftGroup> groups, bool wantsAnswer = true, bool resent = false) =>
        from.Draft(cn, sentAt, wantsAnswer, [DraftGroup.Field("DataTime", HjTime.Format(dataTime)), .. groups]) with { Resent = resent };

    /// <summary>2081: boot time of the logger.</summary>
    /// <param name="from">The device.</param>
    /// <param name="sentAt">Time of sending, also DataTime.</param>
    /// <param name="restartedAt">Boot time.</param>
    public static PacketDraft Restarted(Address from, DateTimeOffset sentAt, DateTimeOffset restartedAt) =>
        Data(from, "2081", sentAt, sentAt, [DraftGroup.Field("RestartTime", HjTime.Format(restartedAt))]);

    /// <summary>1013: asks for time calibration.</summary>
    /// <param name="from">The device.</param>
    /// <param name="sentAt">Time of sending.</param>
    /// <param name="polId">The factor whose instrument asks; null for the logger.</param>
    public static PacketDraft AskForTime(Address from, DateTimeOffset sentAt, string? polId = null) =>
        from.Draft("1013", sentAt, true, polId is null ? [] : [DraftGroup.Field("PolId", polId)]);

    /// <summary>9015: heart-beat of HJ 212-2025, in ST=91.</summary>
    /// <param name="from">The device.</param>
    /// <param name="sentAt">Time of sending.</param>
    public static PacketDraft HeartBeat(Address from, DateTimeOffset sentAt) => from.Draft("9015", sentAt, true) with { St = "91" };
}
