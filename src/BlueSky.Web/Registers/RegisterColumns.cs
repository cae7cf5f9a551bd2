using BlueSky.Districts;
using BlueSky.Registers;
using BlueSky.Sources;

namespace BlueSky.Web;

/// <summary>A column of the register's table.</summary>
/// <param name="Field">Name of the field, as in the API.</param>
/// <param name="Title">Chinese name.</param>
/// <param name="Width">Width in characters.</param>
/// <param name="Options">What a cell may hold, as it is written; empty when it is free.</param>
internal sealed record RegisterColumn(string Field, string Title, double Width, IReadOnlyList<string> Options)
{
    /// <summary>The header: the Chinese name with the field's name beside it, by which an import finds the column.</summary>
    public string Header => $"{Title} {Field}";
}

/// <summary>The columns of one kind's table, and how entries become cells. Codes of towns and stations carry their names: <c>371302001 兰山街道</c>.</summary>
internal sealed class RegisterColumns
{
    private readonly District district;

    public RegisterColumns(District district, KindInfo kind, IEnumerable<SourceRegistration> entries)
    {
        this.district = district;
        var parameters = entries.SelectMany(e => e.Parameters.Keys).Concat(kind.Classes?.Parameters ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        All =
        [
            .. RegisterFields.Common.Select(f => new RegisterColumn(f.Name, f.Title, WidthOf(f.Name), OptionsOf(f.Name, kind))),
            .. parameters.Select(p => new RegisterColumn(RegisterFields.ParameterPrefix + p, RegisterFields.TitleOf(p), 14, [])),
        ];
    }

    public IReadOnlyList<RegisterColumn> All { get; }

    public IReadOnlyList<string> Cells(SourceRegistration entry)
    {
        var fields = RegisterFields.Of(entry).ToDictionary(f => f.Name, f => f.Text, StringComparer.Ordinal);
        return [.. All.Select(c => Named(c.Field, fields.GetValueOrDefault(c.Field, "")))];
    }

    private string Named(string field, string text) => field switch
    {
        "town" when district.Towns.FirstOrDefault(t => t.Code == text) is { } town => Written(town),
        "referenceStation" when district.Stations.FirstOrDefault(s => s.Code == text) is { } station => Written(station),
        _ => text,
    };

    private IReadOnlyList<string> OptionsOf(string field, KindInfo kind) => field switch
    {
        "kind" => [kind.Code],
        "town" => [.. district.Towns.Select(Written)],
        "zone" => kind.Classes?.Zones ?? [],
        "sizeClass" => kind.Classes?.SizeClasses ?? [],
        "industry" => kind.Classes?.Industries ?? [],
        "referenceStation" => [.. district.Stations.Where(s => s.Location is not null).Select(Written)],
        "department" => [.. district.Departments.Select(d => d.Name)],
        "operation" => RegisterFields.Operations,
        "isDemo" => [RegisterFields.Yes, RegisterFields.No],
        _ => [],
    };

    private static string Written(Town town) => $"{town.Code} {town.Name}";

    private static string Written(AirStation station) => $"{station.Code} {station.Name}";

    private static double WidthOf(string field) => field switch { "name" or "address" => 32, "id" or "town" or "department" => 22, _ => 13 };
}
