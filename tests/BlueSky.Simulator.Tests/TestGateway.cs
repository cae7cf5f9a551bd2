using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using BlueSky.Hj212;

namespace BlueSky.Simulator;

/// <summary>A gateway for tests: reads frames, remembers packets, answers those that the test wants answered.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Socket> _speakers = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly Lock _gate = new();
    private readonly List<Packet> _received = [];
    private readonly Func<Packet, bool> _answers;
    private readonly Task _accepting;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TestGateway(Func<Packet, bool>? answers = null)
    {
        _answers = answers ?? (_ => true);
        _listener.Start();
        _accepting = Accept();
    }

    internal EndPoint Address => _listener.LocalEndpoint;

    internal int Faults { get; private set; }

    internal int Accepted => _sockets.Count;

    internal List<Packet> Received
    {
        get
        {
            lock (_gate) return [.. _received];
        }
    }

    /// <summary>Waits until the packets received so far fit; ends the test after 30 s.</summary>
    internal async Task<List<Packet>> Until(Func<List<Packet>, bool> fits)
    {
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (fits(_received)) return [.. _received];
                news = _news.Task;
            }

            await news.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    internal async Task Send(string mn, byte[] frame) => await _speakers[mn].SendAsync(frame);

    internal void HangUp()
    {
        foreach (var socket in _sockets) socket.Close();
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Serve(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // the test is over
        }
    }

    private async Task Serve(Socket socket)
    {
        _sockets.Add(socket);
        try
        {
            var input = PipeReader.Create(new NetworkStream(socket));
            var frames = new FrameReader();
            while (true)
            {
                var result = await input.ReadAsync(_stop.Token);
                var buffer = result.Buffer;
                var answers = new List<byte[]>();
                FrameStep step;
                while ((step = frames.TryRead(ref buffer, result.IsCompleted, out var frame, out _)) != FrameStep.NeedMore)
                {
                    if (step == FrameStep.Fault)
                    {
                        Faults++;
                        continue;
                    }

                    var packet = Packet.Parse(frame);
                    _speakers[packet.Mn!] = socket;
                    if (packet.WantsAnswer && _answers(packet)) answers.Add(Devices.Answer(packet));
                    lock (_gate)
                    {
                        _received.Add(packet);
                        var news = _news;
                        _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
                        news.SetResult();
                    }
                }

                input.AdvanceTo(buffer.Start, buffer.End);
                foreach (var answer in answers) await socket.SendAsync(answer, _stop.Token);
                if (result.IsCompleted) return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // the test is over, or it hung up
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        HangUp();
        _listener.Dispose();
        _stop.Dispose();
    }
}
