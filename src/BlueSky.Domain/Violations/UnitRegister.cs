using BlueSky.Access;
using BlueSky.Districts;

namespace BlueSky.Violations;

/// <summary>Who answers for a source by the register.</summary>
public static class UnitRegister
{
    /// <summary>
    /// Both lines of a source. A kind's department is written by its name in the plan. Where the plan makes the streets themselves
    /// responsible, each for its own ground (ledger 39), the town of the source is the industry line too.
    /// </summary>
    /// <param name="district">The district.</param>
    /// <param name="town">Town code of the source.</param>
    /// <param name="department">Name of the responsible department.</param>
    /// <param name="kind">Kind of the source.</param>
    public static Placement Place(this District district, string town, string department, string kind)
    {
        ArgumentNullException.ThrowIfNull(district);
        var ground = district.UnitOf(town) ?? new Unit(UnitKind.Town, town, town);
        if (district.Departments.FirstOrDefault(d => d.Name == department || d.AlsoWritten == department) is { } found)
            return new Placement(ground, district.UnitOf(found.Code)!, kind);
        return new Placement(ground, district.Towns.Any(t => t.Name == department) ? ground : new Unit(UnitKind.Department, department, department), kind);
    }
}
