using System.CommandLine;
using BlueSky.Assessment;
using BlueSky.Tables;

namespace BlueSky.Host.Commands;

/// <summary>
/// <c>bluesky assess FILE.csv --policy NAME</c>: ranks, scores and compensation of a table, to check a bulletin by hand. Exit codes:
/// 0 done, 1 faults in the table or a run that the policy refuses, 2 wrong use (no such file or policy, no period).
/// </summary>
internal static class AssessCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = "Table with the columns unit,tier,so2,no2,pm10,pm25,co,o3 and optionally the same with _last; index, index_last, improvement, score, "
                + "good_days, good_days_last, excluded, grade_two_years and group are used where there.",
        };
        var policy = new Option<string>("--policy") { Description = "Name of a shipped policy, e.g. lanshan-2021, or the path of a policy file.", Required = true };
        var period = new Option<string?>("--period")
        {
            Description = "Assessed period, as 2021-08, 2021-Q3, 2021-H2, 2021, 2021-W31, 2021-08-05 or 2021-08-01..2021-08-15; then the policy must be in force in it.",
        };
        var command = new Command("assess", "Rank units and compute scores and compensation (万元) by a policy, every amount explained.") { file, policy, period };
        command.SetAction(parsed => TableFile.Run(
            parsed.GetRequiredValue(file),
            () => Run(parsed.GetRequiredValue(file), parsed.GetRequiredValue(policy), parsed.GetValue(period))));
        return command;
    }

    private static int Run(FileInfo file, string name, string? periodText)
    {
        Period? period = null;
        if (periodText is not null && !Period.TryParse(periodText, out period)) return Refused($"--period: '{periodText}' is no period; write it as 2021-08 or 2021-Q3");
        Policy policy;
        try
        {
            policy = PolicyFile.Load(Find(name));
        }
        catch (PolicyException fault)
        {
            return Refused($"--policy: {fault.Message}");
        }

        using var input = TableFile.Open(file);
        using var text = TableFile.Text(input);
        var table = new CsvTable(text, file.ToString());
        var units = AssessmentListing.Read(table, policy);
        if (table.Faults.Count > 0) return TableFile.Report(table.Faults);
        AssessmentResult result;
        try
        {
            result = Assessor.Run(policy, units, period);
        }
        catch (AssessmentException refusal)
        {
            Console.Error.WriteLine($"{file}: {refusal.Message}");
            return TableFile.DataFaults;
        }

        using var output = TableFile.Output();
        AssessmentListing.Write(result, output);
        return TableFile.Ok;
    }

    /// <summary>A name is looked for beside the executable, anything with a separator or an extension is a path.</summary>
    private static string Find(string name)
    {
        if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)) return name;
        var folder = Path.Combine(AppContext.BaseDirectory, "seeds", "policies");
        var path = Path.Combine(folder, name + ".json");
        if (File.Exists(path)) return path;
        IEnumerable<string> known = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal) : [];
        throw new PolicyException(name, "", $"there is no such policy; use a path or one of {string.Join(", ", known)}");
    }

    private static int Refused(string message)
    {
        Console.Error.WriteLine(message);
        return TableFile.Usage;
    }
}
