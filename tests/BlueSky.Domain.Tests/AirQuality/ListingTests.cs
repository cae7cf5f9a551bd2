using System.Globalization;
using BlueSky.Tables;

namespace BlueSky.AirQuality.Tests;

/// <summary>The listings behind the commands <c>aqi</c>, <c>index</c> and <c>periods</c>.</summary>
public class ListingTests
{
    private const string Hours = "station,time,pm25,pm10,so2,no2,o3,co\n";

    private static AirHourTable Table(string text) => new(new StringReader(text), "hours.csv");

    private static string[] List(string text, AqiMode mode = AqiMode.Published, AqiStandard? standard = null)
    {
        var output = new StringWriter();
        var table = Table(text);
        new AqiListing(mode, standard).Write(table, output);
        Assert.Empty(table.Faults);
        return output.ToString().TrimEnd('\n').Split('\n');
    }

    [Fact]
    public void The_AQI_listing_has_the_columns_and_values_of_the_row() => Assert.Equal(
        [
            "station,time,aqi,level,primary,iaqi_pm25,iaqi_pm10,iaqi_so2,iaqi_no2,iaqi_o3,iaqi_co",
            "1618A,2019-01-01T16:00,100,良,颗粒物(PM10)|细颗粒物(PM2.5),100,100,3,10,13,5",
            "1618A,2019-01-01T17:00,13,优,,,,,,13,",
            "1618A,2019-01-01T18:00,,,,,,,,,",
        ],
        List("co,extra,station,time,o3,no2,so2,pm10,pm25\n0.5,x,1618A,2019-01-01T16:00,40,20,7,150,75\n,,1618A,2019-01-01T17:00,40,,,,\n,,1618A,2019-01-01T18:00,,,,,\n"));

    [Fact]
    public void The_edition_can_be_forced()
    {
        Assert.StartsWith("X,2019-01-01T16:00,114,", List(Hours + "X,2019-01-01T16:00,75,1,1,1,1,0.1\n", standard: AqiStandard.Hj633Of2026)[1], StringComparison.Ordinal);
        Assert.StartsWith("X,2027-01-01T16:00,100,", List(Hours + "X,2027-01-01T16:00,75,1,1,1,1,0.1\n", standard: AqiStandard.Hj633Of2012)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void HJ_633_2012_strict_uses_running_means_of_particles_and_of_ozone()
    {
        var text = Hours + string.Concat(Enumerable.Range(1, 24).Select(h => string.Create(
            CultureInfo.InvariantCulture, $"X,2019-01-01T{h:00}:00,{(h <= 12 ? 50 : 100)},20,5,10,{(h <= 16 ? 10 : 150)},0.5\n")));
        var lines = List(text, AqiMode.Strict);
        Assert.Equal("X,2019-01-01T19:00,47,优,,,,2,5,47,5", lines[19]); // 19 hours: no particles yet
        // 24:00: PM2.5 (12x50 + 12x100)/24 = 75 -> 100; O3 8 h (8x150)/8 = 150 -> 92 over 1 h 150 -> 47.
        Assert.Equal("X,2019-01-01T24:00,100,良,细颗粒物(PM2.5),100,20,2,5,92,5", lines[24]);
    }

    [Fact]
    public void Strict_refuses_hours_that_are_not_in_the_order_of_time()
    {
        var table = Table(Hours + "X,2019-01-01T02:00,1,1,1,1,1,1\nY,2019-01-01T01:00,1,1,1,1,1,1\nX,2019-01-01T02:00,1,1,1,1,1,1\n");
        AqiListing.Check(table, AqiMode.Strict);
        var fault = Assert.Single(table.Faults);
        Assert.Equal((4, "time", "2019-01-01T02:00"), (fault.Line, fault.Column, fault.Value));
    }

    [Fact]
    public void Every_fault_of_a_table_is_told_with_line_column_value_and_what_is_expected()
    {
        var table = Table(Hours + "X,2019-01-01T02:00,abc,1,-1,1,1,1\n,yesterday,1,1,1,1,1,1\nX,2019-01-01T03:00,1\nX,2019-01-01T04:00,1,1,1,1,1,1\n");
        AqiListing.Check(table, AqiMode.Published);
        Assert.Equal(
            [
                "hours.csv:2: column pm25: \"abc\": expected a number of 0 or more with at most 15 digits and a point for decimals, or nothing when it is missing",
                "hours.csv:2: column so2: \"-1\": expected a number of 0 or more with at most 15 digits and a point for decimals, or nothing when it is missing",
                "hours.csv:3: column station: \"\": expected a text that is not empty",
                "hours.csv:3: column time: \"yesterday\": expected a full hour as 2019-01-31T16:00 (end of the hour, China time; seconds 00 and +08:00 may follow)",
                "hours.csv:4: column (line): \"X,2019-01-01T03:00,1\": expected 8 fields as in the header, not 3",
            ],
            table.Faults.Select(f => f.ToString()));
    }

    [Fact]
    public void A_table_without_its_columns_has_a_fault_for_each()
    {
        var table = Table("station,pm25\nX,1\n");
        AqiListing.Check(table, AqiMode.Published);
        Assert.Equal(["time", "so2", "no2", "pm10", "co", "o3"], table.Faults.Select(f => f.Column));
    }

    [Fact]
    public void The_listing_of_a_year_of_Linyi_has_a_line_a_row_and_the_published_AQI()
    {
        var lines = List(RealData.Text("linyi-2019-hourly-odd-months"));
        Assert.Equal(17_289, lines.Length);
        Assert.Equal(
            RealData.Rows("linyi-2019-hourly-odd-months").Where(r => r.Aqi is not null).Select(r => r.Aqi!.Value.ToString(CultureInfo.InvariantCulture)),
            lines.Skip(1).Zip(RealData.Rows("linyi-2019-hourly-odd-months")).Where(x => x.Second.Aqi is not null).Select(x => x.First.Split(',')[2]));
    }

    private static string[] Index(string text, int faults = 0)
    {
        var table = new CsvTable(new StringReader(text), "units.csv");
        var output = new StringWriter();
        var units = IndexListing.Read(table);
        Assert.Equal(faults, table.Faults.Count);
        IndexListing.Write(units, output);
        return output.ToString().TrimEnd('\n').Split('\n');
    }

    [Fact]
    public void The_index_listing_has_terms_index_and_improvement()
    {
        const string header = "unit,i_so2,i_no2,i_pm10,i_pm25,i_co,i_o3,index,index_last,improvement";
        Assert.Equal(
            [header, "X,0.23,0.82,1.31,1.34,0.32,1.09,5.11,5.49,6.9", "Y,0.15,0.62,1.10,1.09,0.22,1.14,4.32,,", "Z,,0.62,1.10,1.09,0.22,1.14,,5.49,"],
            Index("unit,so2,no2,pm10,pm25,co,o3,so2_last,no2_last,pm10_last,pm25_last,co_last,o3_last\n"
                + "X,14,33,92,47,1.3,175,16,35,99,52,1.5,170\nY,9,25,77,38,0.9,182,,,,,,\nZ,,25,77,38,0.9,182,16,35,99,52,1.5,170\n"));
        Assert.Equal([header, "Y,0.15,0.62,1.10,1.09,0.22,1.14,4.32,,"], Index("unit,so2,no2,pm10,pm25,co,o3\nY,9,25,77,38,0.9,182\n"));
    }

    [Fact]
    public void Some_but_not_all_columns_of_last_year_are_a_fault() => Index("unit,so2,no2,pm10,pm25,co,o3,so2_last\nY,9,25,77,38,0.9,182,1\n", faults: 5);

    private static Dictionary<string, string>[] Periods(string text, AirPeriodKind kind)
    {
        var output = new StringWriter();
        var table = Table(text);
        PeriodListing.Write(PeriodListing.Read(table), kind, output);
        Assert.Empty(table.Faults);
        var listing = new CsvTable(new StringReader(output.ToString()), "out");
        var header = output.ToString().Split('\n')[0].Split(',');
        var rows = new List<Dictionary<string, string>>();
        while (listing.Read()) rows.Add(header.Zip(listing.Fields).ToDictionary(x => x.First, x => x.Second));
        Assert.Empty(listing.Faults);
        return [.. rows];
    }

    [Fact]
    public void Periods_by_day_give_valid_means_and_the_daily_AQI()
    {
        static string Day(int day, int hours) => string.Concat(Enumerable.Range(1, hours).Select(h => string.Create(
            CultureInfo.InvariantCulture, $"X,2019-01-{day:00}T{h:00}:00,82,186,20,46,172,1.3\n")));
        var days = Periods(Hours + Day(1, 24) + Day(2, 19), AirPeriodKind.Day);
        Assert.Equal(["2019-01-01", "2019-01-02"], days.Select(d => d["period"]));
        Assert.Equal(("82", "1.3", "24", "17", "yes", "118", "轻度污染", "颗粒物(PM10)"), (
            days[0]["pm25"], days[0]["co"], days[0]["pm25_count"], days[0]["o3_count"], days[0]["valid"], days[0]["aqi"], days[0]["level"], days[0]["primary"]));
        Assert.Equal(("", "19", "20", "no", "yes"), (days[1]["pm25"], days[1]["pm25_count"], days[1]["pm25_needed"], days[1]["pm25_valid"], days[1]["o3_valid"]));
    }

    [Fact]
    public void Periods_of_the_real_months_of_Linyi_have_an_index_where_all_six_are_valid()
    {
        var months = Periods(RealData.Text("linyi-2019-hourly-odd-months"), AirPeriodKind.Month);
        // Six months, and of the hour 00:00 of their first days the last day of the month before.
        var full = months.Where(m => m["valid_days"].Length > 1).ToList();
        Assert.Equal(24, full.Count);
        Assert.All(full.Where(m => m["reason"].Length == 0), m => Assert.InRange(decimal.Parse(m["index"], CultureInfo.InvariantCulture), 2m, 15m));
        Assert.All(full.Where(m => m["reason"].Length > 0), m => Assert.Equal("", m["index"]));
        Assert.True(full.Count(m => m["reason"].Length == 0) > 12, string.Join('\n', full.Select(m => m["reason"])));
        Assert.All(Periods(RealData.Text("linyi-2019-hourly-odd-months"), AirPeriodKind.Year).Where(y => y["period"] == "2019"), y => Assert.Equal("", y["index"]));
    }

    [Fact]
    public void An_hour_given_twice_is_a_fault()
    {
        var table = Table(Hours + "X,2019-01-01T24:00,1,1,1,1,1,1\nX,2019-01-02T00:00,1,1,1,1,1,1\n");
        PeriodListing.Read(table);
        Assert.Equal("hours.csv:3: column time: \"2019-01-02T00:00\": expected each hour of station X once", Assert.Single(table.Faults).ToString());
    }
}
