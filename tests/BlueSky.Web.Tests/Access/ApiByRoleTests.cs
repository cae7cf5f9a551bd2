using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Web.Tests;

/// <summary>
/// Calls every endpoint of the API as everybody (接口权限扫描) and compares with <c>ApiByRole.csv</c>, which people have read line by
/// line: who opens or closes an endpoint to somebody changes that file too, and a reviewer sees it.
/// </summary>
public sealed class ApiByRoleTests
{
    // Writes the file anew instead of comparing; what changed in it is then to be read.
    private const string Record = "BLUESKY_RECORD_ROLES";
    private const string Allow = "allow", Deny = "deny";

    [Fact]
    public async Task Every_endpoint_is_in_the_table_and_answers_everybody_as_the_table_says()
    {
        await using var web = await TestWeb.Start(district: ApiCaller.District);
        var endpoints = EndpointsOf(web);
        Assert.True(endpoints.Count > 100, $"{endpoints.Count} endpoints");
        var requests = AccessTests.Endpoints.ToDictionary(
            r => $"{r.Data.Item1} /api/v1{AccessTests.Pattern(r.Data.Item2)}",
            r => ("/api/v1" + r.Data.Item2, r.Data.Item4.Length > 0 ? OpenApiExamples.Bodies.GetValueOrDefault(r.Data.Item4, r.Data.Item4) : null));
        requests["GET /api"] = ("/api", null);

        var found = new List<string> { string.Join(',', ["method", "route", .. ApiCaller.All.Select(c => c.Column)]) };
        foreach (var endpoint in endpoints)
        {
            Assert.True(requests.TryGetValue(endpoint, out var request), $"{endpoint} has no request in AccessTests.Endpoints");
            var answers = await Ask(web, endpoint, request.Item1, request.Item2);
            found.Add(string.Join(',', [.. endpoint.Split(' '), .. answers]));
        }

        if (Environment.GetEnvironmentVariable(Record) is { Length: > 0 }) await File.WriteAllLinesAsync(Table(), found, TestContext.Current.CancellationToken);
        var wrong = Compare(await File.ReadAllLinesAsync(Table(), TestContext.Current.CancellationToken), found);
        Assert.True(wrong.Count == 0, $"""
            The API and its table of who may call what, ApiByRole.csv, disagree in {wrong.Count} places:
              {string.Join("\n  ", wrong)}
            Mend the API where the table is right. Where the API is, write the table anew and read what changed in it:
              {Record}=1 dotnet test tests/BlueSky.Web.Tests
            """);
    }

    [Fact]
    public void A_table_that_lacks_or_invents_an_endpoint_or_a_caller_or_says_otherwise_is_found()
    {
        string[] now = ["method,route,anonymous,reader", "GET,/a,deny,allow", "POST,/b,deny,deny"];

        Assert.Empty(Compare(now, now));
        Assert.Equal(["POST /b: missing in the table"], Compare(now[..2], now));
        Assert.Equal(["GET /c: no such endpoint"], Compare([.. now, "GET,/c,deny,deny"], now));
        Assert.Equal(["GET /a as anonymous: the table says allow, the API deny"], Compare([now[0], "GET,/a,allow,allow", now[2]], now));
        Assert.Equal(["callers: the table has anonymous, there are anonymous, reader"], Compare(["method,route,anonymous", "GET,/a,deny", "POST,/b,deny"], now));
    }

    private static List<string> EndpointsOf(TestWeb web) =>
    [
        .. web.Services.GetServices<EndpointDataSource>().SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()
            .Select(e => (Pattern: "/" + e.RoutePattern.RawText!.Trim('/'), e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods))
            .Where(e => e.Pattern == "/api" || e.Pattern.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(e => (e.HttpMethods ?? ["GET"]).Select(m => $"{m} {e.Pattern}"))
            .OrderBy(e => e.Split(' ')[1], StringComparer.Ordinal).ThenBy(e => e, StringComparer.Ordinal),
    ];

    private static async Task<List<string>> Ask(TestWeb web, string endpoint, string path, string? body)
    {
        web.Furnish();
        await AccessTests.Furnish(web);
        web.World.Duties = new Duties(ApiCaller.District);
        var answers = new List<string>();
        var works = false;
        foreach (var caller in ApiCaller.All)
        {
            using var client = caller.In(web);
            using var answer = await client.Send(endpoint.Split(' ')[0], path, body);
            // A failure or a brake says nothing about rights.
            Assert.True(answer.StatusCode < HttpStatusCode.InternalServerError && answer.StatusCode != HttpStatusCode.TooManyRequests,
                $"{endpoint} as {caller.Column}: {answer.StatusCode}: {await answer.Text()}");
            answers.Add(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? Deny : Allow);
            works |= answer.IsSuccessStatusCode;
        }

        // Else a path that is nowhere would pass as open to all.
        Assert.True(works, $"{endpoint}: the request succeeds for nobody");
        return answers;
    }

    private static List<string> Compare(string[] table, IReadOnlyList<string> found)
    {
        var (callers, columns) = (found[0].Split(',')[2..], table[0].Split(',')[2..]);
        if (!columns.SequenceEqual(callers)) return [$"callers: the table has {string.Join(", ", columns)}, there are {string.Join(", ", callers)}"];
        var (said, done) = (RowsOf(table), RowsOf(found));
        return
        [
            .. done.Keys.Except(said.Keys).Select(e => $"{e}: missing in the table"),
            .. said.Keys.Except(done.Keys).Select(e => $"{e}: no such endpoint"),
            .. from endpoint in done.Keys.Intersect(said.Keys)
               from i in Enumerable.Range(0, callers.Length)
               where said[endpoint].ElementAtOrDefault(i) != done[endpoint][i]
               select $"{endpoint} as {callers[i]}: the table says {said[endpoint].ElementAtOrDefault(i)}, the API {done[endpoint][i]}",
        ];
    }

    private static Dictionary<string, string[]> RowsOf(IEnumerable<string> lines) =>
        lines.Skip(1).Select(l => l.Split(',')).ToDictionary(c => $"{c[0]} {c[1]}", c => c[2..], StringComparer.Ordinal);

    private static string Table([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "ApiByRole.csv");
}
