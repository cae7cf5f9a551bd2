using System.CommandLine;
using BlueSky.AirQuality;

namespace BlueSky.Host.Commands;

/// <summary><c>bluesky periods FILE.csv --by day|month|quarter|year</c>: statistics with validity per station and period.</summary>
internal static class PeriodsCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = "Table with the columns station,time,pm25,pm10,so2,no2,o3,co; others are ignored, empty is missing.",
        };
        var by = new Option<string>("--by") { Description = "The period.", Required = true };
        by.AcceptOnlyFromAmong("day", "month", "quarter", "year");
        var command = new Command("periods", "Compute statistics with their validity per station and period from a table of hours.") { file, by };
        command.SetAction(parsed => TableFile.Run(parsed.GetRequiredValue(file), () => Run(
            parsed.GetRequiredValue(file), Enum.Parse<AirPeriodKind>(parsed.GetRequiredValue(by), ignoreCase: true))));
        return command;
    }

    private static int Run(FileInfo file, AirPeriodKind kind)
    {
        using var stream = TableFile.Open(file);
        using var input = TableFile.Text(stream);
        var hours = new AirHourTable(input, file.ToString());
        var days = PeriodListing.Read(hours);
        if (hours.Faults.Count > 0) return TableFile.Report(hours.Faults);
        using var output = TableFile.Output();
        PeriodListing.Write(days, kind, output);
        return TableFile.Ok;
    }
}
