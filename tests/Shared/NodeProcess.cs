using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace BlueSky.Testing;

/// <summary>
/// A real node as a process of its own, on free loopback ports: to be started, killed without warning, and started again on
/// the same store.
/// </summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(90);

    private readonly string _data;
    private readonly string? _postgres;
    private readonly string[] _more;
    private readonly Queue<string> _output = new();
    private readonly int[] _ports;
    private Process? _process;

    /// <summary>Describes a node; <see cref="Start"/> runs it.</summary>
    /// <param name="data">Directory of the embedded store and of the administrator's key.</param>
    /// <param name="postgres">Connection string of PostgreSQL, or null for the embedded store.</param>
    /// <param name="more">More words for the command line of <c>serve</c>.</param>
    public NodeProcess(string data, string? postgres, params string[] more)
    {
        (_data, _postgres, _more) = (data, postgres, more);
        _ports = FreePorts(4);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_ports[0]}"), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Calls to its HTTP API.</summary>
    public HttpClient Http { get; }

    /// <summary>Where devices connect.</summary>
    public IPEndPoint Gateway => new(IPAddress.Loopback, _ports[1]);

    /// <summary>Its process id while it runs.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The node does not run.");

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public async Task Start(CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] words =
        [
            Path.Combine(AppContext.BaseDirectory, "bluesky.dll"), "serve", "--data", _data, "--web", Http.BaseAddress!.ToString(),
            "--gateway", $"127.0.0.1:{_ports[1]}", "--silo", $"127.0.0.1:{_ports[2]}:{_ports[3]}", .. _more,
        ];
        foreach (var word in words) start.ArgumentList.Add(word);
        start.Environment["BLUESKY_POSTGRES"] = _postgres ?? "";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Remember(e.Data);
        _process.ErrorDataReceived += (_, e) => Remember(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReady(cancellation);
        await ReadKey();
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

    /// <summary>Asks it to stop as Ctrl-C does and gives its exit code.</summary>
    public async Task<int> Stop()
    {
        using var kill = Process.Start("kill", ["-INT", ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process!.WaitForExitAsync(limit.Token);
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    /// <summary>The last lines it printed, for a failing test's message.</summary>
    public string Output()
    {
        lock (_output) return string.Join(Environment.NewLine, _output);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Kill();
        Http.Dispose();
    }

    private async Task WaitUntilReady(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartWithin);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            if (_process!.HasExited) throw new InvalidOperationException($"The node ended with {_process.ExitCode}:{Environment.NewLine}{Output()}");
            try
            {
                using var answer = await Http.GetAsync("/health/ready", limit.Token);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // The port is not open yet.
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new TimeoutException($"The node was not ready within {StartWithin}:{Environment.NewLine}{Output()}");
            }

            await poll.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task ReadKey()
    {
        var file = Path.Combine(_data, "admin.key");
        if (File.Exists(file))
            Http.DefaultRequestHeaders.Add("X-Api-Key", (await File.ReadAllTextAsync(file)).Trim());
        Http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    private void Remember(string? line)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > 200) _output.Dequeue();
        }
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
