using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BlueSky.Notifications;

/// <summary>
/// Makes requests to sinks. Follows no redirection, uses no proxy, and connects only to addresses that the rules allow: what a name stands
/// for is looked at when the connection is made, so that a name cannot mean another place later (DNS rebinding). What it says of a failure
/// never holds an address or a secret.
/// </summary>
internal sealed class WebhookSender(SinkAddressRules rules, TimeProvider clock) : IDisposable
{
    private const int MostOfAnswer = 4_096;
    private readonly HttpClient _http = new(HandlerFor(rules)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Makes one request.</summary>
    /// <param name="settings">The sink.</param>
    /// <param name="secret">Secret of its signature; empty for none.</param>
    /// <param name="message">What is sent.</param>
    /// <param name="longest">Longest time until the answer is read.</param>
    /// <param name="cancellation">Ends it; nothing is then known of the outcome.</param>
    public async Task<SinkReply> Send(SinkSettings settings, string secret, WebhookMessage message, TimeSpan longest, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var request = RequestOf(settings, secret, message);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var answer = settings.Format == SinkFormat.Json ? "" : await BeginningOf(response, either.Token);
            return SinkReply.Judge(settings.Format, (int)response.StatusCode, answer);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return SinkReply.NoAnswer("对方未按时答复。", "The sink did not answer in time.");
        }
        catch (HttpRequestException e)
        {
            return e.InnerException is ForbiddenAddressException
                ? SinkReply.NoAnswer("域名指向不许访问的内部地址（Notifications:AllowedNetworks）。", "The name stands for an address inside a private network.")
                : SinkReply.NoAnswer($"连接不上（{e.HttpRequestError}）。", "No connection.");
        }
        catch (IOException)
        {
            return SinkReply.NoAnswer("答复中断。", "The answer broke off.");
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage RequestOf(SinkSettings settings, string secret, WebhookMessage message)
    {
        var now = clock.GetUtcNow();
        var address = settings.Format == SinkFormat.DingTalk && secret.Length > 0 ? WebhookSignature.DingTalk(settings.Address, secret, now) : settings.Address;
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(message.Body, Encoding.UTF8, "application/json") };
        if (settings.Format != SinkFormat.Json) return request;
        var seconds = now.ToUnixTimeSeconds();
        request.Headers.Add("X-BlueSky-Timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-BlueSky-Signature", "sha256=" + WebhookSignature.Json(secret, seconds, message.Body));
        request.Headers.Add("Idempotency-Key", message.Key);
        return request;
    }

    private static async Task<string> BeginningOf(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MostOfAnswer];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static SocketsHttpHandler HandlerFor(SinkAddressRules rules) => new()
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, MaxResponseHeadersLength = 16, MaxResponseDrainSize = MostOfAnswer,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1), PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = 4,
        ConnectCallback = (context, cancellation) => Connect(context.DnsEndPoint, rules, cancellation),
    };

    private static async ValueTask<Stream> Connect(DnsEndPoint place, SinkAddressRules rules, CancellationToken cancellation)
    {
        IPAddress[] allowed = [.. (await Dns.GetHostAddressesAsync(place.Host, cancellation)).Where(rules.Allows)];
        if (allowed.Length == 0) throw new ForbiddenAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, place.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A name stands only for addresses that sinks may not have.</summary>
internal sealed class ForbiddenAddressException : IOException;
