using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using BlueSky.Districts;
using BlueSky.Queries;

namespace BlueSky.Testing;

/// <summary>What tests ask of a node's HTTP API.</summary>
internal static class Api
{
    private const int PageSize = 500;

    /// <summary>Reads answers as the API writes them: camelCase, enums as words.</summary>
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static async Task<T> Get<T>(this NodeProcess node, string path)
    {
        using var answer = await node.Http.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await Read<T>(answer, path);
    }

    public static async Task<T> Post<T>(this NodeProcess node, string path)
    {
        using var answer = await node.Http.PostAsync(new Uri("/api/v1/" + path, UriKind.Relative), null, TestContext.Current.CancellationToken);
        return await Read<T>(answer, path);
    }

    public static async Task<T> PostJson<T>(this NodeProcess node, string path, object body)
    {
        using var answer = await node.Http.PostAsJsonAsync(new Uri("/api/v1/" + path, UriKind.Relative), body, Json, TestContext.Current.CancellationToken);
        return await Read<T>(answer, path);
    }

    public static async Task Put(this NodeProcess node, string path, object body)
    {
        using var answer = await node.Http.PutAsJsonAsync(new Uri("/api/v1/" + path, UriKind.Relative), body, Json, TestContext.Current.CancellationToken);
        await Read<JsonElement>(answer, path);
    }

    /// <summary>All pages of a list.</summary>
    public static async Task<List<T>> All<T>(this NodeProcess node, string list)
    {
        var all = new List<T>();
        for (var number = 1; ; number++)
        {
            var page = await node.Get<Page<T>>($"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page={number}&size={PageSize}");
            all.AddRange(page.Items);
            if (all.Count >= page.Total || page.Items.Count == 0) return all;
        }
    }

    public static async Task<IReadOnlyDictionary<string, Rollup>> Towns(this NodeProcess node) =>
        (await node.Get<RollupView[]>("towns")).ToDictionary(t => t.Code, t => t.Rollup);

    public static T As<T>(JsonElement element) => element.Deserialize<T>(Json)!;

    private static async Task<T> Read<T>(HttpResponseMessage answer, string path)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<T>(text, Json)!;
    }
}
