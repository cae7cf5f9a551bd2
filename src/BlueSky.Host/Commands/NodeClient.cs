using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using BlueSky.AirQuality;

namespace BlueSky.Host.Commands;

/// <summary>The node understood and said no; the words are the node's.</summary>
internal sealed class NodeRefusalException(string message) : Exception(message)
{
    public NodeRefusalException() : this("")
    {
    }

    public NodeRefusalException(string message, Exception inner) : this(message) => _ = inner;
}

/// <summary>The part of a node's HTTP API that the import uses.</summary>
internal sealed class NodeClient : IDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http;

    public NodeClient(Uri node, string key)
        // A proxy of the environment knows nothing of this machine.
        : this(new HttpClient(new SocketsHttpHandler { UseProxy = !node.IsLoopback }) { BaseAddress = node }, key)
    {
    }

    internal NodeClient(HttpClient http, string key)
    {
        _http = http;
        _http.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    /// <summary>Codes of the stations that the node knows.</summary>
    public async Task<IReadOnlySet<string>> Stations(CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(new Uri("/api/v1/stations?size=500", UriKind.Relative), cancellation);
        var page = await Read(answer, cancellation);
        return page["items"]!.AsArray().Select(s => (string)s!["code"]!).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Enters hours of one station. Repeats what may be repeated: an outage, or too many requests.</summary>
    /// <exception cref="NodeRefusalException">The node refused, or goes on being unable.</exception>
    public async Task<StationEntry> Enter(string station, IReadOnlyList<AirHour> hours, string stage, string reason, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["stage"] = stage,
            ["reason"] = reason,
            ["hours"] = new JsonArray([.. hours.Select(Hour)]),
        };
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await _http.PostAsJsonAsync(new Uri($"/api/v1/stations/{Uri.EscapeDataString(station)}/hours", UriKind.Relative), body, cancellation);
            if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && attempt < Attempts)
            {
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? DefaultWait, cancellation);
                continue;
            }

            return (await Read(answer, cancellation)).Deserialize<StationEntry>(JsonSerializerOptions.Web)!;
        }
    }

    public void Dispose() => _http.Dispose();

    private static JsonNode Hour(AirHour hour)
    {
        var entry = new JsonObject { ["time"] = hour.Label };
        foreach (var pollutant in Pollutants.All)
            if (hour[pollutant] is { } value) entry[pollutant.Code()] = value;
        return entry;
    }

    private static async Task<JsonNode> Read(HttpResponseMessage answer, CancellationToken cancellation)
    {
        JsonNode? body;
        try
        {
            body = await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation);
        }
        catch (JsonException e)
        {
            throw new NodeRefusalException($"{(int)answer.StatusCode}: the answer is no JSON; is this a node of BlueSky?", e);
        }

        if (answer.IsSuccessStatusCode && body is not null) return body;
        var words = body?["errors"] is JsonArray { Count: > 0 } errors ? string.Join(' ', errors.Select(e => $"{e?["field"]}: {e?["message"]}")) : $"{body?["detail"]}";
        throw new NodeRefusalException($"{(int)answer.StatusCode} {words}");
    }
}
