using System.Globalization;
using BlueSky.Sources;
using BlueSky.Tables;

namespace BlueSky.Surveys;

/// <summary>One point of a track (走航点).</summary>
/// <param name="At">Where, in the register's datum.</param>
/// <param name="Load">Silt load sL, g/m².</param>
public readonly record struct TrackPoint(GeoPoint At, decimal Load);

/// <summary>A track as a survey vehicle writes it: a table with the columns <c>longitude,latitude,load</c> in the order of the way; others are ignored.</summary>
public static class SurveyTrack
{
    /// <summary>Most points of one track.</summary>
    public const int MostPoints = 20_000;

    /// <summary>The largest load that can be meant, g/m².</summary>
    public const decimal LargestLoad = 10_000;

    /// <summary>Reads a track; with any fault there are no points to be used.</summary>
    /// <param name="text">The table; the caller closes it.</param>
    /// <param name="datum">What its degrees refer to.</param>
    public static (IReadOnlyList<TrackPoint> Points, IReadOnlyList<TableFault> Faults) Read(TextReader text, Datum datum)
    {
        var table = new CsvTable(text, "track");
        if (table.Faults.Count > 0) return ([], table.Faults);
        var (longitude, latitude, load) = (table.Demand("longitude"), table.Demand("latitude"), table.Demand("load"));
        if (table.Faults.Count > 0) return ([], table.Faults);
        var points = new List<TrackPoint>();
        while (table.Read())
        {
            if (points.Count == MostPoints)
            {
                table.Fault("(line)", "", string.Create(CultureInfo.InvariantCulture, $"at most {MostPoints} points; send it in several tracks"));
                break;
            }

            var at = new GeoPoint(Within(table, longitude, "longitude", 180), Within(table, latitude, "latitude", 90));
            points.Add(new TrackPoint(at.FromDatum(datum), Within(table, load, "load", LargestLoad)));
        }

        return (points, table.Faults);
    }

    private static decimal Within(CsvTable table, int column, string name, decimal most)
    {
        if (PlainNumber.TryParse(table.Fields[column], out var number) && number <= most) return number;
        table.Fault(name, table.Fields[column], string.Create(CultureInfo.InvariantCulture, $"a number from 0 to {most}"));
        return 0;
    }
}
