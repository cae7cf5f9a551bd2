using BlueSky.Hj212;
using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>What a packet became: an observation, or the reason in words (Chinese, for the operator) why none.</summary>
/// <param name="Observation">The observation; null when refused.</param>
/// <param name="Refusal">Short stable word, e.g. <c>no-datatime</c>; empty when mapped.</param>
/// <param name="Words">The reason in words; empty when mapped.</param>
internal readonly record struct Mapped(Observation? Observation, string Refusal, string Words);

/// <summary>
/// Turns an upload into an observation by the device's profile. Pure. Every item of the data area ends in exactly one of:
/// a reading, a text, the mark of a reading; nothing is dropped. Parts of a split packet are mapped each alone: each holds
/// whole factors (hj212.md section 10).
/// </summary>
internal static class PacketMapper
{
    /// <summary>Maps one upload.</summary>
    /// <param name="packet">The packet, plain.</param>
    /// <param name="mn">Its MN.</param>
    /// <param name="map">The device's profile.</param>
    /// <param name="receivedAt">When the whole packet was here.</param>
    public static Mapped Map(in PacketReader packet, string mn, ProfileMap map, DateTimeOffset receivedAt)
    {
        if (!TryDataTime(packet, out var stamp, out var refused)) return refused;
        var profile = map.Profile;
        var draft = UploadDraft.Rent(map);
        foreach (var item in packet) draft.Take(item);

        var period = PeriodOf(packet.CommandNumber, profile.Dialect, draft);
        var seconds = SecondsOf(period, profile);
        if (seconds > 0 && profile.StampsPeriodEnd) stamp = stamp.AddSeconds(-seconds);
        return new Mapped(
            new Observation
            {
                Mn = mn,
                Period = period,
                DataTime = stamp,
                ReceivedAt = receivedAt,
                Qn = packet.Qn.IsEmpty ? "" : HjText.Decode(packet.Qn, out _),
                PeriodSeconds = seconds,
                Readings = draft.Readings(),
                Texts = draft.Texts(),
            },
            "",
            "");
    }

    /// <summary>Length of a period in seconds by the profile; 0 for moments, states and records.</summary>
    public static int SecondsOf(Period period, DeviceProfile profile) => period switch
    {
        Period.Minute => profile.MinuteInterval * 60,
        Period.Hour => 3600,
        Period.Day or Period.Runtime => 86400,
        _ => 0,
    };

    private static bool TryDataTime(in PacketReader packet, out DateTimeOffset stamp, out Mapped refused)
    {
        refused = default;
        foreach (var item in packet)
        {
            if (!item.Field.IsEmpty || !item.Code.SequenceEqual("DataTime"u8)) continue;
            if (HjTime.TryParse(item.Value, out stamp) && stamp.Year >= 2000) return true;
            refused = new Mapped(null, "bad-datatime", $"DataTime 无法识别：{Shown(item.Value)}（应为 14 位数字 YYYYMMDDhhmmss）");
            return false;
        }

        stamp = default;
        refused = new Mapped(null, "no-datatime", "数据区没有 DataTime，无法入库");
        return false;
    }

    private static string Shown(ReadOnlySpan<byte> value) => HjText.Decode(value[..Math.Min(value.Length, 32)], out _);

    private static Period PeriodOf(int command, DeviceDialect dialect, UploadDraft draft)
    {
        // In the dialects the commands have other meanings: what a packet holds decides.
        if (dialect == DeviceDialect.Guangzhou || (dialect == DeviceDialect.Chongqing2019 && command == 3020))
        {
            return draft.Class switch
            {
                DialectClass.Refuelling => Period.Record,
                DialectClass.Alarm => Period.State,
                DialectClass.Environment => Period.Instant,
                _ => dialect == DeviceDialect.Guangzhou && command == 2061 ? Period.State : Period.Record,
            };
        }

        return command switch
        {
            2011 => Period.Instant,
            2051 => Period.Minute,
            2061 => Period.Hour,
            2031 => Period.Day,
            2021 => Period.State,
            2041 => Period.Runtime,
            _ => Period.Record,
        };
    }
}
