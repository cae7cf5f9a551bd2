using System.Globalization;
using System.Net.Http.Json;
using BlueSky.Sources;

namespace BlueSky.Testing;

/// <summary>
/// A client that brings readings over the HTTP API, as a gateway of another make does: one batch at a time, the same again until it is
/// answered as safe.
/// </summary>
internal sealed class HttpSender : IDisposable
{
    private const int SourceCount = 8;
    private const string Channel = "a34004-Rtd";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly Timeline _timeline;
    private readonly List<Answered> _answers = [];

    // Sources without a device, of several towns: nobody else sends for them.
    private static readonly string[] Sources =
        [.. Demo.Register.Sources.Where(s => s.Kind == "stockyard").Select(s => s.Id).Take(SourceCount)];

    public HttpSender(NodeProcess web, Timeline timeline)
    {
        (_timeline, _clock) = (timeline, web.Clock);
        _http = new HttpClient { BaseAddress = web.Http.BaseAddress, Timeout = Patience };
        foreach (var (name, values) in web.Http.DefaultRequestHeaders) _http.DefaultRequestHeaders.Add(name, values);
    }

    /// <summary>What was answered as safe; read it when <see cref="Run"/> has ended.</summary>
    public IReadOnlyList<Answered> Answers => _answers;

    /// <summary>Batches that had to be sent again.</summary>
    public int Repeats { get; private set; }

    /// <summary>Sends until told to stop; a batch that is under way then stays without an answer.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Pause);
        var time = DateTimeOffset.MinValue;
        try
        {
            for (var number = 1; await timer.WaitForNextTickAsync(cancellation); number++)
            {
                // After a wait two batches may follow within a second; the second would be a correction of the first.
                var now = WholeSecond(_clock.GetUtcNow());
                time = now > time ? now : time.AddSeconds(1);
                while (!await IsSafe(number, time, cancellation))
                {
                    Repeats++;
                    await timer.WaitForNextTickAsync(cancellation);
                }

                _answers.AddRange(Sources.Select((source, i) => new Answered(
                    _timeline.Now, new ValueKey(MnOf(source), Period.Instant, time, Channel), Value(number, i), Batch(number))));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> IsSafe(int number, DateTimeOffset time, CancellationToken cancellation)
    {
        var observations = Sources.Select((source, i) => new
        {
            Source = source, Mn = MnOf(source), Period = "instant", DataTime = time, Values = new[] { new { Channel, Value = Value(number, i) } },
        });
        try
        {
            using var answer = await _http.PostAsJsonAsync(
                new Uri("/api/v1/ingest", UriKind.Relative), new { Batch = Batch(number), Observations = observations }, cancellation);
            if ((int)answer.StatusCode is >= 400 and < 500 and not 408 and not 429)
                throw new InvalidOperationException($"A batch was refused: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellation)}");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // The outcome is unknown: the same again.
            return false;
        }
    }

    private static string MnOf(string source) => "http:" + source;

    private static string Batch(int number) => string.Create(CultureInfo.InvariantCulture, $"batch-{number}");

    // Two decimals, the last of them now and then a zero that must not get lost.
    private static decimal Value(int number, int place) => new(((number * 37) + (place * 11)) % 10_000, 0, 0, false, 2);

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset).ToOffset(TimeSpan.FromHours(8));
}
