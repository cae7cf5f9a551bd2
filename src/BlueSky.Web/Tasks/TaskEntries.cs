namespace BlueSky.Web;

/// <summary>A town's share of a task: the plan's five requirements, all needed.</summary>
public sealed record ShareEntry
{
    /// <summary>Id of the command, given by the caller, at most 64 characters: the same again changes nothing. Required.</summary>
    public string? Id { get; init; }

    /// <summary>Town code. Required.</summary>
    public string? Town { get; init; }

    /// <summary>目标任务. Required.</summary>
    public string? Objective { get; init; }

    /// <summary>项目内容. Required.</summary>
    public string? Content { get; init; }

    /// <summary>完成时限: last day, not after the task's. Required.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>措施要求. Required.</summary>
    public string? Measures { get; init; }

    /// <summary>责任人员. Required.</summary>
    public string? Responsible { get; init; }
}

/// <summary>A report of progress by the caller's unit.</summary>
public sealed record ReportEntry
{
    /// <summary>Id of the command. Required.</summary>
    public string? Id { get; init; }

    /// <summary>0 to 100. Required.</summary>
    public int? Percent { get; init; }

    /// <summary>What was done. Required.</summary>
    public string? Text { get; init; }

    /// <summary>Proof, at most 20 pieces; needed for 100.</summary>
    public IReadOnlyList<EvidenceEntry?>? Evidence { get; init; }
}

/// <summary>A piece of proof.</summary>
public sealed record EvidenceEntry
{
    /// <summary>What it shows. Required.</summary>
    public string? Name { get; init; }

    /// <summary>Address, document number or SHA-256 of the file. Required.</summary>
    public string? Reference { get; init; }
}

/// <summary>A command with words: a remark, a reason, an answer.</summary>
public sealed record WordsEntry
{
    /// <summary>Id of the command. Required.</summary>
    public string? Id { get; init; }

    /// <summary>The words; required except for an approval.</summary>
    public string? Text { get; init; }
}

/// <summary>A dual supervision.</summary>
public sealed record SupervisionEntry
{
    /// <summary>Id of the command. Required.</summary>
    public string? Id { get; init; }

    /// <summary>Town codes of the territory line, at least one.</summary>
    public IReadOnlyList<string>? Towns { get; init; }

    /// <summary>督办事由. Required.</summary>
    public string? Reason { get; init; }

    /// <summary>Last day for the answers of all supervised units, today or later. Required.</summary>
    public DateOnly? AnswerBy { get; init; }
}

/// <summary>A last day that the plan does not print.</summary>
public sealed record DeadlineEntry
{
    /// <summary>Id of the command. Required.</summary>
    public string? Id { get; init; }

    /// <summary>The last day; for “……后20日内” the day of the event. Required.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>Document that says so. Required.</summary>
    public string? Document { get; init; }
}

/// <summary>An answer to a question that the plan leaves open.</summary>
public sealed record QuestionEntry
{
    /// <summary>Id of the command. Required.</summary>
    public string? Id { get; init; }

    /// <summary>The answer. Required.</summary>
    public string? Answer { get; init; }

    /// <summary>Document that says so. Required.</summary>
    public string? Document { get; init; }
}
