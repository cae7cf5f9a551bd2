namespace BlueSky.AirQuality;

/// <summary>One of the six levels of the AQI (空气质量指数级别), HJ 633-2012 table 2 and annex A, with the texts CNEMC publishes with it.</summary>
/// <param name="From">Lowest AQI of the level.</param>
/// <param name="To">Highest AQI; null for the sixth level.</param>
/// <param name="Grade">一级 … 六级.</param>
/// <param name="Class">优 良 轻度污染 中度污染 重度污染 严重污染: what data files call the level.</param>
/// <param name="Colour">Chinese name of the colour.</param>
/// <param name="ColourInEnglish">English name of the colour.</param>
/// <param name="Red">Red, 0-255.</param>
/// <param name="Green">Green, 0-255.</param>
/// <param name="Blue">Blue, 0-255.</param>
/// <param name="HealthEffect">Effect on health 对健康影响情况.</param>
/// <param name="Advice">Advice 建议采取的措施.</param>
/// <param name="Mark">How sure the row is.</param>
/// <param name="Citation">Where it stands.</param>
public sealed record AqiLevel(
    int From, int? To, string Grade, string Class, string Colour, string ColourInEnglish, int Red, int Green, int Blue,
    string HealthEffect, string Advice, string Mark, string Citation)
{
    /// <summary>The six levels from the best to the worst.</summary>
    public static IReadOnlyList<AqiLevel> All { get; } =
    [
        .. AirTable.Read("levels").Select(r => new AqiLevel(
            r.Whole("from"), r.MaybeWhole("to"), r["grade"], r["class"], r["colour"], r["colour_en"],
            r.Whole("red"), r.Whole("green"), r.Whole("blue"), r["health_effect"], r["advice"], r.Mark, r.Citation))
    ];

    /// <summary>Number of the level, 1 (best) to 6.</summary>
    public int Number => All.TakeWhile(l => l.From < From).Count() + 1;

    /// <summary>The level of an AQI of 0 or more.</summary>
    public static AqiLevel Of(int aqi)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(aqi);
        for (var i = 0; i < All.Count; i++)
            if (All[i].To is not { } to || aqi <= to) return All[i];
        throw new InvalidOperationException("The last level has no upper end.");
    }
}
