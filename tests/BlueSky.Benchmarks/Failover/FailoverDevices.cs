using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BlueSky.Hj212;
using BlueSky.Simulator;
using BlueSky.Time;

namespace BlueSky.Benchmarks;

/// <summary>One packet of a device: when it was sent, and when its answer came.</summary>
/// <param name="Device">Number of the device.</param>
/// <param name="SentAt">Stopwatch timestamp.</param>
/// <param name="AnsweredAt">Stopwatch timestamp; 0 while there is no answer.</param>
internal readonly record struct FailoverPacket(int Device, long SentAt, long AnsweredAt);

/// <summary>
/// Devices behind one connection to a gateway, as behind a forwarder. Each sends a packet a second whether or not the last one was
/// answered, and sends none twice: every wait is one answer's, and what stays unanswered was withheld.
/// </summary>
internal sealed class FailoverDevices : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly IReadOnlyList<(int Number, LoadDevice Device)> _devices;
    private readonly DateTimeOffset _firstTime;
    private readonly string _day;
    private readonly Lock _gate = new();
    private readonly List<FailoverPacket> _packets = [];

    public FailoverDevices(IReadOnlyList<(int Number, LoadDevice Device)> devices, TimeProvider clock)
    {
        _devices = devices;
        _firstTime = clock.GetUtcNow().ToChina().AddSeconds(-1);
        _day = _firstTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
    }

    /// <summary>Connects and sends until cancelled.</summary>
    public async Task Run(IPEndPoint gateway, CancellationToken stop)
    {
        await _socket.ConnectAsync(gateway, stop);
        try
        {
            await Task.WhenAll(Write(stop), Read(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }

    /// <summary>Packets sent in a span of time.</summary>
    public IReadOnlyList<FailoverPacket> Sent(long from, long to)
    {
        lock (_gate) return [.. _packets.Where(p => p.SentAt >= from && p.SentAt < to)];
    }

    public void Dispose() => _socket.Dispose();

    private async Task Write(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / _devices.Count));
        for (var number = 0; await timer.WaitForNextTickAsync(stop); number++)
        {
            var (device, load) = _devices[number % _devices.Count];
            var time = _firstTime.AddSeconds(number / _devices.Count);
            var segment = string.Create(
                CultureInfo.InvariantCulture,
                $"QN={_day}{number:D9};ST=39;CN=2011;PW={load.Password};MN={load.Mn};Flag=5;CP=&&DataTime={HjTime.Format(time)};a34002-Rtd={40 + (number % 50)}.5,a34002-Flag=N&&");
            var crc = Crc16.Compute(Encoding.ASCII.GetBytes(segment));
            lock (_gate) _packets.Add(new FailoverPacket(device, Stopwatch.GetTimestamp(), 0));
            await _socket.SendAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"##{segment.Length:D4}{segment}{crc:X4}\r\n")), stop);
        }
    }

    private async Task Read(CancellationToken stop)
    {
        var buffer = new byte[64 * 1024];
        var held = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(buffer.AsMemory(held), stop);
            if (read == 0) throw new IOException("The gateway closed the connection.");
            var now = Stopwatch.GetTimestamp();
            var text = Encoding.ASCII.GetString(buffer, 0, held + read);
            var whole = text.LastIndexOf('\n') + 1;
            foreach (var line in text[..whole].Split("\r\n", StringSplitOptions.RemoveEmptyEntries)) Answered(line, now);
            held = text.Length - whole;
            Buffer.BlockCopy(buffer, whole, buffer, 0, held);
        }
    }

    private void Answered(string line, long now)
    {
        var at = line.IndexOf("QN=", StringComparison.Ordinal);
        if (at < 0 || !line.Contains("CN=9014", StringComparison.Ordinal) || line.Length < at + 20) return;
        var number = int.Parse(line.AsSpan(at + 11, 9), NumberStyles.None, CultureInfo.InvariantCulture);
        lock (_gate) _packets[number] = _packets[number] with { AnsweredAt = now };
    }
}
