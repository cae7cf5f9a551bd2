using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Violations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Handled = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<BlueSky.Web.HandledAnswer>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace BlueSky.Web;

/// <summary>The closed loop (报警闭环): what people decide on a problem. Who may do what is the regulation's to say.</summary>
internal static class ViolationCommandEndpoints
{
    private const int LongestNote = 1_024, LongestText = 4_096, MostPhotos = 20, LongestDocument = 256;

    public static void MapViolationCommands(this RouteGroupBuilder api)
    {
        var loop = api.MapGroup("/violations/{id}").WithTags("closed loop 报警闭环");
        Map("/assignment", Assign, "assignViolation", "Assigns it to the town and the department. 交办");
        Map("/reassignment", Reassign, "reassignViolation", "Assigns it to other units; both lines sign anew. 改派");
        Map("/acceptance", Accept, "acceptViolation", "Signs for it, for every line that the key's unit is. 签收");
        Map("/rectification", Rectify, "rectifyViolation", "Hands in what was done, with photos and measurements. 整改");
        Map("/review", Review, "reviewViolation", "Passes or rejects the rectification for one line; the second pass closes it. 复核、销号");
        Map("/withdrawal", Withdraw, "proposeWithdrawal", "Proposes to withdraw a false alarm. 申请撤销");
        Map("/withdrawal/decision", DecideWithdrawal, "decideWithdrawal", "Decides on the withdrawal, by a second person. 决定撤销");
        Map("/merger", Merge, "mergeViolation", "Merges it into an older open problem of the same source. 并案");
        Map("/suspension", Suspend, "suspendViolation", "Lets its clocks rest until a moment. 中止");
        Map("/resumption", Resume, "resumeViolation", "Lets its clocks go on now. 恢复");

        void Map(string path, Delegate handler, string name, string summary) =>
            loop.MapPost(path, handler).RequireScope(Scopes.Act).WithName(name).ChangesThings().WithSummary(summary);
    }

    private static Task<Handled> Assign(string id, AssignmentEntry entry, HandlingDesk desk, HttpContext http)
    {
        var check = new FieldCheck();
        var (town, department) = (desk.UnitOf(entry.Town, "town", check), desk.UnitOf(entry.Department, "department", check));
        return desk.Take(id, entry, http, check, (command, by) => new Assign(command, by, default, town, department));
    }

    private static Task<Handled> Reassign(string id, ReassignmentEntry entry, HandlingDesk desk, HttpContext http)
    {
        var check = new FieldCheck();
        var (town, department) = (desk.UnitOf(entry.Town, "town", check), desk.UnitOf(entry.Department, "department", check));
        var reason = check.Needed(entry.Reason, "reason", LongestNote);
        return desk.Take(id, entry, http, check, (command, by) => new Reassign(command, by, default, town, department, reason));
    }

    private static Task<Handled> Accept(string id, CommandEntry entry, HandlingDesk desk, HttpContext http) =>
        desk.Take(id, entry, http, new FieldCheck(), (command, by) => new Accept(command, by, default));

    private static Task<Handled> Rectify(string id, RectificationEntry entry, HandlingDesk desk, TimeProvider clock, HttpContext http)
    {
        var check = new FieldCheck();
        var text = check.Needed(entry.Text, "text", LongestText);
        var photos = entry.Photos ?? [];
        if (photos.Count > MostPhotos) check.Wrong("photos", "count", $"最多 {MostPhotos} 张。At most {MostPhotos}.");
        string[] references = [.. photos.Take(MostPhotos).Select((photo, i) => check.Photo(photo, $"photos[{i}]"))];
        var proof = entry.Proof is null ? null : Proof(entry.Proof, check, clock.GetUtcNow());
        return desk.Take(id, entry, http, check, (command, by) => new Rectify(command, by, default, text, references, proof));
    }

    private static MeasuredProof Proof(ProofEntry entry, FieldCheck check, DateTimeOffset now)
    {
        if (entry.At > now) check.Wrong("proof.at", "future", "时间在未来。It lies in the future.");
        return new MeasuredProof(
            check.Needed(entry.Factor, "proof.factor"), check.Needed(entry.Value, "proof.value"), check.Needed(entry.Limit, "proof.limit"),
            check.Needed(entry.Unit, "proof.unit", 16), check.Needed(entry.At, "proof.at"), check.Needed(entry.Document, "proof.document", LongestDocument));
    }

    private static Task<Handled> Review(string id, ReviewEntry entry, HandlingDesk desk, HttpContext http)
    {
        var check = new FieldCheck();
        var passes = check.Needed(entry.Passes, "passes");
        var note = check.Fits(entry.Note ?? "", "note", LongestNote);
        return desk.Take(id, entry, http, check, (command, by) => new Review(command, by, default, passes, note, entry.Line));
    }

    private static Task<Handled> Withdraw(string id, WithdrawalEntry entry, HandlingDesk desk, HttpContext http)
    {
        var check = new FieldCheck();
        var reason = check.Needed(entry.Reason, "reason", LongestNote);
        return desk.Take(id, entry, http, check, (command, by) => new ProposeWithdrawal(command, by, default, reason));
    }

    private static Task<Handled> DecideWithdrawal(string id, WithdrawalDecisionEntry entry, HandlingDesk desk, HttpContext http)
    {
        var check = new FieldCheck();
        var agrees = check.Needed(entry.Agrees, "agrees");
        var note = check.Fits(entry.Note ?? "", "note", LongestNote);
        return desk.Take(id, entry, http, check, (command, by) => new DecideWithdrawal(command, by, default, agrees, note));
    }

    private static Task<Handled> Merge(string id, MergerEntry entry, HandlingDesk desk, HttpContext http)
    {
        var check = new FieldCheck();
        var into = check.Needed(entry.Into, "into", 256);
        if (into.Length > 0 && !Ids.IsViolation(into)) check.Wrong("into", "form", "不是问题编号。No id of a problem.");
        return desk.Take(id, entry, http, check, (command, by) => new Merge(command, by, default, into, null));
    }

    private static Task<Handled> Suspend(string id, SuspensionEntry entry, HandlingDesk desk, HttpContext http)
    {
        var check = new FieldCheck();
        var (cause, until) = (check.Needed(entry.Cause, "cause"), check.Needed(entry.Until, "until"));
        var note = check.Needed(entry.Note, "note", LongestNote);
        return desk.Take(id, entry, http, check, (command, by) => new Suspend(command, by, default, cause, note, until));
    }

    private static Task<Handled> Resume(string id, CommandEntry entry, HandlingDesk desk, HttpContext http) =>
        desk.Take(id, entry, http, new FieldCheck(), (command, by) => new Resume(command, by, default));
}

/// <summary>Takes commands of people to their problem and says what the regulation answered.</summary>
internal sealed class HandlingDesk(IGrainFactory grains, District district)
{
    private const int LongestCommand = 64;

    private static readonly Decisions.Refusal NoUnit = new(
        "needs-unit", "", "您没有可以办理问题的单位和身份。", "You act for no unit, or only read.");

    /// <summary>The unit with this code, for a line; notes the problem when there is none. Null when none is named.</summary>
    public Unit? UnitOf(string? code, string field, FieldCheck check)
    {
        if (code is null) return null;
        var unit = district.UnitOf(code);
        if (unit is null) check.Wrong(field, "unknown-unit", "没有这个单位，见 /api/v1/towns 和单位名单。There is no such unit.");
        return unit;
    }

    /// <summary>Carries a command out.</summary>
    /// <param name="id">Id of the problem.</param>
    /// <param name="entry">What was sent.</param>
    /// <param name="http">The request.</param>
    /// <param name="check">What is wrong with it so far.</param>
    /// <param name="make">Makes the command of its id and its actor; the grain puts in the time.</param>
    public async Task<Handled> Take(string id, CommandEntry entry, HttpContext http, FieldCheck check, Func<string, Actor, ViolationCommand> make)
    {
        var command = check.Needed(entry.Command, "command", LongestCommand);
        if (!command.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
            check.Wrong("command", "form", "字母、数字、连字符、点、下划线。Letters, digits, hyphens, points, underscores.");
        check.Check();
        if (!Ids.IsViolation(id)) return Problems.NotFound("违规", id);
        var answer = await Decide(id, Caller.Of(http), by => make(command, by));
        if (ReferenceEquals(answer.Refusal, NoUnit)) return Problems.NeedsUnit();
        if (answer.Loop is null) return Problems.NotFound("违规", id);
        return answer.Refusal is { } refusal ? Refused(refusal) : TypedResults.Ok(new HandledAnswer(id, answer.Loop, answer.IsRepeat));
    }

    /// <summary>
    /// The one way in which a person or a key decides on a problem, from the API and from the console: by the scope, the unit and the
    /// role of the caller, and then by the regulation.
    /// </summary>
    public async Task<CommandAnswer> Decide(string id, Caller caller, Func<Actor, ViolationCommand> make)
    {
        var by = caller.ActorIn(district);
        if (!caller.Scopes.HasFlag(Scopes.Act) || by.Unit is null || by.Role is Role.Reader or Role.System) return new CommandAnswer(null, NoUnit, false);
        return await grains.GetGrain<IViolationGrain>(id).Decide(make(by));
    }

    private static ProblemHttpResult Refused(Decisions.Refusal refusal)
    {
        var status = Refusals.IsOfPerson(refusal) ? StatusCodes.Status403Forbidden
            : refusal.Field.Length > 0 ? StatusCodes.Status422UnprocessableEntity
            : StatusCodes.Status409Conflict;
        FieldProblem[] errors = refusal.Field.Length == 0 ? [] : [new(refusal.Field, refusal.Code, refusal.Words)];
        return Problems.Of(status, refusal.Code, "规则不允许 · Refused", refusal.Words, errors, ("zh", refusal.Chinese), ("en", refusal.English));
    }
}
