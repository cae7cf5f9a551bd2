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
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(60);

    private static readonly HashSet<int> Taken = [];

    private readonly string _data;
    private readonly string? _postgres;
    private readonly Queue<string> _output = new();
    private readonly int[] _ports;
    private Process? _process;

    /// <summary>Describes a node; <see cref="Start"/> runs it.</summary>
    /// <param name="data">Directory of the embedded store and of the administrator's key.</param>
    /// <param name="postgres">Connection string of PostgreSQL, or null for the embedded store.</param>
    /// <param name="more">More words for the command line.</param>
    public NodeProcess(string data, string? postgres, params string[] more)
    {
        (_data, _postgres, More) = (data, postgres, more);
        _ports = FreePorts(4);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_ports[0]}"), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>The command that runs the node: <c>serve</c> or <c>demo</c>.</summary>
    public string Command { get; init; } = "serve";

    /// <summary>More words for the command line of the next start.</summary>
    public IReadOnlyList<string> More { get; set; }

    /// <summary>
    /// Ports on loopback that the silo announces to silos and to clients in place of its own, so that a proxy can stand before each;
    /// null announces its own.
    /// </summary>
    public (int Silo, int Client)? Announced { get; set; }

    /// <summary>How long a start may take.</summary>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Configuration by environment variables, e.g. <c>Gateway__FrameWithin</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What its process goes by: devices' data must be of now, so whoever makes them asks this clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Calls to its HTTP API, with the administrator's key once the node has started.</summary>
    public HttpClient Http { get; }

    /// <summary>Where devices connect.</summary>
    public IPEndPoint Gateway => new(IPAddress.Loopback, _ports[1]);

    /// <summary>Where other silos and where clients really reach it.</summary>
    public (IPEndPoint Silo, IPEndPoint Client) SiloEndPoints => (new(IPAddress.Loopback, _ports[2]), new(IPAddress.Loopback, _ports[3]));

    /// <summary>True from a start until it was killed or stopped, or ended by itself.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Its process id while it runs.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The node does not run.");

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public async Task Start(CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        var (silo, client) = Announced ?? (_ports[2], _ports[3]);
        string[] words =
        [
            Path.Combine(AppContext.BaseDirectory, "bluesky.dll"), Command, "--data", _data, "--web", Http.BaseAddress!.ToString(),
            "--gateway", $"127.0.0.1:{_ports[1]}", "--silo", $"127.0.0.1:{silo}:{client}", .. More,
        ];
        foreach (var word in words) start.ArgumentList.Add(word);
        foreach (var (name, value) in Settings) start.Environment[name] = value;
        start.Environment["BLUESKY_POSTGRES"] = _postgres ?? "";
        // Without the web role the port is that of its health endpoint.
        if (!HasWeb) start.Environment["BLUESKY_HEALTH"] = Http.BaseAddress.Authority;
        if (Announced is not null)
        {
            // Orleans' own configuration: it listens here and announces what the command line says.
            start.Environment["Orleans__Endpoints__SiloListeningEndpoint"] = SiloEndPoints.Silo.ToString();
            start.Environment["Orleans__Endpoints__GatewayListeningEndpoint"] = SiloEndPoints.Client.ToString();
        }

        _process?.Dispose();
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
    /// <param name="within">How long that may take; a minute when left out.</param>
    /// <exception cref="TimeoutException">It still runs then; says what it printed last.</exception>
    public async Task<int> Stop(TimeSpan? within = null)
    {
        await Signal("INT");
        using var limit = new CancellationTokenSource(within ?? StopWithin);
        try
        {
            await _process!.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The node did not stop within {within ?? StopWithin}:{Environment.NewLine}{Output()}");
        }

        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    /// <summary>Sends it a signal: <c>STOP</c> freezes it as a stalled machine would, <c>CONT</c> lets it go on, <c>TERM</c> asks it to stop.</summary>
    public async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it ends by itself; gives its exit code, or null when it still runs after <paramref name="within"/>.</summary>
    public async Task<int?> Ended(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await _process!.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
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

    private bool HasWeb
    {
        get
        {
            var at = More.ToList().IndexOf("--roles");
            return at < 0 || More[at + 1].Contains("web", StringComparison.Ordinal);
        }
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
            catch (OperationCanceledException) when (!limit.IsCancellationRequested)
            {
                // The port is open and the answer took too long: the node is still busy with its start.
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
        // The key is made with the store and shown once: a node that starts again finds the same file.
        const string header = "X-Api-Key";
        var file = Path.Combine(_data, "admin.key");
        Http.DefaultRequestHeaders.Remove(header);
        if (File.Exists(file)) Http.DefaultRequestHeaders.Add(header, (await File.ReadAllTextAsync(file)).Trim());
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

    /// <summary>
    /// Free ports below those the system gives to outgoing connections. A device that tries to reach a killed node would else
    /// now and then get the node's own port as its local one: it meets itself, and the node cannot start again.
    /// </summary>
    private static int[] FreePorts(int count)
    {
        const int lowest = 12_000;
        var found = new List<int>();
        lock (Taken)
        {
            while (found.Count < count)
            {
                var port = Random.Shared.Next(lowest, FirstOutgoingPort());
                if (!Taken.Contains(port) && IsFree(port) && Taken.Add(port)) found.Add(port);
            }
        }

        return [.. found];
    }

    private static int FirstOutgoingPort()
    {
        const string range = "/proc/sys/net/ipv4/ip_local_port_range";
        const int linuxDefault = 32_768;
        return File.Exists(range) && int.TryParse(File.ReadAllText(range).Split(null as char[])[0], out var first) && first > 16_000
            ? first
            : linuxDefault;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
