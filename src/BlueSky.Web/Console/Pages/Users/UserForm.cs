using BlueSky.Access;

namespace BlueSky.Web.Console;

/// <summary>What an administrator fills in of a user.</summary>
public sealed class UserForm
{
    private Position position = Position.Town;

    /// <summary>True for a user who is not there yet.</summary>
    public bool IsNew { get; private init; }

    /// <summary>Sign-in name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The name as it is kept.</summary>
    public string NormalName => PersonSignIn.Normal(Name);

    /// <summary>Name of the person.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Position; another one begins with its own units and roles.</summary>
    public Position Position
    {
        get => position;
        set
        {
            position = value;
            (Unit, Role) = (null, Positions.Of(value).Roles[0]);
        }
    }

    /// <summary>Code of the unit; null while none is chosen.</summary>
    public string? Unit { get; set; }

    /// <summary>Role in the unit.</summary>
    public Role Role { get; set; } = Role.Officer;

    /// <summary>What it makes.</summary>
    public Appointment Appointment => new(DisplayName.Trim(), Position, string.IsNullOrEmpty(Unit) ? null : Unit, Role);

    /// <summary>An empty form.</summary>
    public static UserForm New() => new() { IsNew = true };

    /// <summary>The form of a user.</summary>
    public static UserForm Of(UserView user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new()
        {
            Name = user.Name, DisplayName = user.Appointment.DisplayName, Position = user.Appointment.Position, Unit = user.Appointment.Unit, Role = user.Appointment.Role,
        };
    }
}
