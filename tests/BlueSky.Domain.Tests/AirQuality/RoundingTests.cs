using System.Globalization;
using CsCheck;

namespace BlueSky.AirQuality.Tests;

/// <summary>GB/T 8170, and rounding up.</summary>
public class RoundingTests
{
    [Theory] // worked examples of the standards reference, 7
    [InlineData("60.5", 0, "60")]
    [InlineData("61.5", 0, "62")]
    [InlineData("0.225", 2, "0.22")]
    [InlineData("0.775", 2, "0.78")]
    [InlineData("0.325", 2, "0.32")]
    [InlineData("0.275", 2, "0.28")]
    [InlineData("2.5", 0, "2")]
    [InlineData("-0.15", 1, "-0.2")]
    [InlineData("12.250001", 1, "12.3")]
    [InlineData("12.25", 1, "12.2")]
    [InlineData("1.005", 2, "1.00")]
    public void GB_T_8170_worked_examples(string value, int digits, string rounded)
    {
        var exact = decimal.Parse(value, CultureInfo.InvariantCulture);
        Assert.Equal(decimal.Parse(rounded, CultureInfo.InvariantCulture), Rounding.HalfToEven(exact, digits));
        Assert.Equal(decimal.Parse(rounded, CultureInfo.InvariantCulture), Rounding.Statistic(exact, digits));
    }

    [Fact]
    public void GB_T_8170_is_at_most_half_a_step_away_and_a_half_goes_to_an_even_digit() =>
        Gen.Select(Gen.Long[-10_000_000, 10_000_000], Gen.Int[0, 3]).Sample((thousandths, digits) =>
        {
            var value = thousandths / 1000m;
            var step = digits switch { 0 => 1m, 1 => 0.1m, 2 => 0.01m, _ => 0.001m };
            var rounded = Rounding.HalfToEven(value, digits);
            var away = Math.Abs(rounded - value);
            return rounded % step == 0 && away <= step / 2 && (away < step / 2 || rounded / step % 2 == 0);
        });

    [Fact]
    public void GB_T_8170_is_symmetric_and_keeps_what_is_rounded() =>
        Gen.Select(Gen.Long[-10_000_000, 10_000_000], Gen.Int[0, 3]).Sample((thousandths, digits) =>
        {
            var value = thousandths / 1000m;
            var rounded = Rounding.HalfToEven(value, digits);
            return Rounding.HalfToEven(-value, digits) == -rounded && Rounding.HalfToEven(rounded, digits) == rounded;
        });

    [Fact]
    public void A_quotient_is_rounded_on_the_exact_fraction() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 1_000]).Sample((numerator, denominator) =>
            Rounding.Quotient(numerator, denominator, RoundingRule.Up) == (numerator + denominator - 1) / denominator
            && Rounding.Quotient(numerator, denominator, RoundingRule.HalfUp) == ((2 * numerator) + denominator) / (2 * denominator)
            && Math.Abs((Rounding.Quotient(numerator, denominator, RoundingRule.HalfToEven) * 2 * denominator) - (2 * numerator)) <= denominator);

    [Fact]
    public void Rounding_up_leaves_an_integer_alone()
    {
        Assert.Equal(100, RoundingRule.Up.Apply(100.000m));
        Assert.Equal(101, RoundingRule.Up.Apply(100.0000000001m));
        Assert.Equal(100, Rounding.Quotient(700, 7, RoundingRule.Up));
        Assert.Equal(3, RoundingRule.HalfUp.Apply(2.5m));
    }

    [Fact]
    public void A_statistic_that_missed_a_half_by_the_last_digits_of_a_division_is_seen_as_one()
    {
        const decimal almost = 11.499999999999999999999999999m;
        Assert.Equal(11, Rounding.HalfToEven(almost, 0));
        Assert.Equal(12, Rounding.Statistic(almost, 0));
        Assert.Equal(10, Rounding.Statistic(10.500000000000000000000000001m, 0));
        Assert.Equal(11, Rounding.Statistic(10.500000001m, 0));
    }
}
