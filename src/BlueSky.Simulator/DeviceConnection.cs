using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using BlueSky.Districts;
using BlueSky.Hj212;

namespace BlueSky.Simulator;

/// <summary>
/// The wire of one or several devices: connects, connects again when it breaks, ticks the devices, hands them what arrives and writes what
/// they say through the faults. Devices and faults are touched only under the gate.
/// </summary>
internal sealed class DeviceConnection
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private readonly EndPoint _gateway;
    private readonly VirtualDevice[] _devices;
    private readonly Dictionary<string, VirtualDevice> _byMn;
    private readonly Dictionary<string, ReadOnlyMemory<byte>[]> _keys;
    private readonly SimulationCounters _counters;
    private readonly TimeProvider _time;
    private readonly SeededRandom _random;
    private readonly Lock _gate = new();

    internal DeviceConnection(
        EndPoint gateway, IReadOnlyList<SimulatedDevice> registered, VirtualDevice[] devices, FaultInjector faults, SimulationCounters counters, TimeProvider time)
    {
        _gateway = gateway;
        _devices = devices;
        _byMn = devices.ToDictionary(d => d.Mn, StringComparer.Ordinal);
        _keys = registered.Where(d => d.Sm4Key is not null).ToDictionary(d => d.Mn, d => new ReadOnlyMemory<byte>[] { d.Sm4Key! }, StringComparer.Ordinal);
        Faults = faults;
        _counters = counters;
        _time = time;
        _random = new SeededRandom(0, "retry:" + devices[0].Mn);
    }

    internal FaultInjector Faults { get; }

    internal int Pending
    {
        get
        {
            lock (_gate) return _devices.Sum(d => d.Fresh + d.Stored + d.Waits);
        }
    }

    internal async Task Run(CancellationToken cancellation)
    {
        var failures = 0;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(_gateway, cancellation);
                failures = 0;
                _counters.CountConnection();
                await Serve(socket, cancellation);
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                failures++;
                _counters.CountFailedConnection();
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }

            try
            {
                // Half a second to about five, each connection its own: a restarted gateway must not meet all at once.
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(5, 0.5 * (failures + 1)) * (0.5 + (_random.NextDouble() / 2))), _time, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task Serve(Socket socket, CancellationToken cancellation)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var outgoing = Channel.CreateUnbounded<WireWrite>(new UnboundedChannelOptions { SingleReader = true });
        lock (_gate)
        {
            foreach (var device in _devices) device.Connected(_time.GetUtcNow());
        }

        Task[] loops = [Read(stream, outgoing.Writer, stop.Token), Beat(outgoing.Writer, stop.Token), Write(stream, outgoing.Reader, stop.Token)];
        await Task.WhenAny(loops);
        await stop.CancelAsync();
        try
        {
            await Task.WhenAll(loops);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // The connection ended, by us or by the other side: the devices keep what was not answered, below.
        }
        finally
        {
            lock (_gate)
            {
                Faults.Reset();
                foreach (var device in _devices) device.Disconnected();
            }
        }
    }

    private async Task Beat(ChannelWriter<WireWrite> outgoing, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, _time);
        do
        {
            lock (_gate)
            {
                var sent = false;
                foreach (var device in _devices) sent |= Send(device.Poll(_time.GetUtcNow()), outgoing);
                if (!sent) Push(Faults.Flush(), outgoing);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private async Task Read(NetworkStream stream, ChannelWriter<WireWrite> outgoing, CancellationToken cancellation)
    {
        var input = PipeReader.Create(stream);
        var frames = new FrameReader();
        while (true)
        {
            var result = await input.ReadAsync(cancellation);
            var buffer = result.Buffer;
            Take(frames, ref buffer, outgoing);
            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) return;
        }
    }

    private void Take(FrameReader frames, ref ReadOnlySequence<byte> buffer, ChannelWriter<WireWrite> outgoing)
    {
        FrameStep step;
        while ((step = frames.TryRead(ref buffer, complete: false, out var frame, out _)) != FrameStep.NeedMore)
        {
            if (step != FrameStep.Frame) continue;   // a device passes over what it cannot read
            var keys = _keys.GetValueOrDefault(Encoding.ASCII.GetString(new PacketReader(frame).Mn), []);
            if (!Sm4Codec.TryDecrypt(frame, keys, out var plain)) continue;
            var packet = Packet.Parse(plain);
            lock (_gate)
            {
                // Answers of the 2005 form carry no MN; the QN says whose they are.
                foreach (var device in packet.Mn is null ? _devices : _byMn.TryGetValue(packet.Mn, out var one) ? [one] : [])
                {
                    var now = _time.GetUtcNow();
                    Send(device.Receive(packet, now), outgoing);
                    Send(device.Poll(now), outgoing);
                }
            }
        }
    }

    private bool Send(IReadOnlyList<byte[]> frames, ChannelWriter<WireWrite> outgoing)
    {
        foreach (var frame in frames) Push(Faults.Apply(frame), outgoing);
        return frames.Count > 0;
    }

    private static void Push(IReadOnlyList<WireWrite> writes, ChannelWriter<WireWrite> outgoing)
    {
        foreach (var write in writes) outgoing.TryWrite(write);
    }

    /// <summary>Writes until told to cut the connection.</summary>
    private static async Task Write(NetworkStream stream, ChannelReader<WireWrite> outgoing, CancellationToken cancellation)
    {
        await foreach (var write in outgoing.ReadAllAsync(cancellation))
        {
            await stream.WriteAsync(write.Bytes, cancellation);
            if (write.ThenDisconnect) return;
        }
    }
}
