namespace BlueSky.Sources;

/// <summary>A position in degrees. Datum: as in the register entry; seeds state theirs.</summary>
/// <param name="Longitude">Degrees east, -180..180.</param>
/// <param name="Latitude">Degrees north, -90..90.</param>
public readonly record struct GeoPoint(decimal Longitude, decimal Latitude);

/// <summary>The register entry (清单) of one source: what people declare of it. Replaced as a whole.</summary>
public sealed record SourceRegistration
{
    /// <summary>Id, e.g. <c>371302-gas-0012</c>: district, kind, number. Letters, digits, hyphens; at most 64.</summary>
    public required string Id { get; init; }

    /// <summary>Name as people know it.</summary>
    public required string Name { get; init; }

    /// <summary>Code of the kind, a file in <c>seeds/source-kinds/</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Nine-digit code of the town (镇街), or the marked placeholder code of the development zone.</summary>
    public required string Town { get; init; }

    /// <summary>Control zone that limits depend on, e.g. <c>key</c> 重点控制区; null takes the kind's default.</summary>
    public string? Zone { get; init; }

    /// <summary>Size class that limits depend on, e.g. a restaurant's <c>small</c>, <c>medium</c>, <c>large</c>, a road's <c>main</c>.</summary>
    public string? SizeClass { get; init; }

    /// <summary>Branch of industry that limits depend on, e.g. <c>brick</c>, <c>cement</c>.</summary>
    public string? Industry { get; init; }

    /// <summary>Street address; empty when not known.</summary>
    public string Address { get; init; } = "";

    /// <summary>Position; null when not known.</summary>
    public GeoPoint? Location { get; init; }

    /// <summary>Its line from end to end, for a road: 2 to 500 points in the order of the way; empty where it is a place or not known.</summary>
    public IReadOnlyList<GeoPoint> Path { get; init; } = [];

    /// <summary>First day in the register, China time. Data before it are refused.</summary>
    public required DateOnly RegisteredOn { get; init; }

    /// <summary>
    /// First day out of the register (注销日期), China time; null while it is in it. Such a source is out of use; what it was stays on record.
    /// </summary>
    public DateOnly? DeregisteredOn { get; init; }

    /// <summary>Code of the air station that ratios compare with; null where none is set.</summary>
    public string? ReferenceStation { get; init; }

    /// <summary>Responsible department (行业) when it differs from the kind's; null takes the kind's.</summary>
    public string? Department { get; init; }

    /// <summary>Who answers in person (责任人员): name or post as the unit declares it; null when not declared.</summary>
    public string? Responsible { get; init; }

    /// <summary>Numbers that conversions need, by name: <c>stoves</c> 基准灶头数, <c>fan-flow</c> m3/h and others the kind names.</summary>
    public IReadOnlyDictionary<string, decimal> Parameters { get; init; } = new Dictionary<string, decimal>();

    /// <summary>True for demonstration data: shown as such wherever the source is shown.</summary>
    public bool IsDemo { get; init; }

    /// <summary>What the operator declared.</summary>
    public Operation Operation { get; init; }

    /// <summary>True when the register holds it on that day.</summary>
    public bool IsListedOn(DateOnly day) => RegisteredOn <= day && !(DeregisteredOn <= day);
}
