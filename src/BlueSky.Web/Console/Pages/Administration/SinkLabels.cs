using BlueSky.Notifications;

namespace BlueSky.Web.Console;

/// <summary>Words of sinks (推送渠道).</summary>
public static class SinkLabels
{
    /// <summary>In whose format a sink is spoken to.</summary>
    public static string Of(this SinkFormat format, Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return format switch
        {
            SinkFormat.WeCom => words["企业微信群机器人"],
            SinkFormat.DingTalk => words["钉钉机器人"],
            _ => words["通用 Webhook（JSON）"],
        };
    }

    /// <summary>How far a delivery is.</summary>
    public static string Of(this DeliveryState state, Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return state switch
        {
            DeliveryState.Waiting => words["待推送"],
            DeliveryState.Delivered => words["已推送"],
            _ => words["死信"],
        };
    }

    /// <summary>How a sink fares.</summary>
    public static string StateOf(SinkAnswer sink, Words words)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(words);
        return !sink.Enabled ? words["已停用"]
            : sink.PausedUntil is { } until ? words["暂停至 {0}", Moments.Second(until)]
            : sink.Failures > 0 ? words["连续失败 {0} 次", sink.Failures]
            : sink.SucceededAt is null ? words["尚未推送"]
            : words["正常"];
    }

    /// <summary>Style of the tag that says it.</summary>
    public static string StyleOf(SinkAnswer sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return !sink.Enabled ? "" : sink.Failures > 0 || sink.PausedUntil is not null ? "violation" : sink.SucceededAt is null ? "" : "done";
    }
}
