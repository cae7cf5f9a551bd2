namespace BlueSky.AirQuality;

/// <summary>Which reading of HJ 633 an hourly AQI follows. For daily reports, and for data from 2026-03-01, both are the same.</summary>
public enum AqiMode
{
    /// <summary>
    /// What the hourly AQI published by CNEMC follows, as found in the data of 2018 to 2020: 1 h values of PM10 and PM2.5 on the 24 h
    /// columns, O3 by its 1 h value only, SO2 above 800 µg/m³ held at 200. Use it to check or continue published hourly figures.
    /// </summary>
    Published,

    /// <summary>
    /// The text of the standard: HJ 633-2012 real-time report with nine indicators: running 24 h means of the particles, running
    /// 8 h mean and 1 h value of O3. Use it where the standard itself is the measure.
    /// </summary>
    Strict,
}

/// <summary>The report an AQI is for.</summary>
public enum AqiReport
{
    /// <summary>Real-time report 实时报, one hour.</summary>
    Hourly,

    /// <summary>Daily report 日报, one natural day.</summary>
    Daily,
}

/// <summary>One concentration that takes part in an AQI, and what becomes of it.</summary>
/// <param name="Pollutant">The pollutant.</param>
/// <param name="Measured">The average that is measured.</param>
/// <param name="Column">The column of table 1 it is put on.</param>
/// <param name="BeyondValue">The sub-index of a concentration above the column; null when <paramref name="BeyondColumn"/> says.</param>
/// <param name="BeyondColumn">The average (and column) whose sub-index is reported instead; null when <paramref name="BeyondValue"/> says.</param>
/// <param name="Name">Name as primary pollutant, e.g. 臭氧1小时.</param>
/// <param name="Mark">How sure the row is.</param>
/// <param name="Citation">Where it stands.</param>
public sealed record AqiIndicator(
    Pollutant Pollutant, Averaging Measured, Breakpoints Column, int? BeyondValue, Breakpoints? BeyondColumn,
    string Name, string Mark, string Citation);

/// <summary>
/// The indicators from which an AQI is made: an edition, a mode and a report, from <c>Data/aqi-indicators.csv</c>. Another reading, such
/// as a daily O3 by the larger of its 1 h and 8 h index, is the scheme <c>with</c> other indicators.
/// </summary>
/// <param name="Standard">The edition.</param>
/// <param name="Mode">The mode.</param>
/// <param name="Report">The report.</param>
/// <param name="Indicators">The indicators, by pollutant.</param>
public sealed record AqiScheme(AqiStandard Standard, AqiMode Mode, AqiReport Report, IReadOnlyList<AqiIndicator> Indicators)
{
    private static readonly AqiScheme[] All =
    [
        .. from rows in new[] { AirTable.Read("aqi-indicators") }
           from standard in AqiStandard.All
           from mode in Enum.GetValues<AqiMode>()
           from report in Enum.GetValues<AqiReport>()
           select new AqiScheme(standard, mode, report,
           [
               .. from row in rows
                  where row["standard"] == standard.Name && Is(row["report"], report) && (row["mode"] == "both" || Is(row["mode"], mode))
                  select Read(row, standard)
           ])
    ];

    /// <summary>The scheme of an edition, a mode and a report.</summary>
    public static AqiScheme Of(AqiStandard standard, AqiMode mode, AqiReport report) =>
        Array.Find(All, s => s.Standard == standard && s.Mode == mode && s.Report == report)
        ?? throw new KeyNotFoundException($"No scheme for {standard}, {mode}, {report}.");

    private static bool Is<T>(string text, T value) where T : struct, Enum =>
        string.Equals(text, value.ToString(), StringComparison.OrdinalIgnoreCase);

    private static AqiIndicator Read(AirTable.Row row, AqiStandard standard)
    {
        var beyond = row["beyond"];
        var other = beyond.EndsWith('h') ? Breakpoints.Of(standard, row.Pollutant, ConcentrationSet.Parse(beyond)) : null;
        return new AqiIndicator(
            row.Pollutant, ConcentrationSet.Parse(row["measured"]), Breakpoints.Of(standard, row.Pollutant, ConcentrationSet.Parse(row["column"])),
            other is null ? row.Whole("beyond") : null, other, row["name"], row.Mark, row.Citation);
    }
}
