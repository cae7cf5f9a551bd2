using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Reports;

/// <summary>One answer to a measures checklist.</summary>
/// <param name="Item">Code of the item, as in the kind file.</param>
/// <param name="Passes">True when it is kept.</param>
public sealed record MeasureAnswer(string Item, bool Passes);

/// <summary>How a citizen may be reached. Kept with the report alone: in no list, export or audit entry.</summary>
/// <param name="Name">Name; empty when not given.</param>
/// <param name="Phone">Telephone; empty when not given.</param>
public sealed record ReportContact(string Name, string Phone);

/// <summary>
/// What somebody saw (巡查、举报): where, when, and which rule of the source's kind it is against. The words in <see cref="Text"/> are the
/// person's own and go nowhere but into the report.
/// </summary>
public sealed record Report
{
    /// <summary>What a report says that is against no rule of its kind.</summary>
    public const string Other = "other";

    /// <summary>Chosen by the sender, 1 to 64 characters: the same report again under it changes nothing.</summary>
    public required string Id { get; init; }

    /// <summary>网格巡查 or 群众举报.</summary>
    public required FoundBy Origin { get; init; }

    /// <summary>When it was seen, whole seconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Id of the source; null to take the nearest of <see cref="Kind"/> in <see cref="Town"/>.</summary>
    public string? SourceId { get; init; }

    /// <summary>Kind of the source where no id is given; <see cref="Reporting.Spot"/> for a fire found anywhere.</summary>
    public string? Kind { get; init; }

    /// <summary>Code of the town where no id is given.</summary>
    public string? Town { get; init; }

    /// <summary>Where, in the datum of the register (GCJ-02); null when not known.</summary>
    public GeoPoint? Position { get; init; }

    /// <summary>Id of the rule of the kind that it is against, e.g. <c>straw</c> or <c>measures</c>, or <see cref="Other"/>.</summary>
    public required string Finding { get; init; }

    /// <summary>Answers to the checklist; for <c>measures</c> alone.</summary>
    public IReadOnlyList<MeasureAnswer> Measures { get; init; } = [];

    /// <summary>What was seen, in the person's words.</summary>
    public string Text { get; init; } = "";

    /// <summary>Ids of photos that the sender's unit uploaded.</summary>
    public IReadOnlyList<string> Photos { get; init; } = [];

    /// <summary>True for the demonstration.</summary>
    public bool IsDemo { get; init; }
}
