using BlueSky.AirQuality;
using BlueSky.Districts;
using BlueSky.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Assessment;

/// <summary>A district of 13 units (4 of the main urban area, 8 around, 1 zone), each with a station and generated hours.</summary>
internal sealed class AssessedDistrict : IAsyncDisposable
{
    public const string Policy = "lanshan-2021";
    public static readonly Period August = Period.Month(2021, 8);

    private static readonly District District = new(
        "371302", "兰山区", [.. Enumerable.Range(1, 13).Select(i => new Town(Unit(i), $"单位{i}", "town", i <= 4 ? "A" : i <= 12 ? "B" : "C", "D"))], [], []);

    public static PolicyCatalog Policies { get; } = PolicyCatalog.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "policies"));

    private AssessedDistrict(TestSilo silo, ShiftedClock clock) => (Silo, Clock) = (silo, clock);

    public TestSilo Silo { get; }

    /// <summary>Set before the silo starts: Orleans does not bear a clock that goes back while it runs.</summary>
    public ShiftedClock Clock { get; }

    public static DateTimeOffset At(int month, int day, int hour) => new(2021, month, day, hour, 0, 0, TimeSpan.FromHours(8));

    public static async Task<AssessedDistrict> Start(IReadOnlyList<PeriodType>? planned = null, DateTimeOffset? at = null)
    {
        var clock = new ShiftedClock();
        clock.Set(at ?? At(9, 2, 8));
        var plan = new AssessmentPlan(
            [.. District.Towns.Select(t => new UnitStation(t.Code, "S-" + t.Code, true, "D"))],
            [new PlannedPolicy(Policy, planned ?? [PeriodType.Month], 6, 2, "D")]);
        var silo = await TestSilo.Start(s => s.AddSingleton(District).AddSingleton(Policies).AddSingleton(plan).AddSingleton<TimeProvider>(clock));
        return new AssessedDistrict(silo, clock);
    }

    public static string Unit(int number) => $"371302T{number:00}";

    public IAssessmentGrain Assessment(Period? period = null, string policy = Policy) =>
        Silo.Grains.GetGrain<IAssessmentGrain>($"371302/{period ?? August}/{policy}");

    public IStationGrain Station(int number) => Silo.Grains.GetGrain<IStationGrain>("S-" + Unit(number));

    /// <summary>Enters the hours of a month and of the same month a year before for every unit.</summary>
    public async Task EnterHours(Period? period = null, int daysOfFirst = 31)
    {
        var month = period ?? August;
        for (var i = 1; i <= District.Towns.Count; i++)
        {
            var days = i == 1 ? daysOfFirst : month.Days;
            await Station(i).Enter([.. Hours(i, month, days)], DataStage.Raw, "test", "", isDemo: true);
            await Station(i).Enter([.. Hours(i + 3, month.YearEarlier(), month.YearEarlier().Days, "S-" + Unit(i))], DataStage.Raw, "test", "", isDemo: true);
        }
    }

    /// <summary>Corrects one hour of a unit.</summary>
    public Task Correct(int number, DateTimeOffset label) => Station(number).Enter(
        [new AirHour("S-" + Unit(number), label, [10, 20, 900, 800, 0.9m, 50])], DataStage.Revised, "审核员", "仪器故障", isDemo: true);

    public static IEnumerable<AirHour> Hours(int seed, Period period, int days, string? station = null)
    {
        for (var label = period.Start.AddHours(1); label <= period.Start.AddDays(days); label = label.AddHours(1))
        {
            var wave = ((label.DayOfYear * 7) + (label.Hour * 3) + (seed * 11)) % 40;
            yield return new AirHour(
                station ?? "S-" + Unit(seed), label, [8 + (wave % 9), 20 + wave, 60 + (wave * 2), 30 + wave + seed, 0.5m + (wave / 50m), 60 + (wave * 3)]);
        }
    }

    public ValueTask DisposeAsync() => Silo.DisposeAsync();
}
