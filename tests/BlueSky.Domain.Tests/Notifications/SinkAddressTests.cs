using System.Net;

namespace BlueSky.Notifications;

public sealed class SinkAddressTests
{
    [Theory]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", null)]
    [InlineData("https://8.8.8.8/hook", null)]
    [InlineData("http://127.0.0.1:9/hook", null)]
    [InlineData("https://localhost/hook", null)]
    [InlineData("http://[::1]:9/hook", null)]
    [InlineData("http://example.com/hook", "not-https")]
    [InlineData("ftp://example.com/hook", "form")]
    [InlineData("file:///etc/passwd", "form")]
    [InlineData("example.com/hook", "form")]
    [InlineData("", "form")]
    [InlineData("https://user:word@example.com/hook", "form")]
    [InlineData("https://10.0.0.1/hook", "private-address")]
    [InlineData("https://172.31.255.1/hook", "private-address")]
    [InlineData("https://192.168.1.1/hook", "private-address")]
    [InlineData("https://100.64.0.1/hook", "private-address")]
    [InlineData("https://169.254.169.254/latest/meta-data", "private-address")]
    [InlineData("https://0.0.0.0/hook", "private-address")]
    [InlineData("https://224.0.0.1/hook", "private-address")]
    [InlineData("https://[fd00::1]/hook", "private-address")]
    [InlineData("https://[fe80::1]/hook", "private-address")]
    [InlineData("https://[::ffff:10.0.0.1]/hook", "private-address")]
    [InlineData("https://[64:ff9b::a00:1]/hook", "private-address")]
    [InlineData("https://[2002:a00:1::1]/hook", "private-address")]
    [InlineData("https://0x0a000001/hook", "private-address")]
    [InlineData("https://167772161/hook", "private-address")]
    public void Sinks_are_on_the_public_internet_by_https_or_on_this_machine(string address, string? refused)
    {
        var no = SinkAddressRules.Default.Check(address);
        Assert.Equal(refused, no?.Code);
        if (no is not null) Assert.Equal("address", no.Field);
    }

    [Theory]
    [InlineData("10.20.3.4", true)]
    [InlineData("10.21.0.1", false)]
    [InlineData("::ffff:10.20.0.1", true)]
    [InlineData("8.8.8.8", true)]
    [InlineData("2400:3200::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    public void What_a_name_stands_for_is_judged_too_and_an_operator_may_open_a_network(string address, bool allowed) =>
        Assert.Equal(allowed, new SinkAddressRules(false, false, [IPNetwork.Parse("10.20.0.0/16")]).Allows(IPAddress.Parse(address)));

    [Fact]
    public void An_operator_may_close_this_machine_and_open_plain_http()
    {
        Assert.Equal("loopback", new SinkAddressRules(false, true, []).Check("http://localhost:9/x")!.Code);
        Assert.Null(new SinkAddressRules(false, true, []).Check("http://example.com/x"));
    }

    [Theory]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret", "https://qyapi.weixin.qq.com/…")]
    [InlineData("https://oapi.dingtalk.com/robot/send?access_token=secret", "https://oapi.dingtalk.com/…")]
    [InlineData("https://hooks.example.com:8443/secret", "https://hooks.example.com:8443/…")]
    [InlineData("https://hooks.example.com", "https://hooks.example.com")]
    public void The_secret_part_of_an_address_is_never_shown(string address, string shown) => Assert.Equal(shown, SinkAddress.Shown(address));
}
