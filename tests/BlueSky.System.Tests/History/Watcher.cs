using System.Net.Http.Json;
using System.Text.Json;
using BlueSky.Queries;

namespace BlueSky.Testing;

/// <summary>A client of the HTTP API that looks at the list of open problems all the time and keeps what it was shown.</summary>
internal sealed class Watcher(NodeProcess web, Timeline timeline) : IDisposable
{
    private const int PageSize = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly HttpClient _http = new() { BaseAddress = web.Http.BaseAddress, Timeout = Patience };
    private readonly List<Look> _looks = [];

    /// <summary>What was shown; read it when <see cref="Run"/> has ended.</summary>
    public IReadOnlyList<Look> Looks => _looks;

    /// <summary>Looks that were not answered, or refused.</summary>
    public int Failures { get; private set; }

    /// <summary>Looks until told to stop.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        foreach (var (name, values) in web.Http.DefaultRequestHeaders) _http.DefaultRequestHeaders.Add(name, values);
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation)) await Look(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task Look(CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"/api/v1/violations?open=true&size={PageSize}", UriKind.Relative), cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                Failures++;
                return;
            }

            var page = Api.As<Page<ViolationRow>>(await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation));
            // Several pages would be several moments: what closes and opens between them would look open at once.
            if (page.Total > page.Items.Count) throw new InvalidOperationException($"More than {PageSize} open problems: a look is no longer one moment.");
            _looks.Add(new Look(timeline.Now, [.. page.Items.Select(Snapshot.StepOf)]));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // The web node or what it asks is down: that is what the run is about.
            Failures++;
        }
    }
}
