using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Registers;

/// <summary>
/// How far a unit's hand reaches in the register: a town has its own sources, a department those that it answers for (its kinds, and
/// entries that name it), the command centre all.
/// </summary>
/// <param name="IsAll">True for the command centre.</param>
/// <param name="Town">Code of the town; null for none.</param>
/// <param name="Departments">Names of the department, as the plan writes it; empty for none.</param>
public sealed record RegisterReach(bool IsAll, string? Town, IReadOnlyList<string> Departments)
{
    /// <summary>Everything.</summary>
    public static RegisterReach All { get; } = new(true, null, []);

    /// <summary>Nothing.</summary>
    public static RegisterReach None { get; } = new(false, null, []);

    /// <summary>The reach of a unit; nothing without one.</summary>
    public static RegisterReach Of(Unit? unit, District district)
    {
        ArgumentNullException.ThrowIfNull(district);
        return unit?.Kind switch
        {
            UnitKind.Command => All,
            UnitKind.Town => new(false, unit.Code, []),
            UnitKind.Department => new(false, null,
                [.. district.Departments.Where(d => d.Code == unit.Code).SelectMany(d => new[] { d.Name, d.AlsoWritten }).Where(n => n.Length > 0)]),
            _ => None,
        };
    }

    /// <summary>True when the entry is within reach.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="departmentOfKind">Department that answers for its kind, where the entry names none.</param>
    public bool Covers(SourceRegistration entry, string departmentOfKind)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return IsAll || entry.Town == Town || Departments.Contains(entry.Department ?? departmentOfKind, StringComparer.Ordinal);
    }
}
