using System.Text.Json;

namespace BlueSky.Districts;

/// <summary>
/// Reads a district from its folder in <c>seeds/</c>: <c>district.json</c>, <c>towns.csv</c>, <c>departments.csv</c>, <c>stations.csv</c>.
/// Every row must carry its mark (T, S, K, D) and its citation: a fact without a source does not get in.
/// </summary>
public static class DistrictSeed
{
    private static readonly string[] Marks = ["T", "S", "K", "D"];

    /// <summary>Loads and checks the district in <paramref name="directory"/>.</summary>
    /// <exception cref="DistrictSeedException">A file is missing or a value cannot be used; names file, line, field and fix.</exception>
    public static District Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var (code, name) = LoadHead(Path.Combine(directory, "district.json"));
        var towns = LoadTowns(Path.Combine(directory, "towns.csv"), code);
        var departments = LoadDepartments(Path.Combine(directory, "departments.csv"));
        var stations = LoadStations(Path.Combine(directory, "stations.csv"), towns);
        return new District(code, name, towns, departments, stations);
    }

    private static (string Code, string Name) LoadHead(string path)
    {
        var file = Path.GetFileName(path);
        if (!File.Exists(path)) throw new DistrictSeedException(file, 0, "", $"the file is missing in '{Path.GetDirectoryName(path)}'; add it with code, name, mark, citation");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            string Text(string property) =>
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
                && value.GetString() is { Length: > 0 } text
                    ? text
                    : throw new DistrictSeedException(file, 0, property, "is missing or empty; give it as text");

            var code = Text("code");
            if (code.Length != 6 || !code.All(char.IsAsciiDigit)) throw new DistrictSeedException(file, 0, "code", $"is '{code}'; give the six digits of the district");
            if (!Marks.Contains(Text("mark"), StringComparer.Ordinal)) throw new DistrictSeedException(file, 0, "mark", $"is '{Text("mark")}'; allowed are T, S, K, D");
            _ = Text("citation");
            return (code, Text("name"));
        }
        catch (JsonException e)
        {
            throw new DistrictSeedException(file, (int)(e.LineNumber ?? 0) + 1, "", "is not valid JSON; " + e.Message, e);
        }
    }

    private static List<Town> LoadTowns(string path, string district)
    {
        var table = SeedTable.Load(path, "code", "name", "form", "tier", "mark", "citation");
        var towns = new List<Town>();
        foreach (var row in table.Rows)
        {
            var code = row.Required("code", "the nine-digit code, or a placeholder with mark D");
            var mark = CheckSource(row);
            var official = code.Length == 9 && code.All(char.IsAsciiDigit) && code.StartsWith(district, StringComparison.Ordinal);
            if (!official && mark != "D") throw row.Fault("code", $"is '{code}'; give nine digits beginning with {district}, or mark the row D if it is a placeholder");
            if (towns.Any(t => t.Code == code)) throw row.Fault("code", $"'{code}' is there twice; remove one of the two lines");
            towns.Add(new Town(
                code, row.Required("name", "the Chinese name"), row.OneOf("form", "street", "town", "zone"), row.OneOf("tier", "A", "B", "C"), mark));
        }

        return towns.Count > 0 ? towns : throw new DistrictSeedException(table.File, 0, "", "has no town; a district needs at least one line");
    }

    private static List<Department> LoadDepartments(string path)
    {
        var table = SeedTable.Load(path, "code", "name", "mark", "citation");
        var departments = new List<Department>();
        foreach (var row in table.Rows)
        {
            var code = row.Required("code", "a short stable code such as zhujian");
            if (!code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) throw row.Fault("code", $"is '{code}'; use small letters, digits and hyphens");
            if (departments.Any(d => d.Code == code)) throw row.Fault("code", $"'{code}' is there twice; remove one of the two lines");
            _ = CheckSource(row);
            departments.Add(new Department(code, row.Required("name", "the name as the plan writes it"), row.Optional("also_written")));
        }

        return departments;
    }

    private static List<AirStation> LoadStations(string path, List<Town> towns)
    {
        var table = SeedTable.Load(path, "code", "name", "longitude", "latitude", "town", "mark", "citation");
        var stations = new List<AirStation>();
        foreach (var row in table.Rows)
        {
            var code = row.Required("code", "the station's code such as 1618A");
            if (stations.Any(s => s.Code == code)) throw row.Fault("code", $"'{code}' is there twice; remove one of the two lines");
            var longitude = row.Degrees("longitude", 180m);
            var latitude = row.Degrees("latitude", 90m);
            if (longitude is null != latitude is null) throw row.Fault(longitude is null ? "longitude" : "latitude", "is empty while the other one is given; give both or none");
            var town = row.Text("town") is { Length: > 0 } text ? text : null;
            if (town is not null && towns.All(t => t.Code != town)) throw row.Fault("town", $"is '{town}', which towns.csv does not have; add the town or leave the field empty");
            stations.Add(new AirStation(
                code, row.Required("name", "the station's name"),
                longitude is { } lon && latitude is { } lat ? new(lon, lat) : null, town, CheckSource(row)));
        }

        return stations;
    }

    private static string CheckSource(SeedTable.Row row)
    {
        _ = row.Required("citation", "where the row comes from");
        return row.OneOf("mark", Marks);
    }
}
