using System.Globalization;
using System.Text.Json;

namespace BlueSky.Notifications;

/// <summary>What came of an attempt.</summary>
public enum SinkOutcome
{
    /// <summary>The sink took it.</summary>
    Taken = 0,

    /// <summary>The sink, or the way to it, is in trouble: the same again later may succeed.</summary>
    Trouble = 1,

    /// <summary>The sink refused this message: the same again would be refused again.</summary>
    Refused = 2,
}

/// <summary>How a sink answered.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Words">In Chinese and English, for people; never holds an address or a secret.</param>
public sealed record SinkReply(SinkOutcome Outcome, string Words)
{
    private const int LongestMessage = 200;

    /// <summary>It took it.</summary>
    public static SinkReply Taken { get; } = new(SinkOutcome.Taken, "");

    /// <summary>There was no answer.</summary>
    public static SinkReply NoAnswer(string chinese, string english) => new(SinkOutcome.Trouble, $"{chinese}{english}");

    /// <summary>
    /// Judges an answer. Robots answer 200 and say in <c>errcode</c> whether they took it, 0 for yes [S]; of the others only being asked too
    /// often passes by itself: 45009 of WeCom [K], 130101 and 410100 of DingTalk [K].
    /// </summary>
    /// <param name="format">Format of the sink.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="body">What was read of the answer; bounded by the reader.</param>
    public static SinkReply Judge(SinkFormat format, int status, string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (status is < 200 or > 299)
        {
            var outcome = status is 408 or 425 or 429 or >= 500 or < 400 ? SinkOutcome.Trouble : SinkOutcome.Refused;
            return new SinkReply(outcome, string.Create(CultureInfo.InvariantCulture, $"对方答复 HTTP {status}。The sink answered HTTP {status}."));
        }

        if (format == SinkFormat.Json) return Taken;
        if (ErrorOf(body) is not var (code, message)) return new SinkReply(SinkOutcome.Trouble, "对方的答复不是机器人的格式。The answer is not a robot's.");
        if (code == 0) return Taken;
        var isBusy = format == SinkFormat.WeCom ? code is 45009 or -1 : code is 130101 or 410100 or -1;
        return new SinkReply(
            isBusy ? SinkOutcome.Trouble : SinkOutcome.Refused,
            string.Create(CultureInfo.InvariantCulture, $"平台答复 errcode {code}：{Notice.Bounded(WebhookMessage.Plain(message), LongestMessage)}。The platform answered with this error."));
    }

    private static (int Code, string Message)? ErrorOf(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("errcode", out var code) || !code.TryGetInt32(out var number))
                return null;
            return (number, document.RootElement.TryGetProperty("errmsg", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString()! : "");
        }
        catch (JsonException)
        {
            // Not JSON: said by the caller in words.
            return null;
        }
    }
}
