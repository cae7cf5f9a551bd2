using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using BlueSky.Testing;
using BlueSky.Time;

namespace BlueSky.Processes;

/// <summary>The roles as processes of their own, started in the wrong order on an empty database.</summary>
public sealed class RolesTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_gateway_that_starts_before_any_silo_waits_says_why_and_then_answers_a_packet()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var database = await postgres.NewDatabase();
        var data = Directory.CreateTempSubdirectory("bluesky-roles-").FullName;
        try
        {
            await using var gateway = new NodeProcess(data, database, "--roles", "gateway");
            await using var silo = new NodeProcess(data, database, "--roles", "silo", "--register", "load:1");
            var waiting = gateway.Start(cancellation);
            var early = await Until.Seen("The gateway says what it waits for", Patience, () => Ready(gateway), r => r.Text.Contains("no silo", StringComparison.Ordinal), r => r.Text);
            Assert.Equal(503, early.Code);
            Assert.False(waiting.IsCompleted);

            await silo.Start(cancellation);
            await waiting;
            await Until.Seen("The gateway is ready", Patience, () => Ready(gateway), r => r.Code == 200, r => r.Text);
            await Until.Seen("The silo is ready", Patience, () => Ready(silo), r => r.Code == 200, r => r.Text);
            Assert.Contains("CN=9014", await Ask(gateway, cancellation), StringComparison.Ordinal);

            Assert.Equal(0, await gateway.Stop());
            Assert.Equal(0, await silo.Stop());
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_role_alone_without_PostgreSQL_is_refused_in_words()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bluesky.dll"), "serve", "--roles", "silo"]) { RedirectStandardError = true };
        start.Environment["BLUESKY_POSTGRES"] = "";
        using var process = Process.Start(start)!;
        var words = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains("BLUESKY_POSTGRES", words, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Text)> Ready(NodeProcess node)
    {
        try
        {
            using var answer = await node.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException e)
        {
            return (0, e.Message); // the port is not open yet
        }
    }

    /// <summary>Sends the one device's packet and gives the first answer.</summary>
    private static async Task<string> Ask(NodeProcess gateway, CancellationToken cancellation)
    {
        var time = gateway.Clock.GetUtcNow().ToChina();
        var segment = FormattableString.Invariant(
            $"QN={time:yyyyMMddHHmmssfff};ST=39;CN=2011;PW=100000;MN=DF3713023900000000000001;Flag=5;CP=&&DataTime={time:yyyyMMddHHmmss};a34002-Rtd=61.5,a34002-Flag=N&&");
        var crc = Hj212.Crc16.Compute(Encoding.ASCII.GetBytes(segment));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(gateway.Gateway, cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes(FormattableString.Invariant($"##{segment.Length:D4}{segment}{crc:X4}\r\n")), cancellation);
        var buffer = new byte[4096];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        var read = await socket.ReceiveAsync(buffer, limit.Token);
        return Encoding.ASCII.GetString(buffer, 0, read);
    }
}
