using BlueSky.Access;
using BlueSky.Decisions;
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

    /// <summary>Why the entry may not be registered in place of the present one; null when it may.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="current">The one that the register has under its id; null for none.</param>
    /// <param name="departmentOf">Department that answers for a kind.</param>
    public Refusal? Refuse(SourceRegistration entry, SourceRegistration? current, Func<string, string> departmentOf)
    {
        ArgumentNullException.ThrowIfNull(departmentOf);
        ArgumentNullException.ThrowIfNull(entry);
        if (current is not null && !Covers(current, departmentOf(current.Kind)))
            return new("not-yours", RefusalGround.NotPermitted, "id", "此编号已由其他单位登记，不能覆盖。", "The id belongs to another unit's source.");
        if (Covers(entry, departmentOf(entry.Kind))) return null;
        return Town is not null
            ? new("not-yours", RefusalGround.NotPermitted, "town", "镇街只能登记本辖区的污染源。", "A town enters only its own sources.")
            : new("not-yours", RefusalGround.NotPermitted, "department", "只能登记本单位负责的污染源。", "A unit enters only what it answers for.");
    }

    /// <summary>Why no record (inspection, survey, cleaning) may be entered for this source; null when it may.</summary>
    /// <param name="source">The source as registered.</param>
    /// <param name="departmentOfKind">Department that answers for its kind, where the entry names none.</param>
    public Refusal? RefuseRecord(SourceRegistration source, string departmentOfKind) => Covers(source, departmentOfKind)
        ? null
        : new("not-yours", RefusalGround.NotPermitted, "id", "只能录入本单位污染源的记录。", "A unit enters records of its own sources only.");

    /// <summary>Why nothing that concerns the whole district may be entered; null when it may. A town does not write the hours it is ranked by.</summary>
    public Refusal? RefuseDistrict() => IsAll
        ? null
        : new("not-yours", RefusalGround.NotPermitted, "", "全区的数据由指挥部或不属于任何单位的密钥录入。", "Data of the whole district come from the command centre or by a key without a unit.");

    /// <summary>How far one may enter: without a unit (a machine's key) everywhere, for a unit only its officers and leads.</summary>
    public static RegisterReach OfWriter(string? unit, Actor by, District district)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (unit is null) return All;
        return by.Role is Role.Officer or Role.Lead ? Of(by.Unit, district) : None;
    }
}
