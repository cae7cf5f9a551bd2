using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Violations;

namespace BlueSky.Web;

/// <summary>A command to a problem. Sent again under the same id it changes nothing.</summary>
public record CommandEntry
{
    /// <summary>Id of the command, chosen by the caller: 1 to 64 letters, digits, hyphens, points, underscores. Required.</summary>
    public string? Command { get; init; }
}

/// <summary>A command to a problem, as the API takes it and as a page fills it in: one set of fields, bounds and words for both.</summary>
public abstract record HandlingEntry : CommandEntry
{
    /// <summary>Longest note or reason, characters.</summary>
    public const int LongestNote = 1_024;

    private const int LongestId = 64;

    /// <summary>The command that this is; what is wrong with it is noted.</summary>
    internal abstract ViolationCommand Read(CommandReading reading);

    private protected string IdIn(CommandReading reading)
    {
        var command = reading.Check.Needed(Command, "command", LongestId);
        if (!command.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
            reading.Check.Wrong("command", "form", "字母、数字、连字符、点、下划线。Letters, digits, hyphens, points, underscores.");
        return command;
    }
}

/// <summary>What reading a command needs to know.</summary>
/// <param name="Check">Takes what is wrong.</param>
/// <param name="By">Who sends it.</param>
/// <param name="District">Its units.</param>
/// <param name="Now">This moment.</param>
internal sealed record CommandReading(FieldCheck Check, Actor By, District District, DateTimeOffset Now)
{
    /// <summary>The unit with this code, for a line; notes the problem when there is none. Null when none is named.</summary>
    public Unit? UnitOf(string? code, string field)
    {
        if (code is null) return null;
        var unit = District.UnitOf(code);
        if (unit is null) Check.Wrong(field, "unknown-unit", "没有这个单位，见 /api/v1/towns 和单位名单。There is no such unit.");
        return unit;
    }

    /// <summary>A note or reason that must be there, of several lines where wanted.</summary>
    public string NeededWords(string? text, string field, int longest = HandlingEntry.LongestNote)
    {
        if (string.IsNullOrWhiteSpace(text)) return Check.Needed(text, field);
        return Check.Words(text, field, longest);
    }
}

/// <summary>签收.</summary>
public sealed record AcceptanceEntry : HandlingEntry
{
    internal override ViolationCommand Read(CommandReading reading) => new Accept(IdIn(reading), reading.By, default);
}

/// <summary>恢复.</summary>
public sealed record ResumptionEntry : HandlingEntry
{
    internal override ViolationCommand Read(CommandReading reading) => new Resume(IdIn(reading), reading.By, default);
}

/// <summary>交办.</summary>
public sealed record AssignmentEntry : HandlingEntry
{
    /// <summary>Code of the town (属地); the source's own when left out.</summary>
    public string? Town { get; init; }

    /// <summary>Code of the department (行业); the kind's own when left out.</summary>
    public string? Department { get; init; }

    internal override ViolationCommand Read(CommandReading reading) => new Assign(
        IdIn(reading), reading.By, default, reading.UnitOf(Town, "town"), reading.UnitOf(Department, "department"));
}

/// <summary>改派.</summary>
public sealed record ReassignmentEntry : HandlingEntry
{
    /// <summary>Code of the new town; the present one when left out.</summary>
    public string? Town { get; init; }

    /// <summary>Code of the new department; the present one when left out.</summary>
    public string? Department { get; init; }

    /// <summary>Why. Required, at most 1,024 characters.</summary>
    public string? Reason { get; init; }

    internal override ViolationCommand Read(CommandReading reading) => new Reassign(
        IdIn(reading), reading.By, default, reading.UnitOf(Town, "town"), reading.UnitOf(Department, "department"), reading.NeededWords(Reason, "reason"));
}

/// <summary>整改.</summary>
public sealed record RectificationEntry : HandlingEntry
{
    /// <summary>Longest text, characters.</summary>
    public const int LongestText = 4_096;

    /// <summary>So many photos at most.</summary>
    public const int MostPhotos = 20;

    /// <summary>What was done. Required, at most 4,096 characters.</summary>
    public string? Text { get; init; }

    /// <summary>Ids of photos that the caller's unit uploaded before (<c>POST /photos</c>), at most 20.</summary>
    public IReadOnlyList<string?>? Photos { get; init; }

    /// <summary>What was measured afterwards; left out when nothing was.</summary>
    public ProofEntry? Proof { get; init; }

    internal override ViolationCommand Read(CommandReading reading)
    {
        var (check, photos) = (reading.Check, Photos ?? []);
        if (photos.Count > MostPhotos) check.Wrong("photos", "count", $"最多 {MostPhotos} 张。At most {MostPhotos}.");
        return new Rectify(
            IdIn(reading), reading.By, default, reading.NeededWords(Text, "text", LongestText),
            [.. photos.Take(MostPhotos).Select((photo, i) => check.Photo(photo, $"photos[{i}]"))], Proof?.Read(check, reading.Now));
    }
}

/// <summary>What was measured after rectification (实测).</summary>
public sealed record ProofEntry
{
    /// <summary>Longest number or reference of a report, characters.</summary>
    public const int LongestDocument = 256;

    /// <summary>What, e.g. PM10. Required.</summary>
    public string? Factor { get; init; }

    /// <summary>Result. Required.</summary>
    public decimal? Value { get; init; }

    /// <summary>The limit it is held against. Required.</summary>
    public decimal? Limit { get; init; }

    /// <summary>Unit of both. Required.</summary>
    public string? Unit { get; init; }

    /// <summary>When it was measured; not in the future. Required.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Number or reference of the report. Required.</summary>
    public string? Document { get; init; }

    internal MeasuredProof Read(FieldCheck check, DateTimeOffset now)
    {
        if (At > now) check.Wrong("proof.at", "future", "时间在未来。It lies in the future.");
        return new MeasuredProof(
            check.Needed(Factor, "proof.factor"), check.Needed(Value, "proof.value"), check.Needed(Limit, "proof.limit"),
            check.Needed(Unit, "proof.unit", 16), check.Needed(At, "proof.at"), check.Needed(Document, "proof.document", LongestDocument));
    }
}

/// <summary>复核.</summary>
public sealed record ReviewEntry : HandlingEntry
{
    /// <summary>True to pass, false to reject. Required.</summary>
    public bool? Passes { get; init; }

    /// <summary>What was seen; required to reject. At most 1,024 characters.</summary>
    public string? Note { get; init; }

    /// <summary>The line; needed only of the command centre.</summary>
    public Line? Line { get; init; }

    internal override ViolationCommand Read(CommandReading reading) => new Review(
        IdIn(reading), reading.By, default, reading.Check.Needed(Passes, "passes"), reading.Check.Words(Note ?? "", "note", LongestNote), Line);
}

/// <summary>备注.</summary>
public sealed record CommentEntry : HandlingEntry
{
    /// <summary>The words. Required, at most 1,024 characters.</summary>
    public string? Text { get; init; }

    internal override ViolationCommand Read(CommandReading reading) =>
        new Comment(IdIn(reading), reading.By, default, reading.NeededWords(Text, "text"));
}

/// <summary>申请撤销.</summary>
public sealed record WithdrawalEntry : HandlingEntry
{
    /// <summary>Why it is a false alarm. Required, at most 1,024 characters.</summary>
    public string? Reason { get; init; }

    internal override ViolationCommand Read(CommandReading reading) =>
        new ProposeWithdrawal(IdIn(reading), reading.By, default, reading.NeededWords(Reason, "reason"));
}

/// <summary>决定撤销.</summary>
public sealed record WithdrawalDecisionEntry : HandlingEntry
{
    /// <summary>True to withdraw, false to go on. Required.</summary>
    public bool? Agrees { get; init; }

    /// <summary>Remarks; required to go on. At most 1,024 characters.</summary>
    public string? Note { get; init; }

    internal override ViolationCommand Read(CommandReading reading) => new DecideWithdrawal(
        IdIn(reading), reading.By, default, reading.Check.Needed(Agrees, "agrees"), reading.Check.Words(Note ?? "", "note", LongestNote));
}

/// <summary>并案.</summary>
public sealed record MergerEntry : HandlingEntry
{
    /// <summary>Id of the problem that goes on. Required.</summary>
    public string? Into { get; init; }

    internal override ViolationCommand Read(CommandReading reading)
    {
        var into = reading.Check.Needed(Into, "into", 256);
        if (into.Length > 0 && !Ids.IsViolation(into)) reading.Check.Wrong("into", "form", "不是问题编号。No id of a problem.");
        return new Merge(IdIn(reading), reading.By, default, into, null);
    }
}

/// <summary>中止.</summary>
public sealed record SuspensionEntry : HandlingEntry
{
    /// <summary>Why the clocks rest. Required.</summary>
    public SuspensionCause? Cause { get; init; }

    /// <summary>What was decided. Required, at most 1,024 characters.</summary>
    public string? Note { get; init; }

    /// <summary>When they go on by themselves. Required.</summary>
    public DateTimeOffset? Until { get; init; }

    internal override ViolationCommand Read(CommandReading reading) => new Suspend(
        IdIn(reading), reading.By, default, reading.Check.Needed(Cause, "cause"), reading.NeededWords(Note, "note"), reading.Check.Needed(Until, "until"));
}

/// <summary>What came of a command.</summary>
/// <param name="Id">Id of the problem.</param>
/// <param name="Loop">How its loop stands now.</param>
/// <param name="IsRepeat">True when the command was carried out before and changed nothing now.</param>
public sealed record HandledAnswer(string Id, LoopSummary Loop, bool IsRepeat);
