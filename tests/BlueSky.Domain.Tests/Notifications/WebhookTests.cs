using System.Text;
using System.Text.Json;
using BlueSky.Access;
using CsCheck;

namespace BlueSky.Notifications;

public sealed class WebhookTests
{
    private static readonly NotificationPolicy Notifications = ViolationNoticesTests.Notifications;

    internal static Notice Notice(int number = 1, string text = "现予交办", NoticeKind kind = NoticeKind.Assigned) => new()
    {
        Kind = kind, Unit = new Unit(UnitKind.Town, "371302001", "兰山街道"), Subject = "371302-site-0001~measures~20261110T090000",
        Event = number.ToString(System.Globalization.CultureInfo.InvariantCulture), At = new(2026, 11, 10, 9, 0, 0, TimeSpan.FromHours(8)), Title = "演示工地",
        Chinese = text, English = "Assigned", IsDemo = true,
    };

    private static string Content(WebhookMessage message, SinkFormat format)
    {
        var markdown = JsonDocument.Parse(message.Body).RootElement.GetProperty("markdown");
        return markdown.GetProperty(format == SinkFormat.WeCom ? "content" : "text").GetString()!;
    }

    [Fact]
    public void The_signature_for_DingTalk_is_what_its_published_example_code_computes()
    {
        // From the robot documentation's own Python example, run with this timestamp and secret.
        var signed = WebhookSignature.DingTalk("https://oapi.dingtalk.com/robot/send?access_token=t", "this is secret", DateTimeOffset.FromUnixTimeMilliseconds(1577262236757));
        Assert.Equal("https://oapi.dingtalk.com/robot/send?access_token=t&timestamp=1577262236757&sign=hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D", signed);
    }

    [Fact]
    public void Our_own_signature_is_over_timestamp_and_body() =>
        Assert.Equal("cf98b3006c97d9d30d8e1cf84ac64d3e004abee4a8bde5523927e598e8cd02d1", WebhookSignature.Json("0123456789abcdef0123", 1764061200, "{\"a\":\"交办\"}"));

    [Theory]
    [InlineData(SinkFormat.WeCom)]
    [InlineData(SinkFormat.DingTalk)]
    public void A_robot_gets_Markdown_with_all_that_fits_and_never_more_bytes_than_it_bears(SinkFormat format)
    {
        var limits = Notifications.Formats[format];
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 600]).Sample((count, length) =>
        {
            var notices = Enumerable.Range(1, count).Select(i => Notice(i, new string('扬', length))).ToList();
            var message = WebhookMessage.Compose(format, limits, notices);
            Assert.InRange(message.Taken, 1, Math.Min(count, limits.MostNotices));
            Assert.InRange(Encoding.UTF8.GetByteCount(Content(message, format)), 1, limits.MostBytes);
        });
    }

    [Fact]
    public void One_notice_reads_as_people_expect_it()
    {
        var message = WebhookMessage.Compose(SinkFormat.DingTalk, Notifications.Formats[SinkFormat.DingTalk], [Notice()]);
        Assert.Equal("【交办】演示工地", JsonDocument.Parse(message.Body).RootElement.GetProperty("markdown").GetProperty("title").GetString());
        Assert.Equal(
            "### 【交办】（演示）演示工地\n> 兰山街道：现予交办\n> Assigned\n> 371302-site-0001~measures~20261110T090000 · 2026-11-10 09:00\n\n", Content(message, SinkFormat.DingTalk));
    }

    [Fact]
    public void What_people_entered_can_mention_nobody_and_make_no_link_or_line_of_its_own()
    {
        var text = Content(WebhookMessage.Compose(SinkFormat.WeCom, Notifications.Formats[SinkFormat.WeCom], [Notice(text: "<@all>\n# 头 [x](http://e)`")]), SinkFormat.WeCom);
        Assert.Contains("＜＠all＞ ＃ 头 ［x］(http://e)｀", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_generic_format_tells_one_notice_and_its_key_stands_for_that_notice()
    {
        var message = WebhookMessage.Compose(SinkFormat.Json, Notifications.Formats[SinkFormat.Json], [Notice(1), Notice(2)]);
        var said = JsonDocument.Parse(message.Body).RootElement;
        Assert.Equal(("assigned", "交办", true, "371302001", "2026-11-10T09:00:00+08:00"), (
            said.GetProperty("kind").GetString(), said.GetProperty("kindName").GetString(), said.GetProperty("duty").GetBoolean(), said.GetProperty("unit").GetString(),
            said.GetProperty("at").GetString()));
        Assert.Equal(1, message.Taken);
        Assert.Equal(message.Key, WebhookMessage.Compose(SinkFormat.Json, Notifications.Formats[SinkFormat.Json], [Notice(1)]).Key);
        Assert.NotEqual(message.Key, WebhookMessage.Compose(SinkFormat.Json, Notifications.Formats[SinkFormat.Json], [Notice(2)]).Key);
    }

    [Theory]
    [InlineData(SinkFormat.WeCom, 200, "{\"errcode\":0,\"errmsg\":\"ok\"}", SinkOutcome.Taken)]
    [InlineData(SinkFormat.WeCom, 200, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}", SinkOutcome.Trouble)]
    [InlineData(SinkFormat.WeCom, 200, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}", SinkOutcome.Refused)]
    [InlineData(SinkFormat.DingTalk, 200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}", SinkOutcome.Refused)]
    [InlineData(SinkFormat.DingTalk, 200, "{\"errcode\":130101,\"errmsg\":\"send too fast\"}", SinkOutcome.Trouble)]
    [InlineData(SinkFormat.DingTalk, 200, "<html>", SinkOutcome.Trouble)]
    [InlineData(SinkFormat.DingTalk, 200, "[]", SinkOutcome.Trouble)]
    [InlineData(SinkFormat.Json, 204, "", SinkOutcome.Taken)]
    [InlineData(SinkFormat.Json, 400, "", SinkOutcome.Refused)]
    [InlineData(SinkFormat.Json, 302, "", SinkOutcome.Trouble)]
    [InlineData(SinkFormat.Json, 408, "", SinkOutcome.Trouble)]
    [InlineData(SinkFormat.Json, 429, "", SinkOutcome.Trouble)]
    [InlineData(SinkFormat.Json, 503, "", SinkOutcome.Trouble)]
    public void An_answer_says_whether_the_same_again_could_succeed(SinkFormat format, int status, string body, SinkOutcome outcome)
    {
        var reply = SinkReply.Judge(format, status, body);
        Assert.Equal(outcome, reply.Outcome);
        Assert.Equal(outcome == SinkOutcome.Taken, reply.Words.Length == 0);
    }

    [Fact]
    public void Waits_double_up_to_their_bound_and_chance_only_shortens_them_by_up_to_half() =>
        Gen.Select(Gen.Int[1, 2_000], Gen.Double[0, 1]).Sample((failures, chance) =>
        {
            var backOff = Notifications.BackOff;
            var (wait, whole) = (backOff.After(failures, chance), backOff.After(failures, 0));
            Assert.Equal(TimeSpan.FromSeconds(Math.Min(900, 5 * Math.Pow(2, Math.Min(failures, 50) - 1))), whole);
            Assert.InRange(wait, whole / 2, whole);
        });

    [Fact]
    public void In_no_sixty_seconds_are_more_requests_made_than_the_sink_bears() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 40_000].Array[1, 200]).Sample((most, pauses) =>
        {
            var now = new DateTimeOffset(2026, 11, 10, 9, 0, 0, TimeSpan.Zero);
            var (window, made) = (new RateWindow(most), new List<DateTimeOffset>());
            foreach (var pause in pauses)
            {
                now = window.Next(now.AddMilliseconds(pause));
                Assert.Equal(now, window.Next(now));
                window.Take(now);
                made.Add(now);
            }

            Assert.All(made, start => Assert.InRange(made.Count(m => m >= start && m < start.AddMinutes(1)), 1, most));
        });

    [Fact]
    public void A_window_knows_what_was_sent_before()
    {
        var now = new DateTimeOffset(2026, 11, 10, 9, 0, 0, TimeSpan.Zero);
        var window = new RateWindow(2, [now.AddSeconds(-10), now.AddSeconds(-50), now.AddSeconds(-70)]);
        Assert.Equal(now.AddSeconds(10), window.Next(now));
    }

    [Theory]
    [InlineData(SinkFormat.WeCom)]
    [InlineData(SinkFormat.DingTalk)]
    public void A_test_is_told_to_a_robot_in_its_own_format_and_names_the_sink_without_speaking_to_the_platform(SinkFormat format)
    {
        var text = Content(WebhookMessage.Test(format, "工作群<@all>", Notice().At), format);
        Assert.Contains("工作群＜＠all＞", text, StringComparison.Ordinal);
        Assert.Contains("无须办理", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_of_our_own_format_is_of_no_kind_of_notice()
    {
        var kind = JsonDocument.Parse(WebhookMessage.Test(SinkFormat.Json, "群", Notice().At).Body).RootElement.GetProperty("kind").GetString();
        Assert.Equal("test", kind);
        Assert.False(Enum.TryParse<NoticeKind>(kind, ignoreCase: true, out _));
    }
}
