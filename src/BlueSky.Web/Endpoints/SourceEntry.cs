using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Web;

/// <summary>The register entry (清单) of a source as a caller sends it; replaces the former as a whole.</summary>
public sealed record SourceEntry
{
    /// <summary>Id; may be left out, else it is the one of the address.</summary>
    public string? Id { get; init; }

    /// <summary>Name as people know it. Required.</summary>
    public string? Name { get; init; }

    /// <summary>Code of the kind. Required.</summary>
    public string? Kind { get; init; }

    /// <summary>Town code. Required.</summary>
    public string? Town { get; init; }

    /// <summary>Control zone; null takes the kind's default.</summary>
    public string? Zone { get; init; }

    /// <summary>Size class, e.g. <c>small</c>.</summary>
    public string? SizeClass { get; init; }

    /// <summary>Branch of industry, e.g. <c>brick</c>.</summary>
    public string? Industry { get; init; }

    /// <summary>Street address.</summary>
    public string? Address { get; init; }

    /// <summary>Degrees east and north.</summary>
    public GeoPoint? Location { get; init; }

    /// <summary>The line of a road from end to end, 2 to 500 points in the register's datum (GCJ-02).</summary>
    public IReadOnlyList<GeoPoint>? Path { get; init; }

    /// <summary>First day in the register, China time. Required; data before it are refused.</summary>
    public DateOnly? RegisteredOn { get; init; }

    /// <summary>First day out of the register, China time; null while it is in it. Needs <c>operation</c> suspended.</summary>
    public DateOnly? DeregisteredOn { get; init; }

    /// <summary>Code of the air station that ratios compare with.</summary>
    public string? ReferenceStation { get; init; }

    /// <summary>Responsible department; null takes the kind's.</summary>
    public string? Department { get; init; }

    /// <summary>Who answers in person (责任人员): name or post; null when not declared.</summary>
    public string? Responsible { get; init; }

    /// <summary>Numbers that conversions need, by name, e.g. <c>stoves</c>; at most 32.</summary>
    public Dictionary<string, decimal>? Parameters { get; init; }

    /// <summary>True for demonstration data.</summary>
    public bool IsDemo { get; init; }

    /// <summary>What the operator declares; in service when left out.</summary>
    public Operation Operation { get; init; }

    /// <summary>The registration, when it is whole and its kind and town exist.</summary>
    /// <exception cref="InvalidRequestException">It is not; names each field.</exception>
    internal SourceRegistration Checked(string id, District district, IReadOnlyList<KindInfo> kinds)
    {
        Ids.CheckSource(id);
        var check = new FieldCheck();
        var registration = ToRegistration(id, check);
        if (registration.Kind.Length > 0 && kinds.All(k => k.Code != registration.Kind))
            check.Wrong("kind", "unknown-kind", "没有这个源类，见 /api/v1/kinds。There is no such kind.");
        if (registration.Town.Length > 0 && district.Towns.All(t => t.Code != registration.Town))
            check.Wrong("town", "unknown-town", "没有这个镇街，见 /api/v1/towns。There is no such town.");
        check.Check();
        return registration;
    }

    private SourceRegistration ToRegistration(string id, FieldCheck check)
    {
        if (Id is not null && Id != id) check.Wrong("id", "mismatch", "与地址中的编号不同。Differs from the id of the address.");
        if (Location is { } at && (at.Longitude is < -180 or > 180 || at.Latitude is < -90 or > 90))
            check.Wrong("location", "range", "经度 -180 到 180，纬度 -90 到 90。Longitude -180 to 180, latitude -90 to 90.");
        if (Parameters is { Count: > 32 }) check.Wrong("parameters", "length", "最多 32 项。At most 32.");
        foreach (var name in Parameters?.Keys ?? Enumerable.Empty<string>()) check.Needed(name, "parameters", 32);
        return new SourceRegistration
        {
            Id = id,
            Name = check.Needed(Name, "name", 128),
            Kind = check.Needed(Kind, "kind", 32),
            Town = check.Needed(Town, "town", 32),
            Zone = Optional(check, Zone, "zone"),
            SizeClass = Optional(check, SizeClass, "sizeClass"),
            Industry = Optional(check, Industry, "industry"),
            Address = check.Fits(Address ?? "", "address", 256),
            Location = Location,
            Path = Path ?? [],
            RegisteredOn = check.Needed(RegisteredOn, "registeredOn"),
            DeregisteredOn = DeregisteredOn,
            ReferenceStation = Optional(check, ReferenceStation, "referenceStation"),
            Department = Optional(check, Department, "department"),
            Responsible = Optional(check, Responsible, "responsible"),
            Parameters = Parameters ?? [],
            IsDemo = IsDemo,
            Operation = Operation,
        };
    }

    private static string? Optional(FieldCheck check, string? text, string field) =>
        string.IsNullOrWhiteSpace(text) ? null : check.Fits(text, field, 64);
}
