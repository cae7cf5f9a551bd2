using System.Globalization;
using BlueSky.Districts;

namespace BlueSky.Assessment;

/// <summary>Which station measures for a unit.</summary>
/// <param name="Unit">Code of the unit (town, street, zone).</param>
/// <param name="Station">Code of the station.</param>
/// <param name="IsDemo">True when the station is invented and its data are demonstration data (演示数据).</param>
/// <param name="Mark">How sure the row is: T, S, K, D.</param>
public sealed record UnitStation(string Unit, string Station, bool IsDemo, string Mark);

/// <summary>What is run by itself for a policy.</summary>
/// <param name="Policy">Id of the policy.</param>
/// <param name="Kinds">Day, Month, Quarter, Year, ToDate (the month so far).</param>
/// <param name="DayFromHour">Hour of the next day, China time, from which a day and the month so far are run, 0-23.</param>
/// <param name="MonthFromDay">Day of the next month from which a month, quarter or year is run, 1-28.</param>
/// <param name="Mark">How sure the row is.</param>
public sealed record PlannedPolicy(string Policy, IReadOnlyList<PeriodType> Kinds, int DayFromHour, int MonthFromDay, string Mark);

/// <summary>
/// A district's assessment: whose data come from where, and what is run when. Read from <c>unit-stations.csv</c> and
/// <c>assessments.csv</c> of its folder in <c>seeds/</c>; every row carries its mark and citation.
/// </summary>
/// <param name="Stations">Units with their stations, in the order of the file.</param>
/// <param name="Policies">Policies that run by themselves.</param>
public sealed record AssessmentPlan(IReadOnlyList<UnitStation> Stations, IReadOnlyList<PlannedPolicy> Policies)
{
    private static readonly string[] Marks = ["T", "S", "K", "D"];
    private static readonly string[] Kinds = ["day", "to-date", "month", "quarter", "year"];

    /// <summary>Loads and checks the plan of a district.</summary>
    /// <param name="directory">The district's folder.</param>
    /// <param name="district">Its units.</param>
    /// <param name="policies">The policies that there are.</param>
    /// <exception cref="DistrictSeedException">A file is missing or a value cannot be used; names file, line, field and fix.</exception>
    public static AssessmentPlan Load(string directory, District district, PolicyCatalog policies)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(district);
        ArgumentNullException.ThrowIfNull(policies);
        return new AssessmentPlan(
            LoadStations(Path.Combine(directory, "unit-stations.csv"), district), LoadPolicies(Path.Combine(directory, "assessments.csv"), policies));
    }

    private static List<UnitStation> LoadStations(string path, District district)
    {
        var stations = new List<UnitStation>();
        foreach (var row in SeedTable.Load(path, "unit", "station", "demo", "mark", "citation").Rows)
        {
            var (unit, station) = (row.Required("unit", "a code of towns.csv"), row.Required("station", "a station's code"));
            if (district.Towns.All(t => t.Code != unit)) throw row.Fault("unit", $"is '{unit}', which towns.csv does not have; correct it");
            if (stations.Any(s => s.Station == station)) throw row.Fault("station", $"'{station}' is there twice; a station measures for one unit");
            _ = row.Required("citation", "where the row comes from");
            stations.Add(new UnitStation(unit, station, row.OneOf("demo", "yes", "no") == "yes", row.OneOf("mark", Marks)));
        }

        return stations;
    }

    private static List<PlannedPolicy> LoadPolicies(string path, PolicyCatalog policies)
    {
        var planned = new List<PlannedPolicy>();
        foreach (var row in SeedTable.Load(path, "policy", "kinds", "day_from_hour", "month_from_day", "mark", "citation").Rows)
        {
            var id = row.Required("policy", "the id of a policy");
            var policy = policies.Find(id)
                ?? throw row.Fault("policy", $"is '{id}'; there are {string.Join(", ", policies.All.Select(p => p.Id))}");
            if (planned.Any(p => p.Policy == id)) throw row.Fault("policy", $"'{id}' is there twice; remove one of the two lines");
            var kinds = row.Required("kinds", "words joined by |").Split('|').Select(k => Kind(row, k)).ToList();
            foreach (var kind in kinds.Except(policy.Periods.Value))
                throw row.Fault("kinds", $"has {kind}, which {id} does not settle; it settles {string.Join(", ", policy.Periods.Value)}");
            _ = row.Required("citation", "where the row comes from");
            planned.Add(new PlannedPolicy(id, kinds, Whole(row, "day_from_hour", 0, 23), Whole(row, "month_from_day", 1, 28), row.OneOf("mark", Marks)));
        }

        return planned;
    }

    private static PeriodType Kind(SeedTable.Row row, string word) => Array.IndexOf(Kinds, word) switch
    {
        0 => PeriodType.Day,
        1 => PeriodType.ToDate,
        2 => PeriodType.Month,
        3 => PeriodType.Quarter,
        4 => PeriodType.Year,
        _ => throw row.Fault("kinds", $"has '{word}'; allowed are {string.Join(", ", Kinds)}"),
    };

    private static int Whole(SeedTable.Row row, string column, int least, int most) =>
        int.TryParse(row.Text(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw row.Fault(column, $"is '{row.Text(column)}'; give a whole number from {least} to {most}");
}
