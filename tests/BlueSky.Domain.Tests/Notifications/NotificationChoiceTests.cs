using BlueSky.Assessment;

namespace BlueSky.Notifications;

public sealed class NotificationChoiceTests
{
    private static readonly SinkSettings Open = new()
    {
        Name = "兰山街道工作群", Format = SinkFormat.WeCom, Address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", Units = ["371302001"], IsOpenToChoice = true,
    };

    private static string? Try(NotificationChoice choice, SinkSettings? sink = null, string unit = "371302001") =>
        NotificationChoice.Check(choice, unit, new Dictionary<string, SinkSettings> { ["group"] = sink ?? Open })?.Code;

    private static NotificationChoice Sending(params NoticeKind[] kinds) => new([], [new SinkChoice("group", kinds)]);

    [Fact]
    public void What_asks_something_of_the_unit_cannot_be_hidden_the_rest_can()
    {
        foreach (var kind in Enum.GetValues<NoticeKind>())
            Assert.Equal(kind.IsDuty() ? "duty" : null, Try(new NotificationChoice([kind], [])));
    }

    [Fact]
    public void A_person_chooses_kinds_for_open_sinks_of_the_own_unit()
    {
        Assert.Null(Try(Sending(NoticeKind.Closed)));
        Assert.Null(Try(Sending(NoticeKind.Closed), Open with { Units = [] }));
        Assert.Equal("other-unit", Try(Sending(NoticeKind.Closed), unit: "371302002"));
        Assert.Equal("not-open", Try(Sending(NoticeKind.Closed), Open with { IsOpenToChoice = false }));
        Assert.Equal("kinds", Try(Sending()));
        Assert.Equal("kinds", Try(Sending((NoticeKind)99)));
        Assert.Equal("unknown-sink", Try(new NotificationChoice([], [new SinkChoice("other", [NoticeKind.Closed])])));
        Assert.Equal("twice", Try(new NotificationChoice([], [new SinkChoice("group", [NoticeKind.Closed]), new SinkChoice("group", [NoticeKind.Merged])])));
        Assert.Equal("unknown-kind", Try(new NotificationChoice([(NoticeKind)99], [])));
    }

    [Theory]
    [InlineData(SinkFormat.WeCom, "", null)]
    [InlineData(SinkFormat.WeCom, "secret", "no-secret")]
    [InlineData(SinkFormat.DingTalk, "", null)]
    [InlineData(SinkFormat.DingTalk, "SECabc", null)]
    [InlineData(SinkFormat.Json, "short", "short-secret")]
    [InlineData(SinkFormat.Json, "0123456789abcdef", null)]
    [InlineData(SinkFormat.Json, "0123456789abcdef\n", "bad-secret")]
    [InlineData((SinkFormat)9, "", "format")]
    public void A_secret_fits_the_format(SinkFormat format, string secret, string? refused) =>
        Assert.Equal(refused, SinkSettings.Check(Open with { Format = format }, secret, _ => true, SinkAddressRules.Default)?.Code);

    [Fact]
    public void Settings_name_the_field_at_fault()
    {
        string Field(SinkSettings settings) => SinkSettings.Check(settings, "", u => u == "371302001", SinkAddressRules.Default)!.Field;
        Assert.Equal("name", Field(Open with { Name = " " }));
        Assert.Equal("address", Field(Open with { Address = "https://10.0.0.1/x" }));
        Assert.Equal("units", Field(Open with { Units = ["nowhere"] }));
        Assert.Equal("kinds", Field(Open with { Kinds = [(NoticeKind)99] }));
        Assert.Equal("perMinute", Field(Open with { PerMinute = 0 }));
    }

    [Fact]
    public void A_sink_never_gets_more_than_its_format_bears()
    {
        var limits = ViolationNoticesTests.Notifications.Formats[SinkFormat.WeCom];
        Assert.Equal((20, 5, 20), (Open.RateBy(limits), (Open with { PerMinute = 5 }).RateBy(limits), (Open with { PerMinute = 100 }).RateBy(limits)));
    }

    [Theory]
    [InlineData("\"keepDays\"", "\"keepDay\"", "keepDay")]
    [InlineData("\"value\": 180", "\"value\": 0", "keepDays")]
    [InlineData("\"value\": 900", "\"value\": 1", "longestWaitSeconds")]
    [InlineData("\"mostBytes\": 65536, \"mostNotices\": 1", "\"mostBytes\": 65536, \"mostNotices\": 2", "json")]
    [InlineData("\"perMinute\": 120, ", "", "perMinute")]
    public void A_policy_that_cannot_be_used_names_the_field(string from, string to, string field)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seeds", "notifications", "notifications.json"));
        Assert.Contains(from, text, StringComparison.Ordinal);
        var fault = Assert.Throws<PolicyException>(() => NotificationPolicyFile.Parse(text.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(field, fault.Message, StringComparison.Ordinal);
    }
}
