namespace BlueSky.Console.Tests;

/// <summary>The scripts that draw maps, apart from the pages that use them. What throws in one of them ends its page on the server.</summary>
public sealed class DrawingTests(ConsoleNode node)
{
    private const string Prepare = """
        const ground = JSON.stringify({ type: "FeatureCollection", features: [{ type: "Feature", properties: { name: "outline" },
          geometry: { type: "Polygon", coordinates: [[[118, 35], [118.4, 35], [118.4, 35.3], [118, 35]]] } }] });
        const option = JSON.stringify({ tooltip: {}, geo: { map: "ground", layoutCenter: ["50%", "50%"], layoutSize: "96%" }, series: [] });
        const bytes = text => new TextEncoder().encode(text);
        const place = document.createElement("div");
        // As on a page: the width is the panel's.
        place.style.height = "300px";
        document.body.append(place);
        """;

    // The drawing's own observer was there first, so it has been told when this one is.
    private const string Leave = """
        const told = new Promise(resolve => new ResizeObserver(() => { if (!place.isConnected) resolve(); }).observe(place));
        place.remove();
        await told;
        """;

    [Theory]
    [InlineData("map", "draw(place, ground, bytes(option), [])", "drawn.show(null, bytes(JSON.stringify({ id: 'stations', type: 'scatter', coordinateSystem: 'geo', data: [[118.1, 35.1]] })))")]
    [InlineData("chart", "draw(place, option, ground)", "drawn.redraw(option)")]
    public async Task A_map_whose_place_has_gone_is_drawn_on_and_ended_without_an_error(string script, string draw, string again)
    {
        var page = await node.As("zhihuibu", "/me");
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);

        await page.EvaluateAsync($$"""
            async () => {
              const { draw } = await import("/_content/BlueSky.Web/{{script}}.js");
              {{Prepare}}
              const drawn = {{draw}};
              {{Leave}}
              {{again}};
              drawn.end();
            }
            """);

        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }
}
