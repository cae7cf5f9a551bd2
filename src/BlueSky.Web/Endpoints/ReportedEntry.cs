using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Web;

/// <summary>What somebody saw (巡查、举报), as it is sent.</summary>
public sealed record ReportedEntry
{
    /// <summary>Chosen by the sender: 1 to 64 letters, digits, hyphens, points, underscores. Required; the same again changes nothing.</summary>
    public string? Id { get; init; }

    /// <summary>patrol (网格巡查) or citizen (群众举报). Required.</summary>
    public FoundBy? Origin { get; init; }

    /// <summary>When it was seen, whole seconds, China time without an offset. Required.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Id of the source; or give kind, town and position.</summary>
    public string? Source { get; init; }

    /// <summary>Kind of the source where no id is given; <c>burning-spot</c> for a fire found anywhere.</summary>
    public string? Kind { get; init; }

    /// <summary>Code of the town; a town's own when left out.</summary>
    public string? Town { get; init; }

    /// <summary>Where; required of a patrol that found something, and where no source is named.</summary>
    public PositionEntry? Position { get; init; }

    /// <summary>The rule it is against, as <c>reportable</c> of the kind names them, or <c>other</c>. Required.</summary>
    public string? Finding { get; init; }

    /// <summary>Answers to the measures checklist, for the finding <c>measures</c>; 1 to 100 items, each once.</summary>
    public IReadOnlyList<InspectionItem?>? Measures { get; init; }

    /// <summary>What was seen, at most 4,096 characters. Shown to the units concerned alone.</summary>
    public string? Text { get; init; }

    /// <summary>Ids of photos that the caller's unit uploaded, at most 20; required of a patrol that found something.</summary>
    public IReadOnlyList<string?>? Photos { get; init; }

    /// <summary>How to reach the citizen; for reports of citizens.</summary>
    public ContactEntry? Contact { get; init; }
}

/// <summary>A position.</summary>
public sealed record PositionEntry
{
    /// <summary>Degrees east. Required.</summary>
    public decimal? Longitude { get; init; }

    /// <summary>Degrees north. Required.</summary>
    public decimal? Latitude { get; init; }

    /// <summary>gcj02 (maps and telephones in China, the register) or wgs84 (a GPS receiver); gcj02 when left out.</summary>
    public Datum Datum { get; init; }

    internal GeoPoint Read(FieldCheck check, string field)
    {
        var point = new GeoPoint(check.Needed(Longitude, field + ".longitude"), check.Needed(Latitude, field + ".latitude"));
        if (point.Longitude is < -180 or > 180) check.Wrong(field + ".longitude", "range", "-180 到 180。-180 to 180.");
        else if (point.Latitude is < -90 or > 90) check.Wrong(field + ".latitude", "range", "-90 到 90。-90 to 90.");
        else return point.FromDatum(Datum);
        return point;
    }
}

/// <summary>How to reach a citizen.</summary>
public sealed record ContactEntry
{
    /// <summary>Name, at most 64 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Telephone, at most 32 characters.</summary>
    public string? Phone { get; init; }
}
