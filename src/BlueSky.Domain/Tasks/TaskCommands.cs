using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using BlueSky.Access;

namespace BlueSky.Tasks;

/// <summary>
/// What somebody wants of a task. The id is the caller's: the same id with the same content by the same hand changes nothing, with other
/// content it is refused.
/// </summary>
/// <param name="Id">Id given by the caller, 1 to 64 characters.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AssignShare), "assign")]
[JsonDerivedType(typeof(WithdrawShare), "withdraw")]
[JsonDerivedType(typeof(ReportProgress), "report")]
[JsonDerivedType(typeof(ApproveReport), "approve")]
[JsonDerivedType(typeof(ReturnReport), "return")]
[JsonDerivedType(typeof(OpenSupervision), "supervise")]
[JsonDerivedType(typeof(AnswerSupervision), "answer-supervision")]
[JsonDerivedType(typeof(LiftSupervision), "lift-supervision")]
[JsonDerivedType(typeof(SetDeadline), "set-deadline")]
[JsonDerivedType(typeof(AnswerQuestion), "answer-question")]
public abstract record TaskCommand(string Id)
{
    /// <summary>What this command says and who gives it, as SHA-256 in hexadecimal: tells a repetition from another command with the same id.</summary>
    internal string DigestBy(Actor by) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(by.Id + "\n" + JsonSerializer.Serialize(this))));
}

/// <summary>分解: gives a town its share of the task, or a new one in place of its old.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="Share">The five requirements.</param>
public sealed record AssignShare(string Id, TownShare Share) : TaskCommand(Id);

/// <summary>撤销分解: takes a town's share back.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="Town">Town code.</param>
/// <param name="Reason">Why.</param>
public sealed record WithdrawShare(string Id, string Town, string Reason) : TaskCommand(Id);

/// <summary>进展上报: says how far the actor's unit has come.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="Percent">0 to 100, of the unit's share, or of the whole task for a department.</param>
/// <param name="Text">What was done.</param>
/// <param name="Evidence">Proof; needed for 100.</param>
public sealed record ReportProgress(string Id, int Percent, string Text, IReadOnlyList<Evidence> Evidence) : TaskCommand(Id);

/// <summary>审核通过: finds a report good.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="Report">Number of the report.</param>
/// <param name="Note">Remark; may be empty.</param>
public sealed record ApproveReport(string Id, int Report, string Note) : TaskCommand(Id);

/// <summary>退回整改: sends a report back.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="Report">Number of the report.</param>
/// <param name="Reason">What is to be corrected.</param>
public sealed record ReturnReport(string Id, int Report, string Reason) : TaskCommand(Id);

/// <summary>双重督办: the command centre supervises a town and the lead departments for the same task.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="Towns">Town codes of the territory line; at least one.</param>
/// <param name="Reason">Why.</param>
/// <param name="AnswerBy">Last day for the answers of all supervised units.</param>
public sealed record OpenSupervision(string Id, IReadOnlyList<string> Towns, string Reason, DateOnly AnswerBy) : TaskCommand(Id);

/// <summary>督办回复: a supervised unit says what it did.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="Text">What was done.</param>
public sealed record AnswerSupervision(string Id, string Text) : TaskCommand(Id);

/// <summary>解除督办: ends a supervision that both lines have answered.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="Reason">Why it may end.</param>
public sealed record LiftSupervision(string Id, string Reason) : TaskCommand(Id);

/// <summary>明确时限: gives the last day of a task for which the plan gives none, or that hangs on an event.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="Due">
/// For “……后20日内”: the day of the event, from which the plan's days are counted. Else the last day itself.
/// </param>
/// <param name="Document">Document that says so.</param>
public sealed record SetDeadline(string Id, DateOnly Due, string Document) : TaskCommand(Id);

/// <summary>答复存疑: answers what the plan left open.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="Question">Place in the task's open questions, from 1.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Document">Document that says so.</param>
public sealed record AnswerQuestion(string Id, int Question, string Answer, string Document) : TaskCommand(Id);
