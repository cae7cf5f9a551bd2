using BlueSky.Assessment;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Reports;

/// <summary>How reports of patrols and citizens are taken (受理规则). A file in <c>seeds/violations/</c>; every figure with its mark and citation.</summary>
public sealed record ReportPolicy
{
    /// <summary>Severity of what a citizen tells, whatever it is.</summary>
    public required Cited<Severity> CitizenSeverity { get; init; }

    /// <summary>Severity of what is against no rule of the kind.</summary>
    public required Cited<Severity> OtherSeverity { get; init; }

    /// <summary>How far the nearest source may be, m.</summary>
    public required Cited<int> SourceWithinMetres { get; init; }

    /// <summary>How near a fire is the same as a registered spot, m.</summary>
    public required Cited<int> SpotWithinMetres { get; init; }

    /// <summary>How long after it was seen a report may come, h.</summary>
    public required Cited<int> LatestAfterHours { get; init; }

    /// <summary>True when what a patrol found needs a photo and a position.</summary>
    public required Cited<bool> PatrolNeedsPhoto { get; init; }

    /// <summary>Reads <c>reports.json</c> of a folder.</summary>
    /// <exception cref="PolicyException">The file is missing or cannot be used; names file, field and fix.</exception>
    public static ReportPolicy Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Parse(HandlingPolicyFile.Text(directory, "reports.json"));
    }

    /// <summary>Reads it from its text.</summary>
    /// <exception cref="PolicyException">The text cannot be used.</exception>
    public static ReportPolicy Parse(string json) => HandlingPolicyFile.Read("reports.json", json, root =>
    {
        root.Only("id", "name", "citizenSeverity", "otherSeverity", "sourceWithinMetres", "spotWithinMetres", "latestAfterHours", "patrolNeedsPhoto");
        _ = (root.Required("id").Text(), root.Required("name").Text());
        return new ReportPolicy
        {
            CitizenSeverity = root.Required("citizenSeverity").Cited(HandlingPolicyFile.ReadSeverity),
            OtherSeverity = root.Required("otherSeverity").Cited(HandlingPolicyFile.ReadSeverity),
            SourceWithinMetres = root.Required("sourceWithinMetres").Cited(n => n.Whole(1, 5_000)),
            SpotWithinMetres = root.Required("spotWithinMetres").Cited(n => n.Whole(1, 5_000)),
            LatestAfterHours = root.Required("latestAfterHours").Cited(n => n.Whole(1, 8_784)),
            PatrolNeedsPhoto = root.Required("patrolNeedsPhoto").Cited(n => n.Flag()),
        };
    });
}
