using System.IO.Compression;
using System.Text;
using BlueSky.Tables;

namespace BlueSky.AirQuality.Tests;

/// <summary>Rows of the measured data with their published figures.</summary>
internal sealed record PublishedRow(AirHour Hour, string Case, int? Aqi, string Level, string Primary);

internal static class RealData
{
    public static string Text(string name)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "air-quality", name + ".csv.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static IEnumerable<PublishedRow> Rows(string name)
    {
        var table = new CsvTable(new StringReader(Text(name)), name);
        var (station, time, aqi) = (table.Column("station"), table.Demand("time"), table.Demand("aqi"));
        var (kind, level, primary, place) = (table.Column("case"), table.Column("level"), table.Column("primary"), table.Column("name"));
        var values = Pollutants.All.Select(p => table.Demand(p.Code())).ToArray();
        while (table.Read())
        {
            Assert.True(HourLabel.TryParse(table.Fields[time], out var label));
            yield return new PublishedRow(
                new AirHour(station < 0 ? table.Fields[place] : table.Fields[station], label, [.. values.Select(table.Amount)]),
                kind < 0 ? "" : table.Fields[kind], (int?)table.Amount(aqi),
                level < 0 ? "" : table.Fields[level], primary < 0 ? "" : table.Fields[primary]);
        }
        Assert.Empty(table.Faults);
    }

    /// <summary>The published column <paramref name="column"/> of every row, empty as null.</summary>
    public static IEnumerable<(AirHour Hour, decimal? Published)> Derived(string name, string column)
    {
        var table = new CsvTable(new StringReader(Text(name)), name);
        var at = table.Demand(column);
        foreach (var row in Rows(name))
        {
            Assert.True(table.Read());
            yield return (row.Hour, table.Amount(at));
        }
    }
}
