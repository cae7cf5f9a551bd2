using System.Globalization;
using BlueSky.AirQuality;
using BlueSky.Time;

namespace BlueSky.Districts;

/// <summary>A calendar month of demo hours.</summary>
/// <param name="First">Day 1 of the month.</param>
/// <param name="To">Label of its last hour that may exist: 00:00 after the month, or the last full hour that is over.</param>
public sealed record DemoAirMonth(DateOnly First, DateTimeOffset To);

/// <summary>
/// Invented hourly data 演示数据 of every assessed unit, so that a demonstration can be assessed. An hour depends on the seed, the station
/// and its label alone: generated again, today or in a year, it is the same. The levels are made up to look like a northern plain; they say
/// nothing about a real place. Needs only + - × ÷, so every machine gives the same figures.
/// </summary>
public static class DemoAir
{
    /// <summary>Version of the generator: grows when the same seed gives other hours.</summary>
    public const int Version = 1;

    /// <summary>The seed of the hours that the demo shows.</summary>
    public const int DefaultSeed = 371302;

    private const string Prefix = "DEMO-";
    private const int FullMonths = 3;

    // By month, January first: PM2.5, PM10 to PM2.5, SO2, NO2 in µg/m³, CO in mg/m³, O3 in µg/m³ at its daily height. Invented.
    private static readonly double[] Pm25 = [92, 70, 52, 44, 36, 32, 27, 25, 32, 45, 58, 82];
    private static readonly double[] Coarse = [1.5, 1.6, 1.9, 2.1, 2.1, 1.9, 1.7, 1.7, 1.8, 1.8, 1.6, 1.5];
    private static readonly double[] So2 = [16, 13, 12, 10, 9, 8, 7, 7, 9, 10, 12, 15];
    private static readonly double[] No2 = [50, 38, 40, 34, 29, 25, 21, 22, 29, 38, 45, 51];
    private static readonly double[] Co = [1.2, 1.0, 0.8, 0.7, 0.6, 0.6, 0.5, 0.6, 0.6, 0.7, 0.9, 1.1];
    private static readonly double[] Ozone = [62, 82, 105, 130, 155, 172, 150, 146, 138, 104, 76, 58];

    // By hour of the natural day, 01:00 first: traffic and a low mixing layer morning and evening; ozone follows the sun.
    private static readonly double[] Surface =
        [1.06, 1.05, 1.04, 1.03, 1.04, 1.08, 1.15, 1.20, 1.16, 1.06, .96, .90, .84, .80, .79, .82, .88, .97, 1.06, 1.12, 1.14, 1.13, 1.11, 1.08];

    private static readonly double[] Sun =
        [.30, .27, .25, .23, .21, .20, .20, .26, .36, .50, .64, .78, .89, .97, 1.0, .99, .94, .84, .70, .56, .47, .41, .37, .33];

    /// <summary>True for the code of a station that does not exist.</summary>
    public static bool IsInvented(string stationCode) => stationCode.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>
    /// The district with an invented station <c>DEMO-TOWN</c> in every town (镇街) that has none, so that each assessed unit has one.
    /// </summary>
    public static District WithStations(District district)
    {
        ArgumentNullException.ThrowIfNull(district);
        var without = district.Towns.Where(t => district.Stations.All(s => s.Town != t.Code));
        return district with
        {
            Stations = [.. district.Stations, .. without.Select(t => new AirStation(Prefix + t.Code, $"演示站点（{t.Name}）", null, t.Code, "D"))],
        };
    }

    /// <summary>
    /// The months that the demo has at <paramref name="now"/>: the last three full ones, the current one to date, and the same four a year
    /// before, in whole; oldest first.
    /// </summary>
    public static IReadOnlyList<DemoAirMonth> MonthsAt(DateTimeOffset now)
    {
        var today = now.Day();
        var current = new DateOnly(today.Year, today.Month, 1);
        var firsts = Enumerable.Range(-FullMonths, FullMonths + 1).Select(current.AddMonths).ToList();
        return
        [
            .. firsts.Select(f => f.AddYears(-1)).Concat(firsts).Select(first =>
            {
                var end = new DateTimeOffset(first.AddMonths(1), TimeOnly.MinValue, ChinaTime.Offset);
                return new DemoAirMonth(first, end < now ? end : now.HourStart());
            }),
        ];
    }

    /// <summary>The hours of a station in a month, oldest first. A few are missing, as everywhere.</summary>
    public static IReadOnlyList<AirHour> Hours(string station, DemoAirMonth month, int seed = DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(month);
        var hours = new List<AirHour>(744);
        var place = new SeededRandom(seed, $"air:{station}");
        var (dirt, traffic) = (Between(place, .85, 1.18), Between(place, .75, 1.25));
        var year = new SeededRandom(seed, string.Create(CultureInfo.InvariantCulture, $"air:{station}:{month.First.Year}"));
        var (cleaner, weather) = (Between(year, .9, 1.1), Between(year, .94, 1.06));
        for (var day = month.First; day.Month == month.First.Month; day = day.AddDays(1))
        {
            var random = new SeededRandom(seed, string.Create(CultureInfo.InvariantCulture, $"air:{station}:{day:yyyy-MM-dd}"));
            var air = Stagnation(seed, day) * weather;
            var level = new Level(day.Month - 1, dirt * cleaner * air, traffic * cleaner * air, 1.6 - (.6 * air));
            var start = new DateTimeOffset(day, TimeOnly.MinValue, ChinaTime.Offset);
            for (var hour = 0; hour < 24; hour++)
            {
                var isMissing = random.Chance(.004);
                var values = Values(level, hour, random);
                var label = start.AddHours(hour + 1);
                if (label > month.To) return hours;
                if (!isMissing) hours.Add(new AirHour(station, label, values));
            }
        }

        return hours;
    }

    private static decimal?[] Values(Level level, int hour, SeededRandom random)
    {
        var surface = Surface[hour];
        var fine = Pm25[level.Month] * level.Dirt * surface * Noise();
        var values = new decimal?[6];
        values[(int)Pollutant.PM25] = Whole(fine);
        values[(int)Pollutant.PM10] = Whole(fine * Coarse[level.Month] * Noise());
        values[(int)Pollutant.SO2] = Whole(So2[level.Month] * level.Dirt * Noise());
        values[(int)Pollutant.NO2] = Whole(No2[level.Month] * level.Traffic * surface * Noise());
        values[(int)Pollutant.CO] = Whole(Co[level.Month] * level.Traffic * surface * Noise() * 10) / 10;
        values[(int)Pollutant.O3] = Whole(Ozone[level.Month] * level.Sun * Sun[hour] * Noise());
        var missing = random.Next(0, 2_999);
        if (missing < values.Length) values[missing] = null;
        return values;

        double Noise() => Between(random, .88, 1.12);
    }

    // The air over the whole district stands still for some days and is swept for others: neighbouring days are alike.
    private static double Stagnation(int seed, DateOnly day)
    {
        var sum = 0.0;
        for (var offset = -1; offset <= 1; offset++)
        {
            var draw = new SeededRandom(seed, string.Create(CultureInfo.InvariantCulture, $"air-weather:{day.AddDays(offset):yyyy-MM-dd}"));
            sum += draw.NextDouble() * (offset == 0 ? 2 : 1);
        }

        return .5 + (sum / 4);
    }

    private static double Between(SeededRandom random, double low, double high) => low + ((high - low) * random.NextDouble());

    private static decimal Whole(double value) => Math.Max(1, (int)(value + .5));

    private readonly record struct Level(int Month, double Dirt, double Traffic, double Sun);
}
