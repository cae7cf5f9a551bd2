namespace BlueSky.Benchmarks;

/// <summary>
/// The map's filters on the store of <see cref="ScaleStore"/>, as one person in a Chromium on the same machine feels them: right after the page has opened,
/// while its sources are still drawn, and at rest, each until the counts beside the map are other and until the points are.
/// </summary>
internal static class MapBenchmark
{
    private const double Interaction = 200;
    private const string Map = "/map", Ready = ".table-foot", Counts = "[aria-labelledby=counts]";

    private static readonly (string What, string Selector, string Value)[] Filters =
    [
        ("by kind", "select:has(option[value=site])", "site"),
        ("by town", "select:has(option[value='371302003'])", "371302003"),
        ("by status, of few", "select:has(option[value=Violating])", "Violating"),
        ("by status, of many", "select:has(option[value=Normal])", "Normal"),
    ];

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options, EngineKind kind)
    {
        await using var scale = await ScaleNode.Start(options, kind);
        if (scale is null) yield break;
        var (engine, node) = (Store.NameOf(kind), scale.Node);
        yield return scale.Made;
        await using var browser = await ConsoleBrowser.Start(node.Http.BaseAddress!, ScaleStore.Viewer, scale.Password);
        var page = await browser.Window();
        yield return ConsoleBrowser.Say("map opened, the node's first", engine, [await browser.Open(page, Map, Ready)], 1_500);
        yield return ConsoleBrowser.Say("map opened", engine, await ConsoleBrowser.Repeat(() => browser.Open(page, Map, Ready)), 1_500);

        // One of each first, so that compiling is not counted.
        foreach (var (_, selector, value) in Filters)
        {
            await browser.Open(page, Map, Ready);
            await ConsoleBrowser.Use(page, selector, value, Counts);
        }

        foreach (var (what, selector, value) in Filters)
        {
            yield return ConsoleBrowser.Say($"right after it opened: filter {what}", engine, await ConsoleBrowser.Repeat(async () =>
            {
                await browser.Open(page, Map, Ready);
                return await ConsoleBrowser.Use(page, selector, value, Counts);
            }), Interaction);
            List<double> drawn = [], takenAway = [], drawnAgain = [];
            yield return ConsoleBrowser.Say($"at rest: filter {what}", engine, await ConsoleBrowser.Repeat(async () =>
            {
                await browser.Open(page, Map, Ready);
                var (counted, shown) = await ConsoleBrowser.UseMap(page, selector, value);
                drawn.Add(shown);
                var (again, all) = await ConsoleBrowser.UseMap(page, selector, "");
                takenAway.Add(again);
                drawnAgain.Add(all);
                return counted;
            }), Interaction);
            yield return ConsoleBrowser.Say($"at rest: filter {what}, until its points are drawn", engine, drawn, Interaction);
            yield return ConsoleBrowser.Say($"at rest: filter {what} taken away", engine, takenAway, Interaction);
            yield return ConsoleBrowser.Say($"at rest: filter {what} taken away, until its points are drawn", engine, drawnAgain, Interaction);
        }
    }
}
