using System.CommandLine;
using BlueSky.AirQuality;

namespace BlueSky.Host.Commands;

/// <summary><c>bluesky aqi FILE.csv [--mode published|strict] [--standard auto|2012|2026]</c>: the hourly AQI of every row.</summary>
internal static class AqiCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = "Table with the columns station,time,pm25,pm10,so2,no2,o3,co; others are ignored, empty is missing.",
        };
        var mode = new Option<string>("--mode")
        {
            Description = "published: as CNEMC publishes the hourly AQI; strict: the text of HJ 633 with running means.",
            DefaultValueFactory = _ => "published",
        };
        mode.AcceptOnlyFromAmong("published", "strict");
        var standard = new Option<string>("--standard")
        {
            Description = "Edition of HJ 633; auto chooses by the date of each row.",
            DefaultValueFactory = _ => "auto",
        };
        standard.AcceptOnlyFromAmong("auto", "2012", "2026");
        const string description = "Compute the hourly AQI, its level, primary pollutants and sub-indices from a table of hours.";
        var command = new Command("aqi", description) { file, mode, standard };
        command.SetAction(parsed => TableFile.Run(parsed.GetRequiredValue(file), () => Run(
            parsed.GetRequiredValue(file),
            parsed.GetValue(mode) == "strict" ? AqiMode.Strict : AqiMode.Published,
            parsed.GetValue(standard) switch { "2012" => AqiStandard.Hj633Of2012, "2026" => AqiStandard.Hj633Of2026, _ => null })));
        return command;
    }

    /// <summary>Reads the file twice: once to find every fault, then, only when there is none, to write.</summary>
    private static int Run(FileInfo file, AqiMode mode, AqiStandard? standard)
    {
        using var stream = TableFile.Open(file);
        using (var text = TableFile.Text(stream))
        {
            var hours = new AirHourTable(text, file.ToString());
            AqiListing.Check(hours, mode);
            if (hours.Faults.Count > 0) return TableFile.Report(hours.Faults);
        }
        using var input = TableFile.Text(stream);
        using var output = TableFile.Output();
        var again = new AirHourTable(input, file.ToString());
        new AqiListing(mode, standard).Write(again, output);
        return TableFile.Report(again.Faults);
    }
}
