using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BlueSky.Time;

namespace BlueSky.Notifications;

/// <summary>What is sent to a sink: one notice, or to a robot, whose requests are counted, several at once.</summary>
/// <param name="Body">JSON.</param>
/// <param name="Taken">How many of the notices it holds, from the first; 1 or more.</param>
/// <param name="Key">Idempotency key: the same for the same notices.</param>
public sealed record WebhookMessage(string Body, int Taken, string Key)
{
    private const string Brief = "保护蓝天通知";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Composes the next message of a queue.</summary>
    /// <param name="format">Format of the sink.</param>
    /// <param name="limits">What it bears.</param>
    /// <param name="notices">What waits, in order; not empty.</param>
    public static WebhookMessage Compose(SinkFormat format, FormatLimits limits, IReadOnlyList<Notice> notices)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(notices);
        if (format == SinkFormat.Json) return new WebhookMessage(JsonSerializer.Serialize(Said.Of(notices[0]), Options), 1, KeyOf(notices.Take(1)));
        var (text, taken) = Markdown(notices, limits);
        var body = format == SinkFormat.WeCom
            ? JsonSerializer.Serialize(new { msgtype = "markdown", markdown = new { content = text } }, Options)
            : JsonSerializer.Serialize(new { msgtype = "markdown", markdown = new { title = TitleOf(notices, taken), text } }, Options);
        return new WebhookMessage(body, taken, KeyOf(notices.Take(taken)));
    }

    /// <summary>A message of no notice, which only shows that the sink is reached and takes what is sent.</summary>
    /// <param name="format">Format of the sink.</param>
    /// <param name="sink">Its Chinese name.</param>
    /// <param name="at">This moment.</param>
    public static WebhookMessage Test(SinkFormat format, string sink, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var (chinese, english) = ($"推送渠道“{Plain(sink)}”连通测试，无须办理。", "A test of this sink: nothing is to be done.");
        var text = $"### 【测试】{Brief}\n> {chinese}\n> {english}\n> {Notice.Moment(at)}\n";
        var key = string.Create(CultureInfo.InvariantCulture, $"test-{at.ToUnixTimeMilliseconds()}");
        return new WebhookMessage(format switch
        {
            SinkFormat.WeCom => JsonSerializer.Serialize(new { msgtype = "markdown", markdown = new { content = text } }, Options),
            SinkFormat.DingTalk => JsonSerializer.Serialize(new { msgtype = "markdown", markdown = new { title = $"【测试】{Brief}", text } }, Options),
            _ => JsonSerializer.Serialize(new { id = key, kind = "test", kindName = "测试", duty = false, at = at.ToChina(), text = chinese, textEn = english }, Options),
        }, 1, key);
    }

    // As many as fit, whole; the first, if it is too long alone, is cut.
    private static (string Text, int Taken) Markdown(IReadOnlyList<Notice> notices, FormatLimits limits)
    {
        var text = new StringBuilder();
        var (bytes, taken) = (0, 0);
        foreach (var notice in notices.Take(limits.MostNotices))
        {
            var section = Section(notice);
            var size = Encoding.UTF8.GetByteCount(section);
            if (taken > 0 && bytes + size > limits.MostBytes) break;
            text.Append(size > limits.MostBytes ? Cut(section, limits.MostBytes) : section);
            (bytes, taken) = (bytes + size, taken + 1);
        }

        return (text.ToString(), taken);
    }

    private static string Section(Notice notice)
    {
        var unit = Plain(notice.Unit.Name);
        var due = notice.Due is { } moment ? $"\n> 时限 Due：{Notice.Moment(moment)}" : "";
        return $"### 【{notice.Kind.Chinese()}】{(notice.IsDemo ? "（演示）" : "")}{Plain(notice.Title)}\n> {unit}：{Plain(notice.Chinese)}\n> {Plain(notice.English)}{due}\n> {Plain(notice.Subject)} · {Notice.Moment(notice.At)}\n\n";
    }

    /// <summary>What people entered cannot speak to the robot's platform: no mention of persons, no link, no heading, no line of its own.</summary>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            plain.Append(c switch
            {
                '<' => '＜', '>' => '＞', '[' => '［', ']' => '］', '*' => '＊', '`' => '｀', '#' => '＃', '@' => '＠', '\\' => '＼', '_' => '＿', '!' => '！', '|' => '｜',
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' => ' ',
                _ => c,
            });
        }

        return plain.ToString();
    }

    private static string Cut(string text, int bytes)
    {
        while (Encoding.UTF8.GetByteCount(text) > bytes - 3) text = text[..^(char.IsLowSurrogate(text[^1]) ? 2 : 1)];
        return text + "…";
    }

    private static string TitleOf(IReadOnlyList<Notice> notices, int taken) =>
        taken == 1 ? $"【{notices[0].Kind.Chinese()}】{Plain(notices[0].Title)}" : string.Create(CultureInfo.InvariantCulture, $"{Brief} {taken} 条");

    private static string KeyOf(IEnumerable<Notice> notices) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', notices.Select(n => n.Id)))))[..32];

    /// <summary>A notice as the generic format tells it.</summary>
    private sealed record Said(
        string Id, NoticeKind Kind, string KindName, bool Duty, string Unit, string UnitName, string Subject, string Event, DateTimeOffset At, string Title,
        string Text, string TextEn, DateTimeOffset? Due, bool Demo)
    {
        public static Said Of(Notice n) => new(
            n.Id, n.Kind, n.Kind.Chinese(), n.Kind.IsDuty(), n.Unit.Code, n.Unit.Name, n.Subject, n.Event, n.At.ToChina(), n.Title, n.Chinese, n.English,
            n.Due?.ToChina(), n.IsDemo);
    }
}
