using BlueSky.Sources;

namespace BlueSky.Districts;

/// <summary>A town, street (镇街) or the development zone's committee: the unit that answers for its ground (属地).</summary>
/// <param name="Code">Nine-digit code of the statistics bureau, or a marked placeholder where none exists.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Form">street 街道, town 镇, or zone 开发区.</param>
/// <param name="Tier">Assessment tier: A main urban, B around, C development zone.</param>
/// <param name="Mark">How sure the row is: T, S, K, D.</param>
public sealed record Town(string Code, string Name, string Form, string Tier, string Mark);

/// <summary>A department or unit of the plan (部门), the industry line (行业).</summary>
/// <param name="Code">Short stable code, e.g. <c>zhujian</c>.</param>
/// <param name="Name">Name exactly as the plan writes it, e.g. 区住建局.</param>
/// <param name="AlsoWritten">Another way in which the plan writes it; empty when there is none.</param>
public sealed record Department(string Code, string Name, string AlsoWritten = "");

/// <summary>A national or district air station.</summary>
/// <param name="Code">Code, e.g. <c>1618A</c>.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Location">Position; null where not confirmed.</param>
/// <param name="Town">Town that answers for it; null where not confirmed.</param>
/// <param name="Mark">How sure the row is.</param>
public sealed record AirStation(string Code, string Name, GeoPoint? Location, string? Town, string Mark);

/// <summary>The district with everything that hangs on it.</summary>
/// <param name="Code">Six-digit code, 371302.</param>
/// <param name="Name">兰山区.</param>
/// <param name="Towns">Towns, streets and the zone, in the statistics bureau's order.</param>
/// <param name="Departments">Departments and units of the plan.</param>
/// <param name="Stations">Air stations.</param>
public sealed record District(
    string Code, string Name, IReadOnlyList<Town> Towns, IReadOnlyList<Department> Departments, IReadOnlyList<AirStation> Stations);
