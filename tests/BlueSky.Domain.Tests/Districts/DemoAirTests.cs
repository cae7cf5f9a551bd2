using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BlueSky.AirQuality;
using BlueSky.Assessment;
using BlueSky.Time;

namespace BlueSky.Districts;

public sealed class DemoAirTests
{
    private static readonly District Lanshan = DistrictSeed.Load(SeedFolder.Lanshan);
    private static readonly DateTimeOffset Now = new(2021, 9, 10, 15, 20, 0, ChinaTime.Offset);

    private static StationDays Days(string station, DemoAirMonth month)
    {
        var days = new StationDays(ValidityRules.Standard);
        foreach (var hour in DemoAir.Hours(station, month)) Assert.True(days.Add(hour));
        return days;
    }

    [Fact]
    public void Every_unit_of_the_policy_has_a_station_and_only_towns_without_one_get_an_invented_one()
    {
        var demo = DemoAir.WithStations(Lanshan);
        var policy = PolicyFile.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "policies", "lanshan-2021.json"));
        foreach (var unit in policy.Tiers.SelectMany(t => t.Members.Value)) Assert.Single(demo.Stations, s => s.Town == unit.Code);
        Assert.Equal(Lanshan.Stations, demo.Stations.Take(Lanshan.Stations.Count));
        Assert.All(demo.Stations.Skip(Lanshan.Stations.Count), s =>
            Assert.True(DemoAir.IsInvented(s.Code) && s.Code == "DEMO-" + s.Town && s.Name.StartsWith("演示", StringComparison.Ordinal) && s.Location is null, s.Code));
        Assert.DoesNotContain(Lanshan.Stations, s => DemoAir.IsInvented(s.Code));
    }

    [Fact]
    public void The_hours_of_a_version_never_change()
    {
        // When this fails on purpose: raise DemoAir.Version and pin the new hash.
        Assert.Equal(1, DemoAir.Version);
        var text = new StringBuilder();
        foreach (var month in DemoAir.MonthsAt(Now))
            foreach (var hour in DemoAir.Hours("DEMO-371302105", month))
                text.Append(CultureInfo.InvariantCulture, $"{hour.Label:yyyy-MM-ddTHH}|{string.Join('|', hour.Values.Select(v => v?.ToString("G29", CultureInfo.InvariantCulture)))}\n");
        Assert.Equal("2df4bea0001e66649bff61f4cfc4fd1b", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32]);
    }

    [Fact]
    public void An_hour_does_not_depend_on_when_it_is_generated()
    {
        var sooner = DemoAir.Hours("1618A", DemoAir.MonthsAt(Now)[^1]);
        var later = DemoAir.Hours("1618A", DemoAir.MonthsAt(Now.AddMonths(1))[^2]);
        Assert.Equal(sooner.Select(Text), later.Take(sooner.Count).Select(Text));
        Assert.NotEqual(sooner.Select(Text), DemoAir.Hours("1619A", DemoAir.MonthsAt(Now)[^1]).Select(Text));

        static string Text(AirHour hour) => $"{hour.Label:O} {string.Join(' ', hour.Values)}";
    }

    [Fact]
    public void The_months_are_three_full_ones_and_the_current_to_date_and_the_same_a_year_before()
    {
        var months = DemoAir.MonthsAt(Now);
        Assert.Equal(
            ["2020-06", "2020-07", "2020-08", "2020-09", "2021-06", "2021-07", "2021-08", "2021-09"],
            months.Select(m => m.First.ToString("yyyy-MM", CultureInfo.InvariantCulture)));
        Assert.Equal(new DateTimeOffset(2020, 10, 1, 0, 0, 0, ChinaTime.Offset), months[3].To);
        Assert.Equal(new DateTimeOffset(2021, 9, 10, 15, 0, 0, ChinaTime.Offset), months[^1].To);
        Assert.Empty(DemoAir.Hours("1618A", DemoAir.MonthsAt(new(2021, 9, 1, 0, 40, 0, ChinaTime.Offset))[^1]));
    }

    [Fact]
    public void Every_full_month_of_every_unit_is_valid_for_all_pollutants_and_in_a_likely_range()
    {
        foreach (var station in DemoAir.WithStations(Lanshan).Stations)
        {
            foreach (var month in DemoAir.MonthsAt(Now).SkipLast(1))
            {
                var period = AirPeriod.Containing(month.First, AirPeriodKind.Month);
                var days = Days(station.Code, month).Of(station.Code);
                foreach (var pollutant in Pollutants.All)
                {
                    var statistic = PeriodStatistic.Of(period, pollutant, days, ValidityRules.Standard);
                    Assert.True(statistic.IsValid, $"{station.Code} {period} {pollutant}: {statistic.Invalid}");
                    Assert.InRange(statistic.Mean!.Value, 0.2m, 300m);
                }
            }
        }
    }
}
