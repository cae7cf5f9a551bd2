using BlueSky.Sources;
using BlueSky.Surveys;
using BlueSky.Tables;

namespace BlueSky.Tests.Surveys;

public sealed class SurveyTrackTests
{
    private static (IReadOnlyList<TrackPoint> Points, IReadOnlyList<TableFault> Faults) Read(string text, Datum datum = Datum.Gcj02)
    {
        using var reader = new StringReader(text);
        return SurveyTrack.Read(reader, datum);
    }

    [Fact]
    public void A_track_is_read_by_its_columns_in_any_order_with_others_beside_them()
    {
        var (points, faults) = Read("time,load,latitude,longitude\r\n10:00:00,0.41,35.06,118.34\r\n10:00:01,0.5,35.0601,118.3401\r\n");
        Assert.Empty(faults);
        Assert.Equal([new TrackPoint(new(118.34m, 35.06m), 0.41m), new TrackPoint(new(118.3401m, 35.0601m), 0.5m)], points);
    }

    [Theory]
    [InlineData("longitude,latitude\n118,35", 1, "load")]
    [InlineData("longitude,latitude,load\n118.34,35.06,-1", 2, "load")]
    [InlineData("longitude,latitude,load\n118.34,35.06,", 2, "load")]
    [InlineData("longitude,latitude,load\n118.34,35.06,1\n118.34,118.34,1", 3, "latitude")]
    [InlineData("longitude,latitude,load\nx,35.06,1", 2, "longitude")]
    [InlineData("longitude,latitude,load\n118.34,35.06", 2, "(line)")]
    [InlineData("", 1, "(line)")]
    public void A_fault_is_told_by_its_line_and_column(string text, int line, string column)
    {
        var fault = Assert.Single(Read(text).Faults);
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }

    [Fact]
    public void A_track_that_is_too_long_is_refused()
    {
        var text = "longitude,latitude,load\n" + string.Concat(Enumerable.Repeat("118.34,35.06,1\n", SurveyTrack.MostPoints + 1));
        Assert.Equal("(line)", Assert.Single(Read(text).Faults).Column);
    }

    /// <summary>Values that other programs publish for the same formula.</summary>
    [Theory]
    [InlineData(121.5272106, 31.1774276, 121.531541859215, 31.17530398364597)]
    [InlineData(113.912316, 22.543847, 113.9171764808363, 22.540796131694766)]
    [InlineData(116.377817, 39.911954, 116.38404722455657, 39.91334545536069)]
    public void A_receivers_degrees_become_those_of_the_register(double longitude, double latitude, double expectedLongitude, double expectedLatitude)
    {
        var point = new GeoPoint((decimal)longitude, (decimal)latitude);
        var moved = point.FromDatum(Datum.Wgs84);
        Assert.InRange(moved.Longitude - (decimal)expectedLongitude, -0.000001m, 0.000001m);
        Assert.InRange(moved.Latitude - (decimal)expectedLatitude, -0.000001m, 0.000001m);
        Assert.Equal(point, point.FromDatum(Datum.Gcj02));
    }
}
