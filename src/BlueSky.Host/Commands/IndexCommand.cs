using System.CommandLine;
using BlueSky.AirQuality;
using BlueSky.Tables;

namespace BlueSky.Host.Commands;

/// <summary><c>bluesky index FILE.csv</c>: composite index and improvement of every unit.</summary>
internal static class IndexCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = "Table with the columns unit,so2,no2,pm10,pm25,co,o3 and optionally the same with _last (the year before).",
        };
        const string description = "Compute the composite index and its improvement (positive when it fell) from period concentrations.";
        var command = new Command("index", description) { file };
        command.SetAction(parsed => TableFile.Run(parsed.GetRequiredValue(file), () => Run(parsed.GetRequiredValue(file))));
        return command;
    }

    private static int Run(FileInfo file)
    {
        using var stream = TableFile.Open(file);
        using var input = TableFile.Text(stream);
        var table = new CsvTable(input, file.ToString());
        var units = IndexListing.Read(table);
        if (table.Faults.Count > 0) return TableFile.Report(table.Faults);
        using var output = TableFile.Output();
        IndexListing.Write(units, output);
        return TableFile.Ok;
    }
}
