using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BlueSky.Photos;

namespace BlueSky.Console.Tests;

/// <summary>
/// Cases that belong to one test: each on a source that the test registers in the development zone, told of by a citizen, so that nothing
/// assigns it and no other test touches it. The zone's demo user is <c>zhenjie</c> (<c>wangge</c> is locked out by another test), the department's <c>bumen</c>.
/// </summary>
internal static class OwnCases
{
    public const string Zone = "371302Z01", Department = "shengtai-huanjing";

    /// <summary>Registers a source.</summary>
    public static async Task<string> Register(this ConsoleNode node, string kind, object? location = null)
    {
        var source = $"371302-{kind}-e{Guid.NewGuid().ToString("N")[..10]}";
        await node.Put($"sources/{source}", new { name = $"测试{source[^6..]}", kind, town = Zone, registeredOn = "2021-08-31", location, isDemo = true });
        return source;
    }

    /// <summary>A new problem, waiting to be assigned.</summary>
    /// <param name="node">The node.</param>
    /// <param name="ago">How long ago it was seen; now when left out.</param>
    public static async Task<(string Source, string Id)> Report(this ConsoleNode node, TimeSpan ago = default)
    {
        var source = await node.Register("stockyard");
        await node.Send("reports", new
        {
            id = $"t{Guid.NewGuid():N}", origin = "citizen", at = node.Seconds(ago), source, finding = "other", text = "料堆扬尘",
        });
        var id = await node.Eventually(async () =>
            (await node.Api.GetFromJsonAsync<JsonNode>($"/api/v1/violations?source={source}"))!["items"]!.AsArray() is [{ } row, ..] ? (string?)row["first"]!["violationId"] : null);
        return (source, id);
    }

    /// <summary>Another problem of such a source, by one item of its checklist (措施清单), waiting to be assigned.</summary>
    public static async Task<string> ReportMeasure(this ConsoleNode node, string source, string item, TimeSpan ago = default)
    {
        await node.Send("reports", new
        {
            id = $"t{Guid.NewGuid():N}", origin = "citizen", at = node.Seconds(ago), source, finding = "measures", measures = new[] { new { item, pass = false } }, text = "措施不到位",
        });
        return await node.Eventually(async () => (await node.Api.GetFromJsonAsync<JsonNode>($"/api/v1/violations?source={source}"))!["items"]!.AsArray()
            .Select(row => (string?)row!["first"]!["violationId"]).FirstOrDefault(id => id!.Contains(item, StringComparison.Ordinal)));
    }

    /// <summary>A key that acts for a unit.</summary>
    public static async Task<string> Key(this ConsoleNode node, string unit, string role) =>
        (string)(await node.Send("keys", new { name = $"测试 {unit} {role}", scopes = new[] { "read", "act" }, unit, role }))["key"]!;

    /// <summary>Sends to the API; with the administrator's key where none is named.</summary>
    public static async Task<JsonNode> Send(this ConsoleNode node, string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/" + path) { Content = JsonContent.Create(body) };
        return await Answer(node, request, key);
    }

    /// <summary>Uploads a photo and gives its id.</summary>
    public static async Task<string> Upload(this ConsoleNode node, byte[] photo, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/photos") { Content = new ByteArrayContent(photo) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return (string)(await Answer(node, request, key))["id"]!;
    }

    /// <summary>A photo that no other test has.</summary>
    public static byte[] NewPhoto() => DemoPhoto.Create(Random.Shared.Next(1_000, 9_999));

    private static string Seconds(this ConsoleNode node, TimeSpan ago) => (node.Now - ago).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    public static async Task Put(this ConsoleNode node, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/" + path) { Content = JsonContent.Create(body) };
        await Answer(node, request, null);
    }

    private static async Task<JsonNode> Answer(ConsoleNode node, HttpRequestMessage request, string? key)
    {
        if (key is not null) request.Headers.Add("X-Api-Key", key);
        using var answer = await node.Api.SendAsync(request);
        var words = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{request.RequestUri}: {words}");
        return JsonNode.Parse(words)!;
    }
}
