using System.Globalization;
using BlueSky.Tables;

namespace BlueSky.AirQuality;

/// <summary>
/// The hourly AQI of every row of a table of hours (<see cref="AirHourTable"/>), in the order of the rows. Streams in bounded memory:
/// in <see cref="AqiMode.Strict"/> it keeps the last 24 hours of each station, whose rows must come in the order of time.
/// </summary>
/// <param name="mode">Published or strict.</param>
/// <param name="standard">The edition; null chooses by the natural day of each row.</param>
public sealed class AqiListing(AqiMode mode, AqiStandard? standard)
{
    /// <summary>Header of the listing. The concentrations' order is that of the input.</summary>
    public const string Header = "station,time,aqi,level,primary,iaqi_pm25,iaqi_pm10,iaqi_so2,iaqi_no2,iaqi_o3,iaqi_co";

    private static readonly Pollutant[] Order = [Pollutant.PM25, Pollutant.PM10, Pollutant.SO2, Pollutant.NO2, Pollutant.O3, Pollutant.CO];
    private readonly Dictionary<string, RunningMeans> _running = [];
    private readonly ConcentrationSet _set = new();

    /// <summary>Reads <paramref name="hours"/> to its end and finds every fault, without a result.</summary>
    public static void Check(AirHourTable hours, AqiMode mode)
    {
        var last = new Dictionary<string, DateTimeOffset>();
        while (hours.Read() is { } hour)
        {
            if (mode == AqiMode.Published) continue;
            if (last.TryGetValue(hour.Station, out var before) && hour.Label <= before)
                hours.Fault(
                    hours.TimeColumn, hours.TimeAsWritten, "an hour later than the row before of the same station (running means need the order of time)");
            else last[hour.Station] = hour.Label;
        }
    }

    /// <summary>Writes the listing of a table without faults: a header and a line a row; missing figures are empty.</summary>
    public void Write(AirHourTable hours, TextWriter output)
    {
        output.Write(Header);
        output.Write('\n');
        while (hours.Read() is { } hour)
        {
            var result = Evaluate(hour);
            output.Write(CsvLine.Field(hour.Station));
            output.Write(',');
            output.Write(hours.TimeAsWritten);
            output.Write(',');
            Write(output, result.Value);
            output.Write(',');
            output.Write(result.Level?.Class);
            output.Write(',');
            for (var i = 0; i < result.Primary.Count; i++)
            {
                if (i > 0) output.Write('|');
                output.Write(result.Primary[i].Name);
            }
            foreach (var pollutant in Order)
            {
                output.Write(',');
                Write(output, result.Iaqi(pollutant));
            }
            output.Write('\n');
        }
    }

    /// <summary>The AQI of one hour; in strict mode the hours of a station must come in the order of time.</summary>
    public AqiResult Evaluate(AirHour hour)
    {
        var edition = standard ?? AqiStandard.On(hour.Day);
        _set.Clear();
        foreach (var pollutant in Pollutants.All) _set[pollutant, Averaging.OneHour] = hour[pollutant];
        if (mode == AqiMode.Strict) AddRunning(hour);
        return Aqi.Evaluate(AqiScheme.Of(edition, mode, AqiReport.Hourly), _set);
    }

    /// <summary>
    /// Running means are published to the pollutant's digits, half to even (as the published 24 h fields prove), and enter so.
    /// </summary>
    private void AddRunning(AirHour hour)
    {
        if (!_running.TryGetValue(hour.Station, out var means)) _running[hour.Station] = means = new RunningMeans(ValidityRules.Standard);
        means.Add(hour);
        foreach (var pollutant in Pollutants.All)
        {
            var digits = StatisticRule.Of2013(pollutant).Digits;
            if (means.OfDay(pollutant) is { } day) _set[pollutant, Averaging.Day] = Rounding.Statistic(day, digits);
            if (means.OfEightHours(pollutant) is { } eight) _set[pollutant, Averaging.EightHours] = Rounding.Statistic(eight, digits);
        }
    }

    private static void Write(TextWriter output, int? number)
    {
        if (number is not { } known) return;
        Span<char> text = stackalloc char[11];
        known.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        output.Write(text[..written]);
    }
}
