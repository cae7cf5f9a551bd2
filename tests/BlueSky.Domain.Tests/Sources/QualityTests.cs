using BlueSky.Sources;
using static BlueSky.Tests.Sources.Bench;

namespace BlueSky.Tests.Sources;

/// <summary>Data marks (hj212.md 8.4), values that speak for themselves, live or late (hj212.md 16).</summary>
public sealed class QualityTests
{
    [Theory]
    [InlineData("N", Quality.Valid)]
    [InlineData("n", Quality.Valid)]
    [InlineData("F", Quality.Fault)]
    [InlineData("D", Quality.Fault)]
    [InlineData("B", Quality.Fault)]
    [InlineData("b", Quality.Fault)]
    [InlineData("P", Quality.Fault)]
    [InlineData("M", Quality.Maintenance)]
    [InlineData("C", Quality.Calibration)]
    [InlineData("S", Quality.Manual)]
    [InlineData("T", Quality.OverRange)]
    [InlineData("0", Quality.Calibration)]
    [InlineData("2", Quality.Fault)]
    [InlineData("3", Quality.Valid)]
    [InlineData("", Quality.Unmarked)]
    [InlineData(null, Quality.Unmarked)]
    [InlineData("U", Quality.Unmarked)]
    [InlineData("NN", Quality.Unmarked)]
    public void Marks_stand_for_quality(string? mark, Quality expected) => Assert.Equal(expected, DataMarks.ToQuality(mark));

    [Fact]
    public void Unknown_marks_are_told_from_known_ones()
    {
        Assert.True(DataMarks.IsKnown("d"));
        Assert.False(DataMarks.IsKnown("U"));
    }

    [Fact]
    public void A_negative_value_is_marked_where_the_factor_cannot_be()
    {
        var pm10 = Kinds["site"].FindFactor("a34002");
        Assert.Equal(Quality.Negative, IntrinsicQuality.Of(pm10, -1, "N", false));
        Assert.Equal(Quality.Valid, IntrinsicQuality.Of(pm10, 0, "N", false));
        Assert.Equal(Quality.Valid, IntrinsicQuality.Of(Kinds["site"].FindFactor("a01001"), -10, "N", false));
        Assert.Equal(Quality.Unmarked, IntrinsicQuality.Of(null, -10, null, false));
    }

    [Theory]
    [InlineData(9999.99)]
    [InlineData(-9999.99)]
    public void A_sentinel_is_over_range_not_a_value(double value) =>
        Assert.Equal(Quality.OverRange | Quality.Late, IntrinsicQuality.Of(Kinds["site"].FindFactor("a34002"), (decimal)value, "N", true));

    [Theory]
    [InlineData(0, 300, false)]
    [InlineData(0, 301, true)]
    [InlineData(600, 600, false)]
    [InlineData(600, 601, true)]
    [InlineData(3600, 3600, false)]
    public void Late_is_more_than_five_minutes_or_one_period_after_the_end(int period, int behind, bool late)
    {
        var at = At("2021-08-02T10:00:00");
        var o = new Observation { Mn = "D1", Period = period == 0 ? Period.Instant : Period.Minute, DataTime = at, PeriodSeconds = period, ReceivedAt = at.AddSeconds(period + behind), Readings = [] };
        Assert.Equal(late, Liveness.IsLate(o));
        var prompt = new Observation { Mn = "D1", Period = o.Period, DataTime = at, PeriodSeconds = period, ReceivedAt = at.AddSeconds(period), Readings = [] };
        Assert.Equal(late, Liveness.IsLate(prompt, prompt.End.AddSeconds(behind)));
    }

    [Fact]
    public void A_record_by_a_person_is_never_late()
    {
        var at = At("2021-08-02T10:00:00");
        var o = new Observation { Mn = "manual:inspector", Period = Period.Record, DataTime = at, ReceivedAt = at.AddDays(1), Readings = [] };
        Assert.False(Liveness.IsLate(o));
    }
}
