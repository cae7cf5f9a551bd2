using System.Net;
using Microsoft.Extensions.Configuration;

namespace BlueSky.Host;

public sealed class SinkSectionTests
{
    private static Notifications.SinkAddressRules Read(params (string Name, string Value)[] settings) =>
        SinkSection.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => "Notifications:" + s.Name, s => (string?)s.Value)).Build());

    [Fact]
    public void Nothing_said_is_this_machine_and_the_public_internet_by_https()
    {
        Assert.Equal(Notifications.SinkAddressRules.Default.Check("http://localhost/x"), Read().Check("http://localhost/x"));
        Assert.Equal("private-address", Read().Check("https://10.20.0.1/x")!.Code);
        Assert.Equal("not-https", Read(("AllowHttp", "")).Check("http://example.com/x")!.Code);
    }

    [Fact]
    public void An_operator_opens_networks_and_closes_this_machine()
    {
        var rules = Read(("AllowLoopback", "false"), ("AllowHttp", "true"), ("AllowedNetworks", "10.20.0.0/16, fd00:1::/64"));
        Assert.Null(rules.Check("http://10.20.3.4/x"));
        Assert.True(rules.Allows(IPAddress.Parse("fd00:1::7")));
        Assert.Equal("loopback", rules.Check("https://localhost/x")!.Code);
    }

    [Theory]
    [InlineData("AllowHttp", "yes")]
    [InlineData("AllowedNetworks", "10.20.0.0/16,everything")]
    public void What_cannot_be_read_is_named(string name, string value) =>
        Assert.Contains($"Notifications:{name}: '", Assert.Throws<FormatException>(() => Read((name, value))).Message, StringComparison.Ordinal);
}
