using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BlueSky.Notifications;

/// <summary>A receiver of webhooks on this machine that answers as a test says, and remembers what came.</summary>
internal sealed class FakeSink : IDisposable
{
    private readonly HttpListener _listener;

    public FakeSink()
    {
        // A port that was free a moment ago may be taken by another test: then the next one.
        for (var attempt = 0; ; attempt++)
        {
            var port = FreePort();
            _listener = new HttpListener();
            _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            Address = $"http://127.0.0.1:{port}/hook/send?key=the-key-of-the-robot";
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                _listener.Close();
            }
        }

        _ = Serve();
    }

    public string Address { get; }

    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>Answers a request by its number, from 1; null never answers.</summary>
    public Func<int, (int Status, string Body)?> Answer { get; set; } = _ => (200, "{\"errcode\":0,\"errmsg\":\"ok\"}");

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            Requests.Enqueue(new Received(
                context.Request.Url!.Query, await reader.ReadToEndAsync(), context.Request.Headers["Idempotency-Key"] ?? "", context.Request.Headers["X-BlueSky-Timestamp"] ?? "",
                context.Request.Headers["X-BlueSky-Signature"] ?? ""));
            if (Answer(Requests.Count) is not var (status, body)) continue;
            context.Response.StatusCode = status;
            if (status == 302) context.Response.RedirectLocation = Address;
            try
            {
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
            catch (HttpListenerException)
            {
                // The caller read what it wanted and hung up.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public sealed record Received(string Query, string Body, string Key, string Timestamp, string Signature);
}
