using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>Composite index of HJ 663 as bulletins prove it: rounded concentrations, each term rounded to 0.01, plain sum.</summary>
internal static class IndexRule
{
    internal static decimal? Of(Concentrations c)
    {
        var r = c.Rounded();
        return Term(r.SO2, 60) + Term(r.NO2, 40) + Term(r.PM10, 70) + Term(r.PM25, 35) + Term(r.CO, 4) + Term(r.O3, 160);
    }

    private static decimal? Term(decimal? value, decimal limit) => value is { } v ? Rounding.HalfToEven(v / limit, 2) : null;

    internal static decimal? ImprovementRate(decimal? last, decimal? current) =>
        last is > 0 && current is { } now ? Rounding.HalfToEven((last.Value - now) / last.Value * 100, 1) : null;
}
