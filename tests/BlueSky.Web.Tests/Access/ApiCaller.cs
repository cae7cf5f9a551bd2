using BlueSky.Access;
using BlueSky.Districts;

namespace BlueSky.Web.Tests;

/// <summary>Somebody who calls the API: a column of <c>ApiByRole.csv</c>.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Scopes">Scopes of the key; null for a caller without one.</param>
/// <param name="Unit">Code of the unit that the key acts for; null for none.</param>
/// <param name="Role">Role in the unit.</param>
internal sealed record ApiCaller(string Column, Scopes? Scopes, string? Unit, Role Role)
{
    private const string OtherTown = "other-town", OtherDepartment = "other-department";

    /// <summary>The district of the samples with units beside those that the samples' problems and reports concern.</summary>
    public static District District { get; } = Samples.District with
    {
        Towns = [.. Samples.District.Towns, Samples.District.Towns[0] with { Code = OtherTown, Name = "别的镇街" }],
        Departments = [.. Samples.District.Departments, new Department(OtherDepartment, "别的部门"), new Department(BlueSky.Access.Unit.TaskForceCode, "效能督查专班")],
    };

    /// <summary>
    /// Nobody; a key for each scope alone; each position, in each kind of unit and each role it may have; towns and departments a second
    /// time as one whom the samples do not concern; a key that may decide for a town where its role is only to read; and keys of units that
    /// enter into the register.
    /// </summary>
    public static IReadOnlyList<ApiCaller> All { get; } =
    [
        new("anonymous", null, null, Role.Reader),
        .. Enum.GetValues<Scopes>().Where(s => s is not (Access.Scopes.None or Access.Scopes.All)).Select(s => new ApiCaller($"scope.{s}", WithOlder(s), null, Role.Reader)),
        .. RegisterKeys(Samples.Town, "Town", OtherTown), .. RegisterKeys(Samples.Department.Code, "Department", OtherDepartment),
        .. Positions.All.SelectMany(OfPosition),
        new("Town.Reader", Access.Scopes.Read | Access.Scopes.Act, Samples.Town, Role.Reader),
    ];

    /// <summary>A client with the caller's key.</summary>
    public HttpClient In(TestWeb web) =>
        web.Client(Scopes is { } scopes ? web.World.AddKey(Column.Replace('.', '-'), scopes, unit: Unit, role: Role) : null);

    // As the key's grain gives it: these two were once part of Administer.
    private static Scopes WithOlder(Scopes scope) => scope == Access.Scopes.Administer ? scope | Access.Scopes.Assess | Access.Scopes.Audit : scope;

    private static IEnumerable<ApiCaller> RegisterKeys(string unit, string kind, string elsewhere) =>
    [
        new($"scope.Register.{kind}.Officer", Access.Scopes.Register, unit, Role.Officer),
        new($"scope.Register.{kind}.Reader", Access.Scopes.Register, unit, Role.Reader),
        new($"scope.Register.{kind}.Officer.Elsewhere", Access.Scopes.Register, elsewhere, Role.Officer),
    ];

    private static IEnumerable<ApiCaller> OfPosition(PositionRule rule) => rule.UnitKinds.Count == 0
        ? [new ApiCaller($"{rule.Position}", rule.Scopes, null, Role.Reader)]
        : from kind in rule.UnitKinds
          from unit in UnitsOf(kind)
          from role in rule.Roles
          select new ApiCaller($"{rule.Position}.{role}{unit.Suffix}", rule.Scopes, unit.Code, role);

    private static (string Code, string Suffix)[] UnitsOf(UnitKind kind) => kind switch
    {
        UnitKind.Command => [(BlueSky.Access.Unit.CommandCode, "")],
        UnitKind.TaskForce => [(BlueSky.Access.Unit.TaskForceCode, ".TaskForce")],
        UnitKind.Department => [(Samples.Department.Code, ""), (OtherDepartment, ".Elsewhere")],
        UnitKind.Town => [(Samples.Town, ""), (OtherTown, ".Elsewhere")],
        _ => throw new NotSupportedException($"{kind}"),
    };
}
