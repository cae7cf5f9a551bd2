using System.Diagnostics;
using System.Globalization;
using BlueSky.AirQuality;
using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Time;

namespace BlueSky.Benchmarks;

/// <summary>
/// A month's assessment from hourly data: validity, statistics, index, ranks, scores, money and words, for a district, a province
/// and a country. The hours are generated before the clock starts, of thirteen stations that the units share; everything after
/// that is done for each unit.
/// </summary>
internal static class AssessmentBenchmark
{
    private static readonly int[] Units = [13, 1_900, 40_000];

    public static async IAsyncEnumerable<Row> Run()
    {
        var policy = PolicyFile.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "policies", "lanshan-2021.json"));
        if (!Period.TryParse("2021-08", out var period) || period is null) throw new InvalidOperationException("2021-08 is a month.");
        var current = Enumerable.Range(0, 13).Select(i => Hours(i, 2021)).ToArray();
        var last = Enumerable.Range(0, 13).Select(i => Hours(i, 2020)).ToArray();
        Measure(policy, period, current, last, Units[0]);
        foreach (var units in Units)
        {
            yield return Measure(policy, period, current, last, units);
            await Task.Yield();
        }
    }

    private static Row Measure(Policy policy, Period period, AirHour[][] current, AirHour[][] last, int units)
    {
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var series = Enumerable.Range(0, units).Select(i => new UnitSeries(
            string.Create(CultureInfo.InvariantCulture, $"unit-{i:00000}"), "B", [new StationSeries("s", current[i % 13], last[i % 13])]));
        var result = Assessor.Run(policy, AssessmentInputs.Of(policy, period, series).Select(u => u.Input), period);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var used = Environment.CpuUsage.TotalTime - cpu;
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(result);
        return new Row(string.Create(CultureInfo.InvariantCulture, $"assessment of a month, {units:N0} units"), "")
        {
            Rate = units / seconds,
            Cpu = used.TotalMicroseconds / units,
            Note = string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s; {held / 1024.0 / units:0.0} KiB a unit held by the result; {result.Units.Count} results"),
        };
    }

    private static AirHour[] Hours(int station, int year)
    {
        var first = new DateOnly(year, 8, 1);
        var end = new DateTimeOffset(first.AddMonths(1), TimeOnly.MinValue, ChinaTime.Offset);
        var name = string.Create(CultureInfo.InvariantCulture, $"bench-{station}");
        return [.. DemoAir.Hours(name, new DemoAirMonth(first, end))];
    }
}
