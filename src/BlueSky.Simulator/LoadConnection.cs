using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using BlueSky.Hj212;

namespace BlueSky.Simulator;

/// <summary>
/// One connection of the load generator: one task writes, one reads. They share a ring of send times, indexed by packet number; who takes
/// a time out of it (exchanges it for 0) decides that packet: the reader as answered, the writer as lost.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private const int RingSize = 1 << 16;
    private const int MostPerWrite = 64;
    private readonly Socket _socket;
    private readonly LoadPlan _plan;
    private readonly byte[][] _mns;
    private readonly byte[][] _passwords;
    private readonly LoadPacket _packet;
    private readonly double _rate;
    private readonly int _window;
    private readonly DateTimeOffset _first;
    private readonly LatencyHistogram _latency;
    private readonly long[] _sentAt = new long[RingSize];
    private long _sent;
    private long _answered;
    private long _lost;
    private long _oldest;
    private long _lastAnswerAt;
    private long _timeOfRound = -1;
    private byte[] _timeText = [];

    private LoadConnection(Socket socket, LoadPlan plan, List<LoadDevice> devices, double rate, int window, DateTimeOffset first, string day, LatencyHistogram latency)
    {
        _socket = socket;
        _plan = plan;
        _mns = [.. devices.Select(d => Encoding.ASCII.GetBytes(d.Mn))];
        _passwords = [.. devices.Select(d => Encoding.ASCII.GetBytes(d.Password))];
        _packet = new LoadPacket(devices[0].Mn.Length, day);
        _rate = rate;
        _window = Math.Min(window, RingSize / 2);
        _first = first;
        _latency = latency;
    }

    internal long Sent => Volatile.Read(ref _sent);

    internal long Answered => Volatile.Read(ref _answered);

    internal long LastAnswerAt => Volatile.Read(ref _lastAnswerAt);

    internal static async Task<LoadConnection> Open(
        LoadPlan plan, List<LoadDevice> devices, double rate, int window, DateTimeOffset first, string day, LatencyHistogram latency, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(plan.Gateway, cancellation);
            return new LoadConnection(socket, plan, devices, rate, window, first, day, latency);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal async Task Run(long start, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Read(stop.Token);
        try
        {
            await Write(start, reading, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
        }

        try
        {
            await reading;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // All is answered or lost: the reader was only stopped.
        }
    }

    private async Task Write(long start, Task reading, CancellationToken cancellation)
    {
        var buffer = new byte[MostPerWrite * _packet.Length];
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (true)
        {
            var elapsed = Stopwatch.GetElapsedTime(start);
            var isOver = elapsed >= _plan.Duration;
            ForgetLost();
            var open = (int)(_sent - Answered - _lost);
            if (isOver && open == 0) return;
            var due = isOver ? 0 : _rate <= 0 ? MostPerWrite : (long)(elapsed.TotalSeconds * _rate) - _sent;
            var count = (int)Math.Min(Math.Min(due, MostPerWrite), _window - open);
            if (count <= 0)
            {
                if (reading.IsCompleted) await reading;   // the gateway hung up: its reason, or none
                if (reading.IsCompleted) throw new IOException("The gateway closed the connection.");
                await timer.WaitForNextTickAsync(cancellation);
                continue;
            }

            var at = 0;
            for (var i = 0; i < count; i++, at += _packet.Length)
            {
                var (device, round) = ((int)(_sent % _mns.Length), _sent / _mns.Length);
                _packet.Write(_sent, _mns[device], _passwords[device], DataTime(round), buffer.AsSpan(at));
                Volatile.Write(ref _sentAt[_sent % RingSize], Stopwatch.GetTimestamp());
                _sent++;
            }

            await _socket.SendAsync(buffer.AsMemory(0, at), cancellation);
        }
    }

    private byte[] DataTime(long round)
    {
        if (round == _timeOfRound) return _timeText;
        (_timeOfRound, _timeText) = (round, Encoding.ASCII.GetBytes(HjTime.Format(_first.AddSeconds(round))));
        return _timeText;
    }

    private void ForgetLost()
    {
        for (; _oldest < _sent; _oldest++)
        {
            ref var slot = ref _sentAt[_oldest % RingSize];
            var sentAt = Volatile.Read(ref slot);
            if (sentAt == 0) continue;
            if (Stopwatch.GetElapsedTime(sentAt) < _plan.AnswerTimeout && _sent - _oldest < RingSize - MostPerWrite) return;
            if (Interlocked.Exchange(ref slot, 0) != 0) _lost++;
        }
    }

    private async Task Read(CancellationToken cancellation)
    {
        await using var stream = new NetworkStream(_socket, ownsSocket: false);
        var input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 65_536));
        var frames = new FrameReader();
        while (true)
        {
            var result = await input.ReadAsync(cancellation);
            var buffer = result.Buffer;
            var now = Stopwatch.GetTimestamp();
            FrameStep step;
            while ((step = frames.TryRead(ref buffer, false, out var frame, out _)) != FrameStep.NeedMore)
            {
                if (step == FrameStep.Frame) Take(new PacketReader(frame), now);
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) return;
        }
    }

    private void Take(in PacketReader packet, long now)
    {
        if (packet.CommandNumber != 9014) return;
        var number = LoadPacket.NumberOf(packet.Qn);
        if (number < 0) return;
        var sentAt = Interlocked.Exchange(ref _sentAt[number % RingSize], 0);
        if (sentAt == 0) return;   // answered before, or counted as lost
        _latency.Record(Stopwatch.GetElapsedTime(sentAt, now));
        Volatile.Write(ref _lastAnswerAt, now);
        Volatile.Write(ref _answered, _answered + 1);
    }

    public void Dispose() => _socket.Dispose();
}
