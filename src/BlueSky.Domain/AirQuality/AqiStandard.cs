namespace BlueSky.AirQuality;

/// <summary>
/// An edition of HJ 633, the technical regulation on the air quality index (环境空气质量指数（AQI）技术规定). Chosen by the date of the
/// data, not of the calculation.
/// </summary>
/// <param name="Name">E.g. <c>HJ 633-2012</c>.</param>
/// <param name="From">First day of data to which it applies.</param>
/// <param name="RoundsFirst">Concentrations are rounded by GB/T 8170 to integers (CO to 0.1) before the IAQI (2026).</param>
/// <param name="Lowest">Lowest AQI.</param>
/// <param name="Highest">Highest AQI; a concentration above its table gives this and is flagged (爆表).</param>
/// <param name="WhenMissingOnlyAbove">With a pollutant missing the AQI is published only above this (2026, 5.3); null: always.</param>
/// <param name="ExceedingAbove">A pollutant is exceeding (超标污染物) when its IAQI is above this; null: the edition has no such term (2026).</param>
/// <param name="Mark">How sure the row is.</param>
/// <param name="Citation">Where it stands.</param>
public sealed record AqiStandard(
    string Name, DateOnly From, bool RoundsFirst, int Lowest, int Highest, int? WhenMissingOnlyAbove, int? ExceedingAbove,
    string Mark, string Citation)
{
    /// <summary>All editions in the order of time.</summary>
    public static IReadOnlyList<AqiStandard> All { get; } =
    [
        .. AirTable.Read("aqi-standards").Select(r => new AqiStandard(
            r["standard"], r.From("from"), r["round_first"] == "yes", r.Whole("aqi_min"), r.Whole("aqi_max"),
            r.MaybeWhole("when_missing_only_above"), r.MaybeWhole("exceeding_above"), r.Mark, r.Citation))
    ];

    /// <summary>HJ 633-2012, for data until 2026-02-28.</summary>
    public static AqiStandard Hj633Of2012 { get; } = All.Single(s => s.Name == "HJ 633-2012");

    /// <summary>HJ 633-2026, for data from 2026-03-01.</summary>
    public static AqiStandard Hj633Of2026 { get; } = All.Single(s => s.Name == "HJ 633-2026");

    /// <summary>The edition that applies to data of the natural day <paramref name="day"/>.</summary>
    public static AqiStandard On(DateOnly day)
    {
        for (var i = All.Count - 1; i > 0; i--)
            if (All[i].From <= day) return All[i];
        return All[0];
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
