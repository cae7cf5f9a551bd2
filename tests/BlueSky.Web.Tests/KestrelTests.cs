using System.Net;
using System.Text;
using BlueSky.Access;

namespace BlueSky.Web.Tests;

/// <summary>What only the real server does: it holds the limit of a body, whether its length was announced or not.</summary>
public sealed class KestrelTests
{
    [Theory]
    [InlineData("/api/v1/ingest", 4 * 1024 * 1024, "batch", true)]
    [InlineData("/api/v1/ingest", 4 * 1024 * 1024, "batch", false)]
    [InlineData("/api/v1/keys", 256 * 1024, "name", true)]
    public async Task A_body_over_the_limit_is_413_and_under_it_is_read(string path, int limit, string member, bool chunked)
    {
        await using var web = await TestWeb.Start(onKestrel: true);
        using var client = new HttpClient { BaseAddress = web.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", web.World.AddKey("all", Scopes.All));

        // The server counts the frames of the chunks too, hence the distance below the limit.
        var (over, under) = (await Post(limit + 1), await Post(limit - 16 * 1024));
        await over.Problem(HttpStatusCode.RequestEntityTooLarge);
        await under.Problem(HttpStatusCode.UnprocessableEntity);

        Task<HttpResponseMessage> Post(int length)
        {
            var frame = $"{{\"{member}\":\"\"}}";
            var request = new HttpRequestMessage(HttpMethod.Post, path);
            request.Content = new StringContent(frame.Insert(frame.Length - 2, new string('x', length - frame.Length)), Encoding.UTF8, "application/json");
            request.Headers.TransferEncodingChunked = chunked;
            request.Headers.ExpectContinue = true;
            return client.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }
}
