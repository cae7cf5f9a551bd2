using System.CommandLine;
using System.Net;

namespace BlueSky.Host.Commands;

public sealed class NodeArgumentsTests
{
    [Fact]
    public void Without_words_a_node_is_all_roles_on_loopback_and_answers_health_on_its_web_port()
    {
        var node = Read();
        Assert.Equal((Roles.All, "127.0.0.1", 9212, 11111, 30000), (node.Roles, node.GatewayAddress, node.GatewayPort, node.SiloPort, node.SiloGatewayPort));
        Assert.Equal(("bluesky", "bluesky"), (node.ClusterId, node.ServiceId));
        Assert.Null(node.Health);
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("gateway")]
    [InlineData("silo,gateway")]
    [InlineData("web")]
    public void A_node_of_some_roles_is_refused_without_PostgreSQL_and_told_the_variable(string roles)
    {
        var refused = Assert.Throws<FormatException>(() => Read("--roles", roles));
        Assert.Contains("BLUESKY_POSTGRES", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--roles", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silo_announces_a_name_of_its_machine_as_a_number()
    {
        var node = Read("--silo", "localhost:1:2");
        Assert.Equal(("127.0.0.1", 1, 2), (node.SiloAddress, node.SiloPort, node.SiloGatewayPort));
    }

    [Theory]
    [InlineData("--silo", "0.0.0.0:1:2")]
    [InlineData("--silo", "127.0.0.1:1")]
    [InlineData("--silo", "127.0.0.1:1:99999")]
    [InlineData("--silo", "no such host:1:2")]
    [InlineData("--gateway", "localhost:1")]
    [InlineData("--health", "5081")]
    [InlineData("--web", "https://127.0.0.1:1")]
    [InlineData("--cluster", "two words")]
    [InlineData("--service", "二")]
    [InlineData("--register", "load:0")]
    [InlineData("--register", "load:1000001")]
    [InlineData("--register", "load:5:6")]
    [InlineData("--register", "load:5:1:1")]
    [InlineData("--roles", "silo,boss")]
    public void A_word_that_cannot_be_is_refused_by_its_name(string option, string value) =>
        Assert.StartsWith(option, Assert.Throws<FormatException>(() => Read(option, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void Health_gets_a_port_of_its_own_when_asked() =>
        Assert.Equal(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 8081), Read("--health", "10.0.0.1:8081").Health);

    private static NodeOptions Read(params string[] words)
    {
        var command = new Command("serve");
        NodeArguments.Add(command, isDemo: false);
        return NodeArguments.Read(command.Parse(words), isDemo: false);
    }
}
