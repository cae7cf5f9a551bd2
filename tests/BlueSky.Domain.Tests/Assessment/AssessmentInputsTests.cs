using BlueSky.AirQuality;
using BlueSky.Assessment;
using CsCheck;

namespace BlueSky.Tests.Assessment;

public sealed class AssessmentInputsTests
{
    private static readonly Policy Lanshan = Shipped.Policy("lanshan-2021");
    private static readonly Period August = Period.Month(2021, 8);

    /// <summary>Days of 24 equal hours, so that each daily value is known.</summary>
    private static IEnumerable<AirHour> Days(Period period, Func<int, decimal> pm25, int days, string station = "S") =>
        from day in Enumerable.Range(0, days)
        from hour in Enumerable.Range(1, 24)
        select new AirHour(station, period.Start.AddDays(day).AddHours(hour), [10, 20, 60, pm25(day), 0.1m * (day + 1), day + 1]);

    private static UnitStatistics Of(Period period, params StationSeries[] stations) =>
        AssessmentInputs.Of(Lanshan, period, new UnitSeries("U", "A", stations));

    private static StationSeries August31(string station = "S", Func<int, decimal>? pm25 = null) =>
        new(station, Days(August, pm25 ?? (_ => 30), 31, station), Days(August.YearEarlier(), _ => 40, 31, station));

    [Fact]
    public void Means_CO_95th_and_O3_90th_percentile_are_rounded_once_HJ_663_annex_A()
    {
        var unit = Of(August, August31(pm25: day => day < 16 ? 30 : 31));
        // PM2.5 (16 x 30 + 15 x 31) / 31 = 30.48; CO 0.1 … 3.1: k = 1 + 30 x 0.95 = 29.5 → 2.95, half to even 3.0; O3 1 … 31: k = 28 → 28.
        Assert.Equal(new Concentrations(10, 20, 60, 30, 3.0m, 28), unit.Input.Current);
        Assert.Equal(40, unit.Input.Last.PM25);
        Assert.Null(unit.Input.Excluded);
        Assert.Equal((744, 744, 31, 27), (unit.Current.Hours, unit.Current.HoursOfPeriod, unit.Current.ValidDays, unit.Current.NeededDays));
        Assert.Equal((100m, 100m), (unit.Input.GoodDays, unit.Input.GoodDaysLast));
    }

    [Theory] // GB 3095 table 4: a month needs 27 valid days, February 25.
    [InlineData(8, 26, false)]
    [InlineData(8, 27, true)]
    [InlineData(2, 24, false)]
    [InlineData(2, 25, true)]
    public void A_month_needs_its_valid_days_or_the_unit_is_left_out_with_the_reason(int month, int days, bool isValid)
    {
        var period = Period.Month(2021, month);
        var unit = Of(period, new StationSeries("S", Days(period, _ => 30, days), Days(period.YearEarlier(), _ => 40, 28)));
        Assert.Equal(isValid, unit.Input.Excluded is null);
        Assert.Equal(isValid ? 30 : null, unit.Input.Current.PM25);
        Assert.Equal(isValid, unit.Input.GoodDays is not null);
        if (!isValid) Assert.Contains($"有效{days}天，不足{(month == 2 ? 25 : 27)}天", unit.Input.Excluded, StringComparison.Ordinal);
    }

    [Fact]
    public void One_pollutant_that_is_not_valid_is_missing_and_left_to_the_policy()
    {
        var hours = Days(August, _ => 30, 31).Select(h => h.Day.Day <= 5 ? h with { Values = [10, 20, 60, null, 1, 50] } : h);
        var unit = Of(August, new StationSeries("S", hours, Days(August.YearEarlier(), _ => 40, 31)));
        Assert.Null(unit.Input.Excluded);
        Assert.Null(unit.Input.Current.PM25);
        Assert.Equal(60, unit.Input.Current.PM10);
        Assert.Equal(["PM2.5有效26天，不足27天"], unit.Current.Notes);
    }

    [Fact]
    public void Nothing_of_the_year_before_leaves_the_unit_in_without_a_value_to_compare()
    {
        var unit = Of(August, new StationSeries("S", Days(August, _ => 30, 31), []));
        Assert.Equal((null, 30, null), (unit.Input.Excluded, unit.Input.Current.PM25, unit.Input.Last.PM25));
        Assert.Equal(0, unit.Last.Hours);
    }

    [Fact]
    public void A_unit_of_two_stations_is_their_mean()
    {
        var unit = Of(August, August31("S1", _ => 20), August31("S2", _ => 40));
        Assert.Equal(30, unit.Input.Current.PM25);
        Assert.Equal(2 * 744, unit.Current.HoursOfPeriod);
    }

    [Fact]
    public void The_hour_labelled_00_00_of_the_1st_belongs_to_the_month_before()
    {
        var before = new AirHour("S", August.Start, [900, 900, 900, 900, 9, 900]);
        var with = Of(August, new StationSeries("S", [before, .. Days(August, _ => 30, 31)], []));
        Assert.Equal(30, with.Input.Current.PM25);
        Assert.Equal(744, with.Current.Hours);
    }

    [Fact]
    public void An_hour_that_is_there_twice_is_refused() => Assert.Throws<ArgumentException>(() =>
        Of(August, new StationSeries("S", Days(August, _ => 30, 31).Concat(Days(August, _ => 30, 1)), [])));

    [Fact]
    public void The_order_of_hours_and_units_does_not_matter() => Gen.Int[1, 1_000_000].Sample(seed =>
    {
        var random = new Random(seed);
        AirHour[] Made(Period period) => [.. Enumerable.Range(1, period.Days * 24).Where(_ => random.Next(20) > 0).Select(h => new AirHour(
            "S", period.Start.AddHours(h), [.. Enumerable.Range(0, 6).Select(_ => random.Next(30) == 0 ? (decimal?)null : random.Next(1, 2000) / 10m)]))];
        var (current, last) = (Made(August), Made(August.YearEarlier()));
        var straight = Of(August, new StationSeries("S", current, last));
        var digest = HoursDigest.Of(current, last);
        random.Shuffle(current);
        random.Shuffle(last);
        var shuffled = Of(August, new StationSeries("S", current, last));
        Assert.Equal(straight.Input, shuffled.Input);
        Assert.Equal(straight.Current.Notes, shuffled.Current.Notes);
        Assert.Equal(digest, HoursDigest.Of(current, last));
    }, iter: 20, threads: 1);

    [Fact]
    public void A_digest_of_hours_sees_each_figure_but_no_trailing_zero()
    {
        AirHour Hour(decimal? co) => new("S", August.End, [1, 2, 3, 4, co, 6]);
        Assert.Equal(HoursDigest.Of([Hour(0.5m)], []), HoursDigest.Of([Hour(0.500m)], []));
        Assert.NotEqual(HoursDigest.Of([Hour(0.5m)], []), HoursDigest.Of([Hour(0.6m)], []));
        Assert.NotEqual(HoursDigest.Of([Hour(0m)], []), HoursDigest.Of([Hour(null)], []));
        Assert.NotEqual(HoursDigest.Of([Hour(0.5m)], []), HoursDigest.Of([], [Hour(0.5m)]));
    }

    [Fact]
    public void Units_are_worked_out_one_by_one_as_they_are_asked_for()
    {
        var opened = 0;
        IEnumerable<UnitSeries> Units()
        {
            while (true)
            {
                opened++;
                yield return new UnitSeries($"U{opened}", "A", [August31()]);
            }
        }

        Assert.Equal(3, AssessmentInputs.Of(Lanshan, August, Units()).Take(3).Count());
        Assert.Equal(3, opened);
    }

    [Theory]
    [InlineData("2021-08", "2020-08", "2021-07")]
    [InlineData("2021-01", "2020-01", "2020-12")]
    [InlineData("2021-Q1", "2020-Q1", "2020-Q4")]
    [InlineData("2021-H2", "2020-H2", "2021-H1")]
    [InlineData("2021", "2020", "2020")]
    [InlineData("2021-03-01", "2020-03-01", "2021-02-28")]
    [InlineData("2021-W01", "2020-W01", "2020-W53")]
    [InlineData("2021-03-01..2021-03-31", "2020-03-01..2020-03-31", "2021-02-01..2021-02-28")]
    public void A_period_is_compared_with_the_year_before_or_the_period_before(string text, string yearBefore, string before)
    {
        Assert.True(Period.TryParse(text, out var period));
        Assert.Equal(yearBefore, AssessmentInputs.ComparedWith(Lanshan, period!).ToString());
        Assert.Equal(before, AssessmentInputs.ComparedWith(Shipped.Policy("jinan-2019"), period!).ToString());
    }
}
