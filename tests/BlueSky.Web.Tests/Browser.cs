using System.Net;
using System.Text.RegularExpressions;

namespace BlueSky.Web.Tests;

/// <summary>What a browser does about forms and cookies, over the in-memory server.</summary>
internal sealed partial class Browser(HttpClient client)
{
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Cookies => cookies;

    /// <summary>Attributes with which cookies were last set.</summary>
    public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    public Task<HttpResponseMessage> Open(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Opens the page with the form, takes its antiforgery token and posts the fields.</summary>
    public async Task<HttpResponseMessage> Submit(string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await (await Open(page)).Text();
        return await Post(action, [.. fields, ("__RequestVerificationToken", TokenIn(html))]);
    }

    public Task<HttpResponseMessage> Post(string action, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, action)
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return Send(request);
    }

    public Task<HttpResponseMessage> SignIn(string name, string password, string code = "", string returnUrl = "/") => Submit(
        "/account/sign-in", "/account/sign-in", ("name", name), ("password", password), ("code", code), ("returnUrl", returnUrl));

    public async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        if (cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}")));
        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        foreach (var set in response.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
        {
            var (pair, attributes) = (set.Split(';')[0], set[(set.IndexOf(';', StringComparison.Ordinal) + 1)..]);
            var (name, value) = (pair[..pair.IndexOf('=', StringComparison.Ordinal)], pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            Attributes[name] = attributes;
            if (value.Length == 0) cookies.Remove(name);
            else cookies[name] = value;
        }

        return response;
    }

    public static string TokenIn(string html) => WebUtility.HtmlDecode(Token().Match(html).Groups[1].Value);

    public static string FieldIn(string html, string name) =>
        WebUtility.HtmlDecode(Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
