namespace BlueSky.Access;

/// <summary>What a person is to the console (岗位). Each opens scopes, and asks for a unit or has none: see <see cref="Positions"/>.</summary>
public enum Position
{
    /// <summary>只读: sees everything of the district, changes nothing.</summary>
    ReadOnly = 0,

    /// <summary>指挥部: commands and supervises.</summary>
    CommandCentre = 1,

    /// <summary>部门: answers for the industry line.</summary>
    Department = 2,

    /// <summary>镇街: answers for the territory line.</summary>
    Town = 3,

    /// <summary>网格员: rectifies and reports on the ground, for a town.</summary>
    GridMember = 4,

    /// <summary>考核人员: runs assessments, confirms and settles.</summary>
    ScoringStaff = 5,

    /// <summary>审计员: reads the audit log, decides nothing.</summary>
    Auditor = 6,

    /// <summary>设备管理员: devices and the register of sources.</summary>
    DeviceAdministrator = 7,

    /// <summary>系统管理员: users, keys and settings; decides on no problem and no task, so that nobody both appoints and judges.</summary>
    Administrator = 8,
}

/// <summary>What a position is made of.</summary>
/// <param name="Position">The position.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="English">English name.</param>
/// <param name="Scopes">What it opens, exactly as for an API key.</param>
/// <param name="UnitKinds">Kinds of unit that it belongs to; empty when it has no unit.</param>
/// <param name="Roles">Roles in the unit that it may have; <see cref="Role.Reader"/> alone without a unit.</param>
public sealed record PositionRule(
    Position Position, string Name, string English, Scopes Scopes, IReadOnlyList<UnitKind> UnitKinds, IReadOnlyList<Role> Roles);

/// <summary>The table of positions.</summary>
public static class Positions
{
    private static readonly Role[] Deciding = [Role.Officer, Role.Lead];
    private static readonly Role[] Reading = [Role.Reader];

    /// <summary>All, in the order that people choose from.</summary>
    public static IReadOnlyList<PositionRule> All { get; } =
    [
        new(Position.CommandCentre, "指挥部", "Command centre", Scopes.Read | Scopes.Act, [UnitKind.Command, UnitKind.TaskForce], Deciding),
        new(Position.Department, "部门", "Department", Scopes.Read | Scopes.Act, [UnitKind.Department], Deciding),
        new(Position.Town, "镇街", "Town", Scopes.Read | Scopes.Act, [UnitKind.Town], Deciding),
        new(Position.GridMember, "网格员", "Grid member", Scopes.Read | Scopes.Act, [UnitKind.Town], [Role.GridMember]),
        new(Position.ScoringStaff, "考核人员", "Scoring staff", Scopes.Read | Scopes.Assess, [], Reading),
        new(Position.Auditor, "审计员", "Auditor", Scopes.Read | Scopes.Audit, [], Reading),
        new(Position.DeviceAdministrator, "设备管理员", "Device administrator", Scopes.Read | Scopes.Devices | Scopes.Register, [], Reading),
        new(Position.ReadOnly, "只读", "Read-only", Scopes.Read, [], Reading),
        new(Position.Administrator, "系统管理员", "Administrator",
            Scopes.Read | Scopes.Devices | Scopes.Register | Scopes.Administer | Scopes.Assess | Scopes.Audit, [], Reading),
    ];

    /// <summary>The rule of one.</summary>
    public static PositionRule Of(Position position) => All.First(rule => rule.Position == position);
}
