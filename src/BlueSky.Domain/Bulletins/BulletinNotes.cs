using BlueSky.Assessment;
using BlueSky.Districts;

namespace BlueSky.Bulletins;

/// <summary>What data of one station went into a run.</summary>
/// <param name="Unit">Code of the assessed unit.</param>
/// <param name="UnitName">Its name.</param>
/// <param name="Station">Station code.</param>
/// <param name="StationName">Its name; the code where no register knows it.</param>
/// <param name="ValidDays">Valid days in the period.</param>
/// <param name="NeededDays">Valid days it needs (GB 3095, HJ 663; parts of a period by our default).</param>
/// <param name="Revision">Revision of its hours for the period.</param>
/// <param name="RevisionLast">Revision of its hours for the period compared with.</param>
/// <param name="IsDemo">True when invented demonstration data went in.</param>
public sealed record Coverage(
    string Unit, string UnitName, string Station, string StationName, int ValidDays, int NeededDays, long Revision, long RevisionLast, bool IsDemo)
{
    /// <summary>True when the station has the valid days that it needs.</summary>
    public bool IsValid => ValidDays >= NeededDays;
}

/// <summary>A unit without amount and why.</summary>
/// <param name="Unit">Name.</param>
/// <param name="Outcome">What became of it: 剔除, 不予考核, 退出考核.</param>
/// <param name="Reason">Why.</param>
public sealed record LeftOut(string Unit, string Outcome, string Reason);

/// <summary>Data notes (数据说明).</summary>
public sealed record BulletinNotes
{
    /// <summary>Name of the policy.</summary>
    public required string PolicyName { get; init; }

    /// <summary>Id of the policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Version of the policy that the run used.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>Digest of the policy file that the run used.</summary>
    public required string PolicyDigest { get; init; }

    /// <summary>False when the policy on file is another version than the run's; marks and names are then those on file.</summary>
    public required bool PolicyIsSame { get; init; }

    /// <summary>Parameters of the policy with what they rest on.</summary>
    public required IReadOnlyList<MarkedParameter> Parameters { get; init; }

    /// <summary>What the policy also says.</summary>
    public required IReadOnlyList<MarkedParameter> Remarks { get; init; }

    /// <summary>Data coverage by unit and station.</summary>
    public required IReadOnlyList<Coverage> Coverage { get; init; }

    /// <summary>Units without amount, each with its reason.</summary>
    public required IReadOnlyList<LeftOut> LeftOut { get; init; }

    /// <summary>Why the run was made again; empty for the first.</summary>
    public required string Reason { get; init; }

    internal static BulletinNotes Of(District district, BulletinRun run, IReadOnlyList<UnitFigures> units) => new()
    {
        PolicyName = run.Policy.Name,
        PolicyId = run.Result.PolicyId,
        PolicyVersion = run.Result.PolicyVersion,
        PolicyDigest = run.Result.PolicyDigest,
        PolicyIsSame = run.Policy.Digest == run.Result.PolicyDigest,
        Parameters = MarkedParameter.Of(run.Policy),
        Remarks = [.. run.Policy.Notes.Select(n => new MarkedParameter("备注", n.Value, n.Mark, n.Citation))],
        Coverage = run.Coverage,
        LeftOut =
        [
            .. units.Where(u => u.Result.Outcome != Outcome.Assessed).Select(u => new LeftOut(u.Name, u.OutcomeName, u.Result.Explanation)),
        ],
        Reason = run.Reason,
    };
}
