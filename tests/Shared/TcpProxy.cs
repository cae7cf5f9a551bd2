using System.Net;
using System.Net.Sockets;

namespace BlueSky.Testing;

/// <summary>What a <see cref="TcpProxy"/> does with what passes through it.</summary>
public enum Passage
{
    /// <summary>Everything passes.</summary>
    Open,

    /// <summary>Connections are reset, and new ones as soon as they are made: the other side is gone and says so.</summary>
    Cut,

    /// <summary>Connections stay, bytes wait, in both directions, until the passage is open again: a broken line that nobody notices.</summary>
    Held,

    /// <summary>Requests pass, answers wait: what was asked for happens, and who asked does not learn it.</summary>
    AnswersHeld,
}

/// <summary>
/// A TCP proxy on loopback whose line a test can cut, hold or slow down while it runs. With several targets it takes them in turn and
/// passes over those that refuse, as a load balancer does.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private const int BufferBytes = 32 * 1024;

    private readonly EndPoint[] _targets;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly List<Task> _lines = [];
    private TaskCompletionSource _changed = New();
    private Passage _passage;
    private long _delayTicks;
    private int _turn;

    /// <summary>Opens it in front of <paramref name="targets"/>, at least one, which need not be there yet.</summary>
    public TcpProxy(params EndPoint[] targets)
    {
        _targets = targets;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = Accept();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>What passes; may be changed at any time.</summary>
    public Passage Passage
    {
        get
        {
            lock (_gate) return _passage;
        }

        set
        {
            TaskCompletionSource former;
            lock (_gate)
            {
                _passage = value;
                (former, _changed) = (_changed, New());
                if (value == Passage.Cut)
                {
                    foreach (var socket in _sockets) Reset(socket);
                    _sockets.Clear();
                }
            }

            former.TrySetResult();
        }
    }

    /// <summary>How much later everything arrives, each way; zero for at once.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Passage = Passage.Cut;
        await _accepting;
        Task[] lines;
        lock (_gate) lines = [.. _lines];
        await Task.WhenAll(lines);
        _stop.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Without lingering the other side gets a reset, as from a machine that knows nothing of the connection.
    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    private async Task Accept()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket incoming;
            try
            {
                incoming = await _listener.AcceptAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The one who came was gone again before he was let in.
                continue;
            }

            lock (_gate)
            {
                _lines.RemoveAll(line => line.IsCompleted);
                _lines.Add(Serve(incoming));
            }
        }
    }

    private async Task Serve(Socket incoming)
    {
        await Task.Yield();
        if (!Enter(incoming)) return;
        try
        {
            if (await Connect() is not { } outgoing || !Enter(outgoing))
            {
                lock (_gate)
                {
                    if (_sockets.Remove(incoming)) Reset(incoming);
                }

                return;
            }

            incoming.NoDelay = true;
            if (outgoing.ProtocolType == ProtocolType.Tcp) outgoing.NoDelay = true;
            await Task.WhenAny(Pump(incoming, outgoing, isAnswer: false), Pump(outgoing, incoming, isAnswer: true));
            Leave(incoming);
            Leave(outgoing);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            Leave(incoming);
        }
    }

    private bool Enter(Socket socket)
    {
        lock (_gate)
        {
            if (_passage != Passage.Cut)
            {
                _sockets.Add(socket);
                return true;
            }
        }

        Reset(socket);
        return false;
    }

    private void Leave(Socket socket)
    {
        lock (_gate)
        {
            if (_sockets.Remove(socket)) socket.Dispose();
        }
    }

    private async Task<Socket?> Connect()
    {
        var first = Interlocked.Increment(ref _turn);
        for (var i = 0; i < _targets.Length; i++)
        {
            var target = _targets[(first + i) % _targets.Length];
            var isTcp = target is IPEndPoint;
            var socket = new Socket(target.AddressFamily, SocketType.Stream, isTcp ? ProtocolType.Tcp : ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(target, _stop.Token);
                return socket;
            }
            catch (SocketException)
            {
                // Refused: the next target, or in the end a reset for who came.
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        return null;
    }

    /// <summary>Carries one direction until it ends or breaks; the end of one direction ends the line.</summary>
    private async Task Pump(Socket from, Socket to, bool isAnswer)
    {
        try
        {
            var buffer = new byte[BufferBytes];
            while (await from.ReceiveAsync(buffer, _stop.Token) is var count and > 0)
            {
                if (Delay is { Ticks: > 0 } delay) await Task.Delay(delay, _stop.Token);
                await UntilItPasses(isAnswer);
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The line is broken, by a test or by one of its ends; both ends learn it from the reset.
        }
    }

    private async Task UntilItPasses(bool isAnswer)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_passage != Passage.Held && !(isAnswer && _passage == Passage.AnswersHeld)) return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(_stop.Token);
        }
    }
}
