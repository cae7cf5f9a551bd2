using BlueSky.Sources;

namespace BlueSky.Web;

/// <summary>A batch of observations of a gateway that does not speak HJ 212.</summary>
public sealed record IngestRequest
{
    /// <summary>The sender's id of the batch, at most 64 characters; kept with the data, comes back in the answer.</summary>
    public string? Batch { get; init; }

    /// <summary>1 to 1,000 observations; those of one source keep their order.</summary>
    public IReadOnlyList<IngestObservation?>? Observations { get; init; }
}

/// <summary>What one device said of one moment or period.</summary>
public sealed record IngestObservation
{
    /// <summary>Id of the source. Required.</summary>
    public string? Source { get; init; }

    /// <summary>The device's MN, 1 to 64 characters. Required.</summary>
    public string? Mn { get; init; }

    /// <summary>What the values stand for. Required.</summary>
    public Period? Period { get; init; }

    /// <summary>The moment, or the START of the period; whole seconds; China time without an offset. Required.</summary>
    public DateTimeOffset? DataTime { get; init; }

    /// <summary>
    /// Length of the period in seconds: needed for minute (60 to 1,800); 3,600 for hour, 86,400 for day and runtime may be left
    /// out; none for instant, state and record.
    /// </summary>
    public int? PeriodSeconds { get; init; }

    /// <summary>1 to 500 values, each channel once.</summary>
    public IReadOnlyList<IngestValue?>? Values { get; init; }
}

/// <summary>One value.</summary>
public sealed record IngestValue
{
    /// <summary>Channel <c>factor[@point]-Field</c>, at most 64 characters, e.g. <c>a34002-Rtd</c>. Required.</summary>
    public string? Channel { get; init; }

    /// <summary>The number, in the unit of the kind's factor table. Either this or <see cref="Text"/>.</summary>
    public decimal? Value { get; init; }

    /// <summary>A value that is no number, at most 1,024 characters.</summary>
    public string? Text { get; init; }

    /// <summary>HJ 212-2017 data mark: N T M C D F B S; left out it counts as valid and is shown as unmarked.</summary>
    public string? Mark { get; init; }
}

/// <summary>What became of one observation.</summary>
/// <param name="Index">Place in the request, from 0.</param>
/// <param name="Source">Id of the source.</param>
/// <param name="Result">What became of it.</param>
/// <param name="IsSafe">True when it is committed (or was before) and need not be sent again.</param>
public sealed record IngestItem(int Index, string Source, IngestResult Result, bool IsSafe);

/// <summary>The answer to a batch, sent after the commit.</summary>
/// <param name="Batch">The sender's id of the batch.</param>
/// <param name="Safe">Observations that are committed.</param>
/// <param name="Results">One per observation, in order.</param>
public sealed record IngestAnswer(string Batch, int Safe, IReadOnlyList<IngestItem> Results);
