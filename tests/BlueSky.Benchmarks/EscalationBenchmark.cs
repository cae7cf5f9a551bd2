using System.Diagnostics;
using System.Globalization;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Benchmarks;

/// <summary>
/// Ten thousand open problems whose deadlines fall together, on a clock that is moved: what one costs to open and what each due step
/// costs, with state, row and audit entry stored. The second step is taken by a silo that was started anew, so it includes reading
/// every problem from the store.
/// </summary>
internal static class EscalationBenchmark
{
    private const int Problems = 10_000;
    private const int AtOnce = 250;

    public static async IAsyncEnumerable<Row> Run()
    {
        await using var store = (await Store.Create(EngineKind.Sqlite))!;
        var clock = new MovedClock();
        var start = clock.GetUtcNow();
        await using (var silo = await BenchmarkSilo.Start(store.Data, clock: clock))
        {
            await Open(silo, start, -1, AtOnce);
            yield return await Measure("problem found, assigned, published", () => Open(silo, start, 0, Problems));
            clock.Move(TimeSpan.FromMinutes(31));
            yield return await Measure("reminder and first step of supervision, silo warm", () => Wake(silo));
        }

        clock.Move(TimeSpan.FromHours(25));
        await using var again = await BenchmarkSilo.Start(store.Data, clock: clock);
        yield return await Measure("second step of supervision, silo started anew", () => Wake(again));
    }

    private static async Task<int> Open(BenchmarkSilo silo, DateTimeOffset start, int first, int count)
    {
        var place = new ViolationPlace("371302001", "演示工地", "site", "区住建局", IsDemo: true);
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(i =>
            {
                var step = new RuleTransition
                {
                    Kind = TransitionKind.Opened, SourceId = string.Create(CultureInfo.InvariantCulture, $"bench-{(first < 0 ? "warm" : "site")}-{i:00000}"),
                    RuleId = "pm10-hour", Start = start, At = start, Severity = Severity.Serious, Explanation = "演示", Step = 1,
                };
                return silo.Grains.GetGrain<IViolationGrain>(step.ViolationId).Take(step, place);
            }));
        }

        return count;
    }

    private static Task<int> Wake(BenchmarkSilo silo) => silo.Grains.GetGrain<IViolationWatchGrain>("371302").WakeDue();

    private static async Task<Row> Measure(string what, Func<Task<int>> work)
    {
        var (watch, cpu) = (Stopwatch.StartNew(), CpuClock.Own());
        var count = await work();
        return new Row(what, "SQLite")
        {
            Rate = count / watch.Elapsed.TotalSeconds, Cpu = (CpuClock.Own() - cpu).TotalMicroseconds / count,
            Note = string.Create(CultureInfo.InvariantCulture, $"{count:N0} in {watch.Elapsed.TotalSeconds:0.0} s"),
        };
    }

    private sealed class MovedClock : TimeProvider
    {
        private TimeSpan _shift;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;

        public void Move(TimeSpan by) => _shift += by;
    }
}
