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

    [Fact]
    public async Task A_source_that_is_clicked_on_before_its_name_has_come_is_opened_when_it_comes()
    {
        var page = await node.As("zhihuibu", "/me");
        var went = await page.EvaluateAsync<string[]>($$"""
            async () => {
              const { draw } = await import("/_content/BlueSky.Web/map.js");
              const { getInstanceByDom } = await import("/_content/BlueSky.Web/echarts/echarts.esm.min.mjs");
              {{Prepare}}
              const went = [];
              Blazor.navigateTo = to => went.push(to);
              const series = JSON.stringify({ ...JSON.parse(option), series: [{ id: "well", type: "scatter", coordinateSystem: "geo", dimensions: ["lng", "lat"], data: [] }] });
              const drawn = draw(place, ground, bytes(series), ["well"]);
              // Nothing to forget; two new sources; of the first status both, the second before the first.
              drawn.show(new Uint8Array(new Int32Array([0, 2, 118100000, 35100000, 118200000, 35050000, 0, 2, 1, 0]).buffer), null);
              const chart = getInstanceByDom(place), places = [...chart.getOption().series[0].data];
              chart.trigger("click", { seriesId: "well", dataIndex: 0 });
              went.push(places.join());
              drawn.name(bytes(JSON.stringify([["s/1", "甲"], ["s/2", "乙"]])));
              chart.trigger("click", { seriesId: "well", dataIndex: 1 });
              drawn.end();
              return went;
            }
            """);

        await page.Context.CloseAsync();
        Assert.Equal(["118.2,35.05,118.1,35.1", "/sources/s%2F2", "/sources/s%2F1"], went);
    }
}
