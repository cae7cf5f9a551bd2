using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace BlueSky.Benchmarks;

/// <summary>
/// A page of the console without a browser: it asks for the page, opens its circuit (Blazor's SignalR connection), confirms what is drawn and answers
/// the page's script calls, as blazor.web.js of ASP.NET Core 10 does. It draws nothing, so a machine can hold hundreds.
/// </summary>
internal sealed partial class OpenPage : IAsyncDisposable
{
    private const int Invocation = 1, Completion = 3, Ping = 6, Close = 7;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Alive = TimeSpan.FromSeconds(10);
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _ready;
    private Task _running = Task.CompletedTask;
    private (byte[] Words, TaskCompletionSource<long> Seen)? _awaited;
    private int _objects;

    private OpenPage(string ready) => _ready = Encoding.UTF8.GetBytes(ready);

    /// <summary>Bytes of all that was drawn.</summary>
    public long Drawn { get; private set; }

    /// <summary>Drawings.</summary>
    public int Drawings { get; private set; }

    /// <summary>Opens a page and waits until it shows <paramref name="ready"/>.</summary>
    /// <param name="http">A client with the session's cookie.</param>
    /// <param name="path">Address.</param>
    /// <param name="ready">Words that are drawn when the page is there.</param>
    public static async Task<OpenPage> Open(HttpClient http, string path, string ready)
    {
        var html = await http.GetStringAsync(path);
        var page = new OpenPage(ready);
        page._socket.Options.SetRequestHeader("Cookie", string.Join("; ", http.DefaultRequestHeaders.GetValues("Cookie")));
        page._socket.Options.SetRequestHeader("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var limit = new CancellationTokenSource(Patience);
        await page._socket.ConnectAsync(new UriBuilder(new Uri(http.BaseAddress, "/_blazor")) { Scheme = "ws" }.Uri, limit.Token);
        await page._socket.SendAsync("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, limit.Token);
        page._running = page.Run();
        await page.Send("0", "StartCircuit", http.BaseAddress.ToString(), new Uri(http.BaseAddress, path).ToString(), "[]", State().Match(html).Groups[1].Value);
        var roots = Marker().Matches(html).Select((m, i) => $"{{\"type\":\"add\",\"ssrComponentId\":{(i + 1).ToString(CultureInfo.InvariantCulture)},\"marker\":{m.Groups[1].Value}}}");
        await page.Send(null, "UpdateRootComponents", $"{{\"batchId\":1,\"operations\":[{string.Join(',', roots)}]}}", State().Match(html).Groups[1].Value);
        await page._opened.Task.WaitAsync(Patience);
        return page;
    }

    /// <summary>The moment (of <see cref="Stopwatch"/>) at which these words are drawn.</summary>
    public Task<long> Sees(string words)
    {
        var seen = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited = (Encoding.UTF8.GetBytes(words), seen);
        return seen.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _running;
        _socket.Dispose();
        _over.Dispose();
        _sending.Dispose();
    }

    private async Task Run()
    {
        try
        {
            await Task.WhenAny(Receive(), SayAlive()).Unwrap();
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // The page was closed.
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or FormatException)
        {
            _opened.TrySetException(e);
            _awaited?.Seen.TrySetException(e);
        }
    }

    private async Task SayAlive()
    {
        using var timer = new PeriodicTimer(Alive);
        while (await timer.WaitForNextTickAsync(_over.Token)) await Send(BlazorPack.Message(Ping));
    }

    private async Task Receive()
    {
        var buffer = new byte[16 * 1024];
        var (filled, isGreeted) = (0, false);
        while (true)
        {
            if (filled == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
            var got = await _socket.ReceiveAsync(buffer.AsMemory(filled), _over.Token);
            if (got.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException($"The node closed the page: {_socket.CloseStatusDescription}");
            filled += got.Count;
            ReadOnlyMemory<byte> rest = buffer.AsMemory(0, filled);
            if (!isGreeted)
            {
                var end = rest.Span.IndexOf((byte)0x1E);
                if (end < 0) continue;
                if (end > 2) throw new InvalidOperationException(Encoding.UTF8.GetString(rest.Span[..end]));
                (isGreeted, rest) = (true, rest[(end + 1)..]);
            }

            while (BlazorPack.TryRead(ref rest, out var message)) await Take(message);
            rest.CopyTo(buffer);
            filled = rest.Length;
        }
    }

    private async Task Take(object?[] message)
    {
        switch ((long)message[0]!)
        {
            case Completion when message[^1] is null: throw new InvalidOperationException("The node opened no circuit.");
            case Close: throw new InvalidOperationException($"The node ended the circuit: {message.ElementAtOrDefault(1)}");
            case Invocation: await Take((string)message[3]!, (object?[])message[4]!); break;
        }
    }

    private async Task Take(string what, object?[] with)
    {
        switch (what)
        {
            case "JS.RenderBatch":
                var drawing = (ReadOnlyMemory<byte>)with[1]!;
                (Drawn, Drawings) = (Drawn + drawing.Length, Drawings + 1);
                if (_awaited is { } awaited && drawing.Span.IndexOf(awaited.Words) >= 0) awaited.Seen.TrySetResult(Stopwatch.GetTimestamp());
                await Send(null, "OnRenderCompleted", with[0], null);
                if (drawing.Span.IndexOf(_ready) >= 0) _opened.TrySetResult();
                break;
            case "JS.BeginInvokeJS" when (long)with[0]! != 0:
                var answer = string.Create(CultureInfo.InvariantCulture, $"[{with[0]},true,{Answer((string)with[1]!, (long)with[3]!)}]");
                await Send(null, "EndInvokeJSFromDotNet", with[0], true, answer);
                break;
            case "JS.Error": throw new InvalidOperationException($"The page failed: {with[0]}");
        }
    }

    // What the page's scripts would answer: an object of theirs, the size of a window, whether the person likes it dark; else nothing.
    private string Answer(string function, long kind) => kind switch
    {
        1 => $"{{\"__jsObjectId\":{(++_objects).ToString(CultureInfo.InvariantCulture)}}}",
        _ when function.Contains("WindowSize", StringComparison.Ordinal) => "{\"width\":1440,\"height\":900}",
        _ when function.Contains("dark", StringComparison.OrdinalIgnoreCase) => "false",
        _ => "null",
    };

    private Task Send(string? invocation, string method, params object?[] arguments) =>
        Send(BlazorPack.Message(Invocation, new Dictionary<string, string>(), invocation, method, arguments, Array.Empty<object?>()));

    private async Task Send(byte[] message)
    {
        await _sending.WaitAsync(_over.Token);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, true, _over.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex State();
}
