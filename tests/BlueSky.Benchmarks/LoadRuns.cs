using System.Diagnostics;
using BlueSky.Districts;
using BlueSky.Simulator;

namespace BlueSky.Benchmarks;

/// <summary>
/// Runs of the load generator against one target, the same for all targets. Event time only goes forward, so that no packet is
/// a duplicate of an earlier run.
/// </summary>
internal sealed class LoadRuns(BenchmarkOptions options, LoadTarget target)
{
    private const double SustainedP99 = 250;
    private const int WarmUpRate = 4_000;

    // A device sends more than one packet a second here, and a packet says whole seconds: its clock gains on ours. It begins behind, else the end of a long
    // run would be refused as being of the future; no further than that the warm-up, in which ours gains, leaves its data live (five minutes).
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(3.5);
    private static readonly int[] Steps = [5_000, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 75_000, 90_000, 120_000];

    private readonly IReadOnlyList<LoadDevice> _devices =
        LoadRegister.Create(DistrictSeed.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "lanshan")), options.Sources).Devices;

    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>The greatest rate so far that was kept up with a p99 within 250 ms; 0 for none.</summary>
    public int Best { get; private set; }

    /// <summary>
    /// Packets of every device, slowly, until all of a round are answered: admission (a password hash each), activation,
    /// compilation; then a short load.
    /// </summary>
    public async Task WarmUp()
    {
        var rate = Math.Min(2_000, _devices.Count);
        LoadReport report;
        var tries = 0;
        do
        {
            if (++tries > 5) throw new InvalidOperationException($"{target.Name} answers not even {rate}/s.{Environment.NewLine}{target.Output()}");
            report = await Send(rate, (_devices.Count / rate) + 1, TimeSpan.FromSeconds(60));
        }
        while (report.Unanswered > 0);
        await Send(5_000, 5, TimeSpan.FromSeconds(60));
    }

    /// <summary>Greater and greater rates, until the p99 passes 250 ms or the rate falls behind; or the one rate asked for.</summary>
    public async IAsyncEnumerable<Row> Climb()
    {
        foreach (var rate in options.Rate > 0 ? [options.Rate] : Steps.Where(s => s >= options.From).Where((_, i) => i % options.Every == 0))
        {
            var row = await One(rate, options.Seconds);
            yield return row;
            if (!row.IsSustained) yield break;
            Best = rate;
        }
    }

    /// <summary>One rate for some seconds.</summary>
    public async Task<Row> One(int rate, int seconds)
    {
        var (own, of, server) = (TimeSpan.Zero, TimeSpan.Zero, (TimeSpan?)null);
        var report = await Send(rate, seconds, TimeSpan.FromSeconds(10), () =>
            (own, of, server) = (CpuClock.Own(), CpuClock.Of(target.ProcessId), CpuClock.OfPostgres(target.Postmaster)));
        var count = Math.Max(1, report.Answered);
        var p99 = report.Latency.Percentile(0.99).TotalMilliseconds;
        return new Row(FormattableString.Invariant($"{target.Name}, {rate:N0}/s asked, {seconds} s"), target.Engine)
        {
            Contender = target.Name,
            Asked = rate,
            IsSustained = p99 <= SustainedP99 && report.AnsweredPerSecond >= 0.97 * rate,
            Values = Packets.Values,
            Rate = report.AnsweredPerSecond,
            P50 = report.Latency.Percentile(0.5).TotalMilliseconds,
            P99 = p99,
            Cpu = (CpuClock.Of(target.ProcessId) - of).TotalMicroseconds / count,
            GeneratorCpu = (CpuClock.Own() - own).TotalMicroseconds / count,
            PostgresCpu = (CpuClock.OfPostgres(target.Postmaster) - server)?.TotalMicroseconds / count,
            Note = FormattableString.Invariant($"{report.Unanswered} unanswered; {WorkingSet() >> 20} MiB; load {Machine.Load()}"),
        };
    }

    private long WorkingSet()
    {
        using var process = Process.GetProcessById(target.ProcessId);
        return process.WorkingSet64;
    }

    /// <summary>With <paramref name="warm"/>, after a round of all devices on the new connections, so that no figure holds their admission.</summary>
    private async Task<LoadReport> Send(int rate, int seconds, TimeSpan timeout, Action? warm = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var warmUp = warm is null ? 0 : (_devices.Count / WarmUpRate) + 2;
        var rounds = (((double)rate * seconds) + (WarmUpRate * warmUp)) / _devices.Count;
        var first = now - Behind;
        if (first < _next) first = _next;
        _next = first.AddSeconds(rounds + 2);
        return await LoadGenerator.Run(
            new LoadPlan
            {
                Gateway = target.Gateway,
                Devices = _devices,
                Connections = options.Connections,
                Rate = rate,
                InFlight = Math.Max(8_000, rate / 2),
                WarmUp = TimeSpan.FromSeconds(warmUp),
                WarmUpRate = WarmUpRate,
                Warm = warm,
                Duration = TimeSpan.FromSeconds(seconds),
                AnswerTimeout = timeout,
                FirstDataTime = first,
            },
            CancellationToken.None);
    }
}
