using BlueSky.Web.Console;
using BlueSky.Web.Console.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlueSky.Web.Tests;

/// <summary>What a part of a page says while its data cannot be read.</summary>
public sealed class LiveViewTests
{
    [Theory, InlineData(true, 1), InlineData(false, 0)]
    public async Task A_page_that_cannot_be_read_has_a_heading_and_a_part_of_one_leaves_that_to_its_page(bool isPage, int headings)
    {
        using var views = new LiveViews(TimeProvider.System, NullLogger<LiveViews>.Instance);
        var told = new TaskCompletionSource();
        using var live = new Live<string>(views, TimeSpan.FromMinutes(1), null, () => told.TrySetResult());
        live.Follow("away", _ => Task.FromException<string>(new InvalidOperationException("away")));
        await told.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        var html = await Render(live, isPage);

        Assert.Equal(headings, html.Split("<h1").Length - 1);
        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
    }

    private static async Task<string> Render(Live<string> live, bool isPage)
    {
        await using var services = new ServiceCollection().AddScoped<Words>().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<LiveView<string>>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(LiveView<>.Of)] = live, [nameof(LiveView<>.IsPage)] = isPage, [nameof(LiveView<>.ChildContent)] = (RenderFragment<string>)(value => builder => builder.AddContent(0, value)),
        }))).ToHtmlString());
    }
}
