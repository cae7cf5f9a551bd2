using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BlueSky.Hj212;

namespace BlueSky.Gateway;

/// <summary>A device for tests: sends bytes, reads frames.</summary>
internal sealed class DeviceClient : IAsyncDisposable
{
    private readonly TcpClient _tcp;
    private readonly PipeReader _input;
    private readonly FrameReader _frames = new();

    private DeviceClient(TcpClient tcp) => (_tcp, _input) = (tcp, PipeReader.Create(tcp.GetStream()));

    public static async Task<DeviceClient> Connect(IPEndPoint to)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(to, TestContext.Current.CancellationToken);
        return new DeviceClient(tcp);
    }

    /// <summary>Puts head, checksum and CRLF around a segment.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> segment, ushort? crc = null, string length = "")
    {
        if (length.Length == 0) length = segment.Length.ToString("D4", CultureInfo.InvariantCulture);
        var tail = (crc ?? Crc16.Compute(segment)).ToString("X4", CultureInfo.InvariantCulture);
        return [.. "##"u8, .. Encoding.ASCII.GetBytes(length), .. segment, .. Encoding.ASCII.GetBytes(tail), .. "\r\n"u8];
    }

    public static byte[] Frame(string segment) => Frame(Encoding.UTF8.GetBytes(segment));

    /// <summary>An upload of 2017 that wants an answer.</summary>
    public static string Upload(
        DateTimeOffset at, string mn, string items = "a34002-Rtd=80.5,a34002-Flag=N", string cn = "2011", string pw = "123456",
        int flag = 5, string? qn = null) =>
        $"QN={qn ?? HjTime.FormatQn(at)};ST=39;CN={cn};PW={pw};MN={mn};Flag={flag};CP=&&DataTime={HjTime.Format(at)};{items}&&";

    public async Task Send(byte[] bytes) => await _tcp.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);

    public Task Send(string segment) => Send(Frame(segment));

    /// <summary>The next frame's segment; null when the gateway has closed.</summary>
    public async Task<string?> Receive()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            ReadResult result;
            try
            {
                result = await _input.ReadAsync(patience.Token);
            }
            catch (IOException)
            {
                return null; // closed with bytes of ours unread
            }

            var buffer = result.Buffer;
            var step = _frames.TryRead(ref buffer, result.IsCompleted, out var frame, out _);
            var segment = step == FrameStep.Frame ? Encoding.UTF8.GetString(frame.Segment.Span) : null;
            _input.AdvanceTo(buffer.Start, segment is null ? buffer.End : buffer.Start);
            if (segment is not null || result.IsCompleted) return segment;
        }
    }

    /// <summary>The next frame answers the packet with this QN by this command.</summary>
    public async Task Expect(string qn, string cn = "9014")
    {
        var segment = await Receive();
        Assert.NotNull(segment);
        Assert.Contains($"QN={qn};", segment);
        Assert.Contains($"CN={cn};", segment);
    }

    public async Task ExpectClosed() => Assert.Null(await Receive());

    /// <summary>True when the gateway has sent something that was not received yet.</summary>
    public bool HasBytes => _tcp.Available > 0;

    /// <summary>No more bytes will come from the device.</summary>
    public void FinishSending() => _tcp.Client.Shutdown(SocketShutdown.Send);

    public async ValueTask DisposeAsync()
    {
        await _input.CompleteAsync();
        _tcp.Dispose();
    }
}
