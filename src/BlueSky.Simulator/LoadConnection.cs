using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using BlueSky.Hj212;

namespace BlueSky.Simulator;

/// <summary>
/// One connection of the load generator. One thread gives it turns: read the answers that have come, send the packets that are
/// due. A turn never waits, so a gateway that stops reading here holds up no other connection.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private const int RingSize = 1 << 16;
    private const int MostPerTurn = 128;
    private const int SendBuffer = 64 * 1024;
    private readonly Socket _socket;
    private readonly LoadPlan _plan;
    private readonly int[] _indexes;
    private readonly byte[][] _mns;
    private readonly byte[][] _passwords;
    private readonly LoadPacket _packet;
    private readonly double _rate;
    private readonly double _warmUpRate;
    private readonly long _warmUpPackets;
    private readonly int _window;
    private readonly DateTimeOffset _first;
    private readonly LatencyHistogram _latency;
    private readonly FrameReader _frames = new();
    private readonly long[] _sentAt = new long[RingSize];   // by packet number; 0: answered or given up
    private readonly byte[] _outgoing;
    private byte[] _incoming = new byte[16_384];
    private int _outgoingFrom;
    private int _outgoingTo;
    private int _incomingCount;
    private long _open;
    private long _oldest;
    private long _timeOfRound = -1;
    private byte[] _timeText = [];

    private LoadConnection(Socket socket, LoadPlan plan, int[] indexes, double rate, int window, DateTimeOffset first, string day, LatencyHistogram latency)
    {
        _socket = socket;
        _plan = plan;
        _indexes = indexes;
        _mns = Array.ConvertAll(indexes, i => Encoding.ASCII.GetBytes(plan.Devices[i].Mn));
        _passwords = Array.ConvertAll(indexes, i => Encoding.ASCII.GetBytes(plan.Devices[i].Password));
        _packet = new LoadPacket(_mns[0].Length, day);
        _outgoing = new byte[MostPerTurn * _packet.Length];
        _rate = rate;
        _warmUpRate = plan.WarmUpRate * indexes.Length / plan.Devices.Count;
        _warmUpPackets = (long)(plan.WarmUp.TotalSeconds * _warmUpRate);
        _window = Math.Min(window, RingSize / 2);
        _first = first;
        _latency = latency;
    }

    /// <summary>Packets sent, those of the warm-up too.</summary>
    internal long Sent { get; private set; }

    /// <summary>Packets sent after the warm-up.</summary>
    internal long Measured => Math.Max(0, Sent - _warmUpPackets);

    /// <summary>Packets sent after the warm-up and answered.</summary>
    internal long Answered { get; private set; }

    internal long LastAnswerAt { get; private set; }

    /// <summary>Time of the newest data sent.</summary>
    internal DateTimeOffset LastDataTime => _first.AddSeconds(Math.Max(0, Sent - 1) / _indexes.Length);

    internal static async Task<LoadConnection> Open(
        LoadPlan plan, int[] indexes, double rate, int window, DateTimeOffset first, string day, LatencyHistogram latency, CancellationToken cancellation)
    {
        // A device keeps what it could not send; megabytes in the system's buffer would count as sent and wait there.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SendBuffer };
        try
        {
            await socket.ConnectAsync(plan.Gateway, cancellation);
            socket.Blocking = false;
            return new LoadConnection(socket, plan, indexes, rate, window, first, day, latency);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads and sends what there is. False when the load is over and every packet answered or given up.</summary>
    /// <param name="elapsed">Since the load began.</param>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="IOException">The gateway closed it.</exception>
    internal bool Turn(TimeSpan elapsed)
    {
        Read();
        ForgetLost();
        if (elapsed >= _plan.WarmUp + _plan.Duration && _outgoingFrom == _outgoingTo) return _open > 0;
        Compose(elapsed);
        Send();
        return true;
    }

    private void Compose(TimeSpan elapsed)
    {
        // What the socket did not take the last time goes first.
        if (_outgoingFrom < _outgoingTo || elapsed >= _plan.WarmUp + _plan.Duration) return;
        var count = Math.Min(Math.Min(Due(elapsed), MostPerTurn), _window - _open);
        (_outgoingFrom, _outgoingTo) = (0, 0);
        var now = Stopwatch.GetTimestamp();
        for (; count > 0; count--, _outgoingTo += _packet.Length)
        {
            var (device, round) = ((int)(Sent % _mns.Length), Sent / _mns.Length);
            _packet.Write(Sent, _mns[device], _passwords[device], DataTime(round), _outgoing.AsSpan(_outgoingTo));
            _sentAt[Sent % RingSize] = now;
            Sent++;
            _open++;
        }
    }

    private long Due(TimeSpan elapsed)
    {
        if (elapsed < _plan.WarmUp) return Math.Min((long)(elapsed.TotalSeconds * _warmUpRate), _warmUpPackets) - Sent;
        if (_rate <= 0) return MostPerTurn;
        return _warmUpPackets + (long)((elapsed - _plan.WarmUp).TotalSeconds * _rate) - Sent;
    }

    private void Send()
    {
        if (_outgoingFrom == _outgoingTo) return;
        var sent = _socket.Send(_outgoing.AsSpan(_outgoingFrom.._outgoingTo), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return;
        if (error != SocketError.Success) throw new SocketException((int)error);
        _outgoingFrom += sent;
    }

    private byte[] DataTime(long round)
    {
        if (round == _timeOfRound) return _timeText;
        (_timeOfRound, _timeText) = (round, Encoding.ASCII.GetBytes(HjTime.Format(_first.AddSeconds(round))));
        return _timeText;
    }

    private void ForgetLost()
    {
        for (; _oldest < Sent; _oldest++)
        {
            ref var slot = ref _sentAt[_oldest % RingSize];
            if (slot == 0) continue;
            if (Stopwatch.GetElapsedTime(slot) < _plan.AnswerTimeout && Sent - _oldest < RingSize - MostPerTurn) return;
            slot = 0;
            _open--;
        }
    }

    private void Read()
    {
        while (true)
        {
            if (_incomingCount == _incoming.Length) Array.Resize(ref _incoming, 2 * _incoming.Length);
            var room = _incoming.AsSpan(_incomingCount);
            var count = _socket.Receive(room, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return;
            if (error != SocketError.Success) throw new SocketException((int)error);
            if (count == 0) throw new IOException("The gateway closed the connection.");
            _incomingCount += count;
            TakeAnswers();
            if (count < room.Length) return;
        }
    }

    private void TakeAnswers()
    {
        var now = Stopwatch.GetTimestamp();
        var buffer = new System.Buffers.ReadOnlySequence<byte>(_incoming, 0, _incomingCount);
        FrameStep step;
        while ((step = _frames.TryRead(ref buffer, false, out var frame, out _)) != FrameStep.NeedMore)
        {
            if (step == FrameStep.Frame) Take(new PacketReader(frame), now);
        }

        var left = (int)buffer.Length;
        _incoming.AsSpan(_incomingCount - left, left).CopyTo(_incoming);
        _incomingCount = left;
    }

    private void Take(in PacketReader packet, long now)
    {
        if (packet.CommandNumber != 9014) return;
        var number = LoadPacket.NumberOf(packet.Qn);
        if (number < 0) return;
        ref var slot = ref _sentAt[number % RingSize];
        if (slot == 0) return;   // answered before, or given up
        var waited = Stopwatch.GetElapsedTime(slot, now);
        slot = 0;
        _open--;
        if (!IsMeasured(number)) return;
        _latency.Record(waited);
        LastAnswerAt = now;
        Answered++;
        _plan.Answered?.Invoke(_indexes[number % _indexes.Length], _first.AddSeconds(number / _indexes.Length));
    }

    // A QN holds nine digits of the number; that is more than a connection sends.
    private bool IsMeasured(long number) => number >= _warmUpPackets;

    public void Dispose() => _socket.Dispose();
}
