namespace BlueSky.Web;

/// <summary>An inspection of the measures checklist (措施检查).</summary>
public sealed record InspectionEntry
{
    /// <summary>When, whole seconds, China time without an offset. Required; the same entry again changes nothing.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Who inspected. Required, at most 64 characters.</summary>
    public string? Inspector { get; init; }

    /// <summary>1 to 100 items, each once.</summary>
    public IReadOnlyList<InspectionItem?>? Items { get; init; }

    /// <summary>Remarks, at most 1,024 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>One item of a checklist.</summary>
public sealed record InspectionItem
{
    /// <summary>Code of the item as in <c>GET /kinds</c>. Required.</summary>
    public string? Item { get; init; }

    /// <summary>True when passed. Required.</summary>
    public bool? Pass { get; init; }
}

/// <summary>A mobile survey of a road's dust (道路积尘走航).</summary>
public sealed record SurveyEntry
{
    /// <summary>End of the survey, whole seconds, China time without an offset. Required; the same entry again changes nothing.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Vehicle or crew. Required, at most 64 characters.</summary>
    public string? Surveyor { get; init; }

    /// <summary>1 to 10,000 points of the segment.</summary>
    public IReadOnlyList<SurveyPointEntry?>? Points { get; init; }
}

/// <summary>One point of a survey.</summary>
public sealed record SurveyPointEntry
{
    /// <summary>Silt load (积尘负荷) in g/m2, 0 to 10,000. Required.</summary>
    public decimal? Load { get; init; }

    /// <summary>Length of road it stands for, in m, above 0 to 100,000. Required.</summary>
    public decimal? Length { get; init; }
}

/// <summary>A cleaning of a restaurant's hood and purifier (清洗记录).</summary>
public sealed record CleaningEntry
{
    /// <summary>When, whole seconds, China time without an offset. Required; the same entry again changes nothing.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Who cleaned. Required, at most 64 characters.</summary>
    public string? Cleaner { get; init; }

    /// <summary>Remarks, at most 1,024 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>What became of an entry made by people.</summary>
/// <param name="Source">Id of the source.</param>
/// <param name="At">Its event time.</param>
/// <param name="Result">Stored, duplicate, or revised: kept beside an earlier entry of the same moment, which stays current.</param>
/// <param name="Load">The segment's silt load in g/m2 for a survey; null else.</param>
public sealed record EntryAnswer(string Source, DateTimeOffset At, Sources.IngestResult Result, decimal? Load);
