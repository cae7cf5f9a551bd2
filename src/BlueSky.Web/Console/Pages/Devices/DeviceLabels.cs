using BlueSky.Devices;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>Words of field devices (数采仪).</summary>
public static class DeviceLabels
{
    /// <summary>How a device words its packets.</summary>
    public static string Of(this DeviceDialect dialect, Words words) => dialect switch
    {
        DeviceDialect.Standard => words["国家标准（HJ 212）"],
        DeviceDialect.Chongqing2019 => words["重庆 2019 加油站格式"],
        _ => words["广州加油站格式"],
    };

    /// <summary>Which checksum it computes.</summary>
    public static string Of(this ChecksumVariant checksum, Words words) => checksum switch
    {
        ChecksumVariant.Hj212 => words["按 HJ 212"],
        ChecksumVariant.Modbus => "CRC-16/MODBUS",
        _ => words["CRC-16/MODBUS（字节对调）"],
    };

    /// <summary>How a device is connected.</summary>
    public static string Link(DeviceView view, Words words)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(words);
        return !view.Registration.Enabled ? words["停用"]
            : view.IsOnline ? words["在线"]
            : view.Session is null ? words["从未上线"]
            : words["离线"];
    }

    /// <summary>Style of its tag.</summary>
    public static string LinkStyle(DeviceView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return !view.Registration.Enabled ? "" : view.IsOnline ? "done" : "warning";
    }

    /// <summary>What a kind of message is called.</summary>
    public static string Of(this Period period, Words words) => period switch
    {
        Period.Instant => words["实时数据（2011）"],
        Period.Minute => words["分钟数据（2051）"],
        Period.Hour => words["小时数据（2061）"],
        Period.Day => words["日数据（2031）"],
        Period.State => words["设备状态（2021）"],
        Period.Runtime => words["运行时间（2041）"],
        _ => words["事件记录"],
    };

    /// <summary>Why a transmission rate is not known.</summary>
    public static string Unknown(TransmissionAnswer rate, Words words)
    {
        ArgumentNullException.ThrowIfNull(rate);
        ArgumentNullException.ThrowIfNull(words);
        return rate.Standing switch
        {
            RateStanding.Unbound => words["不明：未绑定污染源"],
            RateStanding.NoInterval => words["不明：只报事件，无固定间隔"],
            RateStanding.NothingReceived => words["不明：尚未收到实时到达的数据"],
            _ => words["不明：开始计数不久，尚无应收"],
        };
    }

    /// <summary>Part of a session's good frames that were answered, percent with one decimal, rounded down; null before the first.</summary>
    public static decimal? Answered(SessionReport? report) =>
        report is { Frames: > 0 } ? Math.Floor(1000m * report.Answered / report.Frames) / 10 : null;
}
