using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BlueSky.Testing;
using BlueSky.Time;
using Npgsql;

namespace BlueSky.Benchmarks;

/// <summary>
/// Hundreds of viewers on one web node: open pages without a browser, each a circuit of its own, seven of ten on the overview and the others on lists of
/// problems and sources by town. What do they cost while nothing changes, and how soon after a change has the last of them been told.
/// </summary>
internal static partial class ViewersBenchmark
{
    private const int AtOnce = 8, Changes = 10, Watched = 30;

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options, EngineKind kind)
    {
        await using var scale = await ScaleNode.Start(options, kind);
        if (scale is null) yield break;
        var (engine, node) = (Store.NameOf(kind), scale.Node);
        yield return scale.Made;
        using var http = await SignIn(node.Http.BaseAddress!, scale.Password);
        var towns = (await node.Http.GetFromJsonAsync<JsonNode>("/api/v1/towns"))!.AsArray().Select(t => (string)t!["code"]!).ToList();

        // One of each first, so that compiling is not counted.
        foreach (var (path, ready) in new[] { PageOf(0, towns), PageOf(7, towns), PageOf(9, towns) })
            await using (await OpenPage.Open(http, path, ready)) { }

        var before = Memory(node);
        var (watch, cpu) = (Stopwatch.StartNew(), CpuClock.Of(node.ProcessId));
        var pages = new OpenPage[options.Viewers];
        var waits = new double[options.Viewers];
        await Parallel.ForEachAsync(Enumerable.Range(0, options.Viewers), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            var (path, ready) = PageOf(i, towns);
            var start = Stopwatch.GetTimestamp();
            pages[i] = await OpenPage.Open(http, path, ready);
            waits[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        yield return new Row($"{options.Viewers} pages opened, {AtOnce} at a time", engine)
        {
            Rate = options.Viewers / watch.Elapsed.TotalSeconds, P50 = At(waits, 0.5), P99 = At(waits, 0.99), Cpu = (CpuClock.Of(node.ProcessId) - cpu).TotalMicroseconds / options.Viewers,
            Note = string.Create(CultureInfo.InvariantCulture, $"node {before:N0} MiB before, {Memory(node):N0} MiB after: {(Memory(node) - before) * 1024 / options.Viewers:0} KiB of working set a viewer"),
        };

        yield return await Watch(node, scale.Store, pages, engine, options.Viewers);
        await foreach (var row in Change(node, pages, engine)) yield return row;
        await Parallel.ForEachAsync(pages, async (page, _) => await page.DisposeAsync());
    }

    // Seven of ten look at the overview; what the others look at is different from town to town.
    private static (string Path, string Ready) PageOf(int number, List<string> towns) => (number % 10) switch
    {
        < 7 => ("/", "alarm-list"),
        < 9 => ($"/problems?ended=false&town={towns[number / 10 % towns.Count]}", "table-foot"),
        _ => ($"/sources?town={towns[number / 10 % towns.Count]}", "table-foot"),
    };

    private static async Task<Row> Watch(NodeProcess node, Store store, OpenPage[] pages, string engine, int viewers)
    {
        var (cpu, reads, drawings) = (CpuClock.Of(node.ProcessId), await Transactions(store), pages.Sum(p => p.Drawings));
        var watch = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(Watched));
        var seconds = watch.Elapsed.TotalSeconds;
        var used = CpuClock.Of(node.ProcessId) - cpu;
        var transactions = await Transactions(store) - reads is { } counted ? string.Create(CultureInfo.InvariantCulture, $", {counted / seconds:0} transactions a second on PostgreSQL") : "";
        return new Row($"{viewers} viewers looking on for {Watched} s", engine)
        {
            Cpu = used.TotalMicroseconds / viewers / seconds,
            Note = string.Create(CultureInfo.InvariantCulture,
                $"CPU of the node a viewer and second; {used.TotalSeconds / seconds:0.00} cores in all, {(pages.Sum(p => p.Drawings) - drawings) / seconds:0.0} drawings a second, node {Memory(node):N0} MiB{transactions}"),
        };
    }

    private static async IAsyncEnumerable<Row> Change(NodeProcess node, OpenPage[] pages, string engine)
    {
        var yards = (await node.Http.GetFromJsonAsync<JsonNode>($"/api/v1/sources?kind=stockyard&size={Changes}&sort=id&desc=true"))!["items"]!.AsArray().Select(y => (string)y!["registration"]!["id"]!);
        var overviews = pages.Where((_, i) => i % 10 < 7).ToList();
        var (first, last, cpu) = (new List<double>(), new List<double>(), CpuClock.Of(node.ProcessId));
        foreach (var yard in yards)
        {
            var told = overviews.Select(page => page.Sees(yard + "~measures")).ToList();
            var start = Stopwatch.GetTimestamp();
            using var answer = await node.Http.PostAsJsonAsync($"/api/v1/sources/{yard}/inspections", new
            {
                at = TimeProvider.System.GetUtcNow().ToChina().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), inspector = "演示压测",
                items = new[] { new { item = "enclosure", pass = false }, new { item = "spraying", pass = true }, new { item = "loading", pass = true } },
            });
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
            var seen = await Task.WhenAll(told);
            first.Add(Stopwatch.GetElapsedTime(start, seen.Min()).TotalMilliseconds);
            last.Add(Stopwatch.GetElapsedTime(start, seen.Max()).TotalMilliseconds);
        }

        yield return Say("an inspection fails: first page told", first);
        yield return Say($"an inspection fails: last of {overviews.Count} pages told", last);

        Row Say(string what, List<double> waits) => new(what, engine)
        {
            P50 = At(waits, 0.5), P99 = waits.Max(), Cpu = (CpuClock.Of(node.ProcessId) - cpu).TotalMicroseconds / Changes / overviews.Count,
            Note = string.Create(CultureInfo.InvariantCulture, $"{waits.Count} times; median and longest from before the request; CPU of the node a page and change; aim 2,000 ms: {(waits.Max() < 2_000 ? "met" : "missed")}"),
        };
    }

    private static double Memory(NodeProcess node)
    {
        using var process = Process.GetProcessById(node.ProcessId);
        return process.WorkingSet64 / 1048576.0;
    }

    private static async Task<long?> Transactions(Store store)
    {
        if (store.Postgres is null) return null;
        await using var connection = new NpgsqlConnection(store.Postgres + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static double At(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)(share * (sorted.Count - 1))];
    }

    // The form as a person sends it: with the token of the page that it stood on. The cookies are carried by hand, because they are marked as safe
    // for a secure connection or loopback, and only browsers know of loopback.
    private static async Task<HttpClient> SignIn(Uri node, string password)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = node };
        using var form = await http.GetAsync("/account/sign-in");
        Carry(http, form);
        using var answer = await http.PostAsync("/account/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["name"] = ScaleStore.Viewer, ["password"] = password, ["code"] = "", ["returnUrl"] = "/", ["__RequestVerificationToken"] = Token().Match(await form.Content.ReadAsStringAsync()).Groups[1].Value,
        }));
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException($"Signing in was answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        Carry(http, answer);
        return http;
    }

    private static void Carry(HttpClient http, HttpResponseMessage answer)
    {
        foreach (var cookie in answer.Headers.GetValues("Set-Cookie")) http.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
