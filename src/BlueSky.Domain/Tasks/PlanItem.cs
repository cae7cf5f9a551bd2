using BlueSky.Access;

namespace BlueSky.Tasks;

/// <summary>
/// One row of the plan's ledger (工作台账), its texts exactly as printed. Blanks around Latin letters and digits come from the
/// typesetting and are kept; only the markup of the subscript in PM10 is not.
/// </summary>
public sealed record PlanItem
{
    /// <summary>Year of the plan.</summary>
    public required int Plan { get; init; }

    /// <summary>序号, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>类别.</summary>
    public required string Category { get; init; }

    /// <summary>重点任务.</summary>
    public required string KeyTask { get; init; }

    /// <summary>具体措施.</summary>
    public required string Measure { get; init; }

    /// <summary>完成时限.</summary>
    public required TaskDeadline Deadline { get; init; }

    /// <summary>牵头部门 as printed.</summary>
    public required string Lead { get; init; }

    /// <summary>配合部门 as printed; empty when there is none.</summary>
    public required string Cooperating { get; init; }

    /// <summary>The units that <see cref="Lead"/> names, in its order; 各镇政府 stands for all towns.</summary>
    public required IReadOnlyList<Unit> LeadUnits { get; init; }

    /// <summary>The units that <see cref="Cooperating"/> names, in its order.</summary>
    public required IReadOnlyList<Unit> CooperatingUnits { get; init; }

    /// <summary>What the plan leaves open or contradicts itself in, for the district to answer; empty when nothing.</summary>
    public required IReadOnlyList<string> OpenQuestions { get; init; }
}
