namespace BlueSky.Access;

/// <summary>What a person is within the unit.</summary>
public enum Role
{
    /// <summary>只读: sees, decides nothing.</summary>
    Reader = 0,

    /// <summary>网格员: reports what is found on the ground.</summary>
    GridMember = 1,

    /// <summary>经办人: acts for the unit.</summary>
    Officer = 2,

    /// <summary>负责人: acts for the unit and decides where a responsible person must.</summary>
    Lead = 3,

    /// <summary>系统: the program itself, by a rule or by the clock.</summary>
    System = 4,
}

/// <summary>Who gives a command.</summary>
/// <param name="Id">Stable id of the person or key: two commands with the same id are by the same hand.</param>
/// <param name="Name">Name for people and the audit log.</param>
/// <param name="Unit">Unit acted for; null for the system and for readers without a unit.</param>
/// <param name="Role">Role in the unit.</param>
public sealed record Actor(string Id, string Name, Unit? Unit, Role Role)
{
    /// <summary>The program.</summary>
    public static Actor OfTheSystem { get; } = new("system", "system", null, Role.System);

    /// <summary>True when this one acts for a unit: officer or lead.</summary>
    public bool ActsFor(string unit) => Role is Role.Officer or Role.Lead && Unit?.Code == unit;

    /// <summary>True for officers and leads of the command centre.</summary>
    public bool IsCommand => Role is Role.Officer or Role.Lead && Unit?.Kind == UnitKind.Command;
}
