using BlueSky.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>The closed loop (报警闭环): what people decide on a problem. Who may do what is the regulation's to say.</summary>
internal static class ViolationCommandEndpoints
{
    public static void MapViolationCommands(this RouteGroupBuilder api)
    {
        var loop = api.MapGroup("/violations/{id}").WithTags("closed loop 报警闭环");
        Map<AssignmentEntry>("/assignment", "assignViolation", "Assigns it to the town and the department. 交办");
        Map<ReassignmentEntry>("/reassignment", "reassignViolation", "Assigns it to other units; both lines sign anew. 改派");
        Map<AcceptanceEntry>("/acceptance", "acceptViolation", "Signs for it, for every line that the key's unit is. 签收");
        Map<RectificationEntry>("/rectification", "rectifyViolation", "Hands in what was done, with photos and measurements. 整改");
        Map<ReviewEntry>("/review", "reviewViolation", "Passes or rejects the rectification for one line; the second pass closes it. 复核、销号");
        Map<WithdrawalEntry>("/withdrawal", "proposeWithdrawal", "Proposes to withdraw a false alarm. 申请撤销");
        Map<WithdrawalDecisionEntry>("/withdrawal/decision", "decideWithdrawal", "Decides on the withdrawal, by a second person. 决定撤销");
        Map<CommentEntry>("/comment", "commentViolation", "Adds words to its record; nothing else changes. 备注");
        Map<MergerEntry>("/merger", "mergeViolation", "Merges it into an older open problem of the same source. 并案");
        Map<SuspensionEntry>("/suspension", "suspendViolation", "Lets its clocks rest until a moment. 中止");
        Map<ResumptionEntry>("/resumption", "resumeViolation", "Lets its clocks go on now. 恢复");

        void Map<TEntry>(string path, string name, string summary) where TEntry : HandlingEntry =>
            loop.MapPost(path, (string id, TEntry entry, HandlingDesk desk, HttpContext http) => desk.Take(id, entry, http))
                .RequireScope(Scopes.Act).WithName(name).ChangesThings().WithSummary(summary);
    }
}
