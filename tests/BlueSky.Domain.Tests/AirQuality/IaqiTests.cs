using CsCheck;

namespace BlueSky.AirQuality.Tests;

/// <summary>HJ 633 table 1 and formula 1, both editions.</summary>
public class IaqiTests
{
    public static TheoryData<Pollutant, Averaging, decimal, int, int> WorkedExamples => new()
    {
        { Pollutant.PM25, Averaging.Day, 35m, 50, 50 },
        { Pollutant.PM25, Averaging.Day, 36m, 52, 52 },
        { Pollutant.PM25, Averaging.Day, 60m, 82, 100 },
        { Pollutant.PM25, Averaging.Day, 75m, 100, 114 },
        { Pollutant.PM25, Averaging.Day, 82m, 109, 120 },
        { Pollutant.PM25, Averaging.Day, 151m, 201, 201 },
        { Pollutant.PM25, Averaging.Day, 500m, 500, 500 },
        { Pollutant.PM10, Averaging.Day, 51m, 51, 51 },
        { Pollutant.PM10, Averaging.Day, 120m, 85, 100 },
        { Pollutant.PM10, Averaging.Day, 150m, 100, 112 },
        { Pollutant.PM10, Averaging.Day, 186m, 118, 126 },
        { Pollutant.PM10, Averaging.Day, 421m, 302, 302 },
        { Pollutant.O3, Averaging.EightHours, 160m, 100, 100 },
        { Pollutant.O3, Averaging.EightHours, 161m, 101, 101 },
        { Pollutant.O3, Averaging.EightHours, 172m, 111, 111 },
        { Pollutant.O3, Averaging.EightHours, 800m, 300, 300 },
        { Pollutant.O3, Averaging.OneHour, 905m, 353, 353 },
        { Pollutant.SO2, Averaging.Day, 20m, 20, 20 },
        { Pollutant.SO2, Averaging.Day, 51m, 51, 51 },
        { Pollutant.SO2, Averaging.OneHour, 800m, 200, 200 },
        { Pollutant.NO2, Averaging.Day, 46m, 58, 58 },
        { Pollutant.NO2, Averaging.OneHour, 201m, 101, 101 },
        { Pollutant.CO, Averaging.Day, 1.3m, 33, 33 },
        { Pollutant.CO, Averaging.OneHour, 10.1m, 101, 101 },
    };

    [Theory]
    [MemberData(nameof(WorkedExamples))]
    public void HJ_633_table_1_worked_examples(Pollutant pollutant, Averaging column, decimal concentration, int of2012, int of2026)
    {
        Assert.Equal(of2012, Breakpoints.Of(AqiStandard.Hj633Of2012, pollutant, column).Iaqi(concentration));
        Assert.Equal(of2026, Breakpoints.Of(AqiStandard.Hj633Of2026, pollutant, column).Iaqi(concentration));
    }

    [Fact]
    public void HJ_633_table_1_every_breakpoint_gives_its_own_index_and_the_least_more_gives_the_next()
    {
        int[] steps = [0, 50, 100, 150, 200, 300, 400, 500];
        Assert.Equal(20, Breakpoints.All.Count);
        foreach (var column in Breakpoints.All)
        {
            for (var i = 0; i < column.Concentrations.Count; i++)
            {
                Assert.Equal(steps[i], column.Iaqi(column.Concentrations[i]));
                Assert.Equal(i + 1 < column.Concentrations.Count ? steps[i] + 1 : null, column.Iaqi(column.Concentrations[i] + 0.000000001m));
            }
        }
    }

    [Fact]
    public void The_sub_index_never_falls_when_the_concentration_rises() =>
        Gen.Select(Gen.Int[0, Breakpoints.All.Count - 1], Gen.Long[0, 5_000_000], Gen.Long[0, 5_000_000]).Sample((column, a, b) =>
        {
            var breakpoints = Breakpoints.All[column];
            var (low, high) = (Math.Min(a, b) / 1000m, Math.Max(a, b) / 1000m);
            // Above the table there is no index: that counts as the highest.
            return (breakpoints.Iaqi(low) ?? int.MaxValue) <= (breakpoints.Iaqi(high) ?? int.MaxValue);
        });

    [Fact]
    public void The_sub_index_is_the_exact_value_rounded_up_by_less_than_one() =>
        Gen.Select(Gen.Int[0, Breakpoints.All.Count - 1], Gen.Long[0, 4_000_000_000]).Sample((column, millionths) =>
        {
            var breakpoints = Breakpoints.All[column];
            var c = millionths / 1_000_000m;
            if (breakpoints.Iaqi(c) is not { } iaqi) return c > breakpoints.Top;
            var i = Math.Max(1, breakpoints.Concentrations.TakeWhile(bp => bp < c).Count());
            decimal[] steps = [0, 50, 100, 150, 200, 300, 400, 500];
            var (low, high) = (breakpoints.Concentrations[i - 1], breakpoints.Concentrations[i]);
            // Compared as a product, so that no division rounds.
            var scaled = ((steps[i] - steps[i - 1]) * (c - low)) + (steps[i - 1] * (high - low));
            return iaqi * (high - low) >= scaled && (iaqi - 1) * (high - low) < scaled;
        });

    [Fact]
    public void A_negative_concentration_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Breakpoints.All[0].Iaqi(-0.1m));

    [Fact]
    public void Every_row_of_the_tables_has_a_mark_and_a_citation()
    {
        Assert.All(Breakpoints.All, b => Cited(b.Mark, b.Citation));
        Assert.All(AqiStandard.All, s => Cited(s.Mark, s.Citation));
        Assert.All(AqiLevel.All, l => Cited(l.Mark, l.Citation));
        Assert.All(StatisticRule.All, r => Cited(r.Mark, r.Citation));
        Assert.All(ReferenceState.All, r => Cited(r.Mark, r.Citation));
        Assert.All(AirLimits.Editions.SelectMany(e => e.All), l => Cited(l.Mark, l.Citation));
        Assert.All(CompositeRule.All.SelectMany(r => r.Terms), t => Cited(t.Mark, t.Citation));
        Assert.All(PublishedException.All, e => Cited(e.Mark, e.Citation));

        static void Cited(string mark, string citation)
        {
            Assert.Contains(mark, new[] { "T", "S", "K", "D" });
            Assert.NotEmpty(citation);
        }
    }
}
