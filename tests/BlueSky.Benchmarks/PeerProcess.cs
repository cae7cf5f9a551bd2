using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace BlueSky.Benchmarks;

/// <summary>A peer as a process of its own: to be started, killed without warning, and started again on the same store.</summary>
internal sealed class PeerProcess(string kind, string? postgres, int sources) : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(1);
    private readonly Queue<string> _output = new();
    private Process? _process;
    private int _port;

    /// <summary>Where devices connect.</summary>
    public IPEndPoint Gateway => new(IPAddress.Loopback, _port);

    /// <summary>Its process id while it runs.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException($"The peer {kind} does not run.");

    /// <summary>Starts it and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended; says what it printed.</exception>
    public async Task Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] words = [Path.Combine(AppContext.BaseDirectory, "BlueSky.Benchmarks.Peers.dll"), kind, "--sources", sources.ToString(CultureInfo.InvariantCulture)];
        foreach (var word in words) start.ArgumentList.Add(word);
        start.Environment["BLUESKY_POSTGRES"] = postgres ?? "";
        _process = Process.Start(start)!;
        var listening = new TaskCompletionSource<int?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is null) listening.TrySetResult(null);
            else if (e.Data.Split(' ') is ["listening", var port]) listening.TrySetResult(int.Parse(port, CultureInfo.InvariantCulture));
            else Remember(e.Data);
        };
        _process.ErrorDataReceived += (_, e) => Remember(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _port = await listening.Task.WaitAsync(StartWithin)
            ?? throw new InvalidOperationException($"The peer {kind} ended:{Environment.NewLine}{Output()}");
    }

    /// <summary>Kills it without warning, as kill -9 does, and waits until it is gone.</summary>
    public async Task Kill()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>The last lines it printed.</summary>
    public string Output()
    {
        lock (_output) return string.Join(Environment.NewLine, _output);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Kill();

    private void Remember(string? line)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > 200) _output.Dequeue();
        }
    }
}
