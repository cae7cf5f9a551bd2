using BlueSky.Districts;

namespace BlueSky.Access;

/// <summary>What a unit is in the campaign's order of duties (2021 plan, part 三（一）, （五）).</summary>
public enum UnitKind
{
    /// <summary>指挥部: leads, and supervises both lines (双重督办).</summary>
    Command = 0,

    /// <summary>效能督查专班: takes over what is not rectified in time.</summary>
    TaskForce = 1,

    /// <summary>部门: the industry line (行业).</summary>
    Department = 2,

    /// <summary>镇街: the territory line (属地); the development zone's committee too.</summary>
    Town = 3,
}

/// <summary>A unit that acts.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Code">Code of the town or department.</param>
/// <param name="Name">Chinese name.</param>
public sealed record Unit(UnitKind Kind, string Code, string Name)
{
    /// <summary>Code of the command centre (区大气污染防治指挥部) in <c>departments.csv</c>.</summary>
    public const string CommandCode = "dist-zhihuibu";

    /// <summary>Code of the efficiency task force (效能督查专班).</summary>
    public const string TaskForceCode = "xiaoneng-zhuanban";

    /// <summary>The command centre, also of a district whose files do not list it.</summary>
    public static Unit CommandCentre { get; } = new(UnitKind.Command, CommandCode, "区大气污染防治指挥部");
}

/// <summary>Finds units.</summary>
public static class DistrictUnits
{
    /// <summary>The unit with this code; null when the district has none.</summary>
    public static Unit? UnitOf(this District district, string code)
    {
        ArgumentNullException.ThrowIfNull(district);
        if (district.Towns.FirstOrDefault(t => t.Code == code) is { } town) return new Unit(UnitKind.Town, town.Code, town.Name);
        if (district.Departments.FirstOrDefault(d => d.Code == code) is { } department)
        {
            var kind = code switch
            {
                Unit.CommandCode => UnitKind.Command,
                Unit.TaskForceCode => UnitKind.TaskForce,
                _ => UnitKind.Department,
            };
            return new Unit(kind, department.Code, department.Name);
        }

        return code == Unit.CommandCode ? Unit.CommandCentre : null;
    }
}
