using System.IO.Compression;
using System.Text;
using BlueSky.Districts;
using BlueSky.Time;

namespace BlueSky.AirQuality.Tests;

public sealed class AirHourTableTests
{
    private const string Feed = """
        timepoint,stationcode,longitude,latitude,area,positionname,primarypollutant,aqi,pm10,pm10_24h,pm2_5,pm2_5_24h,o3,o3_24h,o3_8h,o3_8h_24h,no2,no2_24h,so2,so2_24h,co,co_24h
        2022-01-05T01:00:00,3496A,118.3604,35.1084,临沂市,南坊新区,,18,12,112,12,80,52,48,48,48,19,41,4,14,0.7,1.2
        """;

    [Fact]
    public void The_raw_feed_of_CNEMC_is_read_with_o3_and_o3_24h_put_right()
    {
        // At 01:00 the running 8 h mean has one value, so o3_8h (48) is the 1 h value: it stands in o3_24h.
        var table = new AirHourTable(new StringReader(Feed), "feed.csv");
        var hour = table.Read()!;
        Assert.Equal("3496A", hour.Station);
        Assert.Equal(new DateTimeOffset(2022, 1, 5, 1, 0, 0, ChinaTime.Offset), hour.Label);
        Assert.Equal([4m, 19m, 12m, 12m, 0.7m, 48m], hour.Values);
        Assert.Null(table.Read());
        Assert.Empty(table.Faults);
    }

    [Fact]
    public void A_fault_of_the_feed_names_the_feeds_own_columns()
    {
        var table = new AirHourTable(new StringReader(Feed.Replace(",52,48,48,48,", ",52,x,48,48,", StringComparison.Ordinal)), "feed.csv");
        Assert.Null(table.Read());
        var fault = Assert.Single(table.Faults);
        Assert.Equal(("feed.csv", 2L, "o3_24h", "x"), (fault.File, fault.Line, fault.Column, fault.Value));
    }

    [Fact]
    public void A_table_of_our_own_columns_keeps_its_o3_even_beside_columns_of_the_feed()
    {
        var table = new AirHourTable(new StringReader("station,time,stationcode,timepoint,pm25,pm10,so2,no2,o3,o3_24h,co\nA,2019-01-01T01:00,B,x,1,2,3,4,5,6,0.7\n"), "own.csv");
        Assert.Equal([3m, 4m, 2m, 1m, 0.7m, 5m], table.Read()!.Values);
    }

    [Fact]
    public void The_seed_of_2019_has_the_hours_of_the_two_stations_that_the_README_counts_with_their_published_values()
    {
        var path = Path.Combine(SeedFolder.Lanshan, "..", "air-quality", "lanshan-2019.csv.gz");
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        var table = new AirHourTable(text, "lanshan-2019.csv");
        var hours = new List<AirHour>();
        while (table.Read() is { } hour) hours.Add(hour);
        Assert.Empty(table.Faults);
        Assert.Equal([("1618A", 4274), ("1619A", 4256)], hours.GroupBy(h => h.Station).Select(g => (g.Key, g.Count())));

        var published = RealData.Rows("linyi-2019-hourly-odd-months").ToDictionary(r => (r.Hour.Station, r.Hour.Label), r => r.Hour.Values);
        Assert.All(hours, h => Assert.Equal(published[(h.Station, h.Label)], h.Values));
        var readme = File.ReadAllText(Path.Combine(SeedFolder.Lanshan, "..", "air-quality", "README.md"));
        Assert.Contains("4,274", readme, StringComparison.Ordinal);
        Assert.Contains("4,256", readme, StringComparison.Ordinal);
    }
}
