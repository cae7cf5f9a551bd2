using BlueSky.Access;
using BlueSky.Districts;

namespace BlueSky.Tasks;

/// <summary>Finds the units that a cell of the plan names.</summary>
internal static class PrintedUnits
{
    private const string AllTowns = "各镇政府", AndOthers = "等";
    private static readonly string[] OfficeWords = ["", "办事处", "街道办事处"];

    /// <summary>The units in printed order, and the names that are none of the district's.</summary>
    public static (IReadOnlyList<Unit> Units, IReadOnlyList<string> Unknown) Read(string text, District district)
    {
        var units = new List<Unit>();
        var unknown = new List<string>();
        foreach (var name in text.Split('、', StringSplitOptions.RemoveEmptyEntries))
        {
            // “兰山商城管委会等”: the open end is a question of its own, the name before it is one like the others.
            var known = Find(name, district) is { Count: > 0 } whole ? whole
                : name.EndsWith(AndOthers, StringComparison.Ordinal) ? Find(name[..^1], district) : [];
            if (known.Count == 0 || name.EndsWith(AndOthers, StringComparison.Ordinal)) unknown.Add(known.Count == 0 ? name : AndOthers);
            units.AddRange(known);
        }

        return ([.. units.Distinct()], unknown);
    }

    private static IReadOnlyList<Unit> Find(string name, District district)
    {
        if (name == AllTowns) return [.. district.Towns.Where(t => t.Form == "town").Select(t => district.UnitOf(t.Code)!)];
        // A ledger cell may go on after the name: “通告涉及各相关部门按照《通告》……落实行业监管职责”.
        var department = district.Departments.FirstOrDefault(
            d => d.Name == name || (d.AlsoWritten.Length > 0 && d.AlsoWritten == name) || name.StartsWith(d.Name + "按照", StringComparison.Ordinal));
        if (department is not null) return [district.UnitOf(department.Code)!];
        return district.Towns.FirstOrDefault(t => OfficeWords.Any(word => t.Name + word == name)) is { } town ? [district.UnitOf(town.Code)!] : [];
    }
}
