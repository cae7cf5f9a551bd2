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
            RateStanding.NoInterval => words["不明：只报事件"],
            RateStanding.NothingReceived => words["不明：尚无数据"],
            _ => words["刚开始计数"],
        };
    }

    /// <summary>How far a request for history is.</summary>
    public static string Of(this BackfillState state, Words words) => state switch
    {
        BackfillState.Waiting => words["待下发"],
        BackfillState.Sent => words["已下发"],
        BackfillState.Executing => words["执行中"],
        BackfillState.Done => words["完成"],
        BackfillState.NoData => words["设备无该时段数据"],
        BackfillState.Refused => words["设备拒绝"],
        BackfillState.NoAnswer => words["设备无应答"],
        BackfillState.Expired => words["超时作罢"],
        _ => words["已取消"],
    };

    /// <summary>A return code of HJ 212-2017 (tables 7 and 10) in words.</summary>
    public static string ReasonOf(string code, Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var meaning = code switch
        {
            "QnRtn=2" => words["请求被拒绝"],
            "QnRtn=3" => words["访问密码错误"],
            "QnRtn=4" => words["设备编码错误"],
            "QnRtn=5" => words["系统编码错误"],
            "QnRtn=6" => words["标志错误"],
            "QnRtn=7" => words["请求编码错误"],
            "QnRtn=8" => words["不支持该命令"],
            "QnRtn=9" => words["校验错误"],
            "ExeRtn=2" => words["执行失败，原因不明"],
            "ExeRtn=3" => words["请求条件错误"],
            "ExeRtn=4" => words["与仪表通讯超时"],
            "ExeRtn=5" => words["设备繁忙"],
            "ExeRtn=6" => words["设备故障"],
            _ => words["未知错误"],
        };
        return $"{meaning}（{code}）";
    }

    /// <summary>Style of its tag.</summary>
    public static string StyleOf(BackfillState state) => state switch
    {
        BackfillState.Done => "done",
        BackfillState.NoData or BackfillState.Refused or BackfillState.NoAnswer or BackfillState.Expired => "warning",
        _ => "",
    };

    /// <summary>Part of a session's good frames that were answered, percent with one decimal, rounded down; null before the first.</summary>
    public static decimal? Answered(SessionReport? report) =>
        report is { Frames: > 0 } ? Math.Floor(1000m * report.Answered / report.Frames) / 10 : null;
}
