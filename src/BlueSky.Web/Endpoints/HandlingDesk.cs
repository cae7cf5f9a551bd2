using BlueSky.Access;
using BlueSky.Decisions;
using BlueSky.Districts;
using BlueSky.Violations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Handled = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<BlueSky.Web.HandledAnswer>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace BlueSky.Web;

/// <summary>Takes commands of people to their problem and says what the regulation answered.</summary>
internal sealed class HandlingDesk(IGrainFactory grains, District district, TimeProvider clock)
{
    private static readonly Refusal NoUnit = new("needs-unit", "", "您没有可以办理问题的单位和身份。", "You act for no unit, or only read.");

    /// <summary>Carries a command out that came as a request.</summary>
    /// <param name="id">Id of the problem.</param>
    /// <param name="entry">What was sent.</param>
    /// <param name="http">The request.</param>
    public async Task<Handled> Take(string id, HandlingEntry entry, HttpContext http)
    {
        var answer = await Decide(id, Caller.Of(http), entry);
        if (ReferenceEquals(answer.Refusal, NoUnit)) return Problems.NeedsUnit();
        if (answer.Loop is null) return Problems.NotFound("违规", id);
        return answer.Refusal is { } refusal ? Refused(refusal) : TypedResults.Ok(new HandledAnswer(id, answer.Loop, answer.IsRepeat));
    }

    /// <summary>
    /// The one way in which a person or a key decides on a problem, from the API and from the console: what was filled in is checked, then the
    /// scope, the unit and the role of the caller, and then the regulation decides.
    /// </summary>
    /// <returns>No loop and no refusal when there is no such problem.</returns>
    /// <exception cref="InvalidRequestException">Fields are missing or wrong; names each.</exception>
    public async Task<CommandAnswer> Decide(string id, Caller caller, HandlingEntry entry)
    {
        var (by, check) = (caller.ActorIn(district), new FieldCheck());
        var command = entry.Read(new CommandReading(check, by, district, clock.GetUtcNow()));
        check.Check();
        if (!Ids.IsViolation(id)) return new CommandAnswer(null, null, false);
        if (!caller.Scopes.HasFlag(Scopes.Act) || by.Unit is null || by.Role is Role.Reader or Role.System) return new CommandAnswer(null, NoUnit, false);
        return await grains.GetGrain<IViolationGrain>(id).Decide(command);
    }

    private static ProblemHttpResult Refused(Refusal refusal)
    {
        var status = Refusals.IsOfPerson(refusal) ? StatusCodes.Status403Forbidden
            : refusal.Field.Length > 0 ? StatusCodes.Status422UnprocessableEntity
            : StatusCodes.Status409Conflict;
        FieldProblem[] errors = refusal.Field.Length == 0 ? [] : [new(refusal.Field, refusal.Code, refusal.Words)];
        return Problems.Of(status, refusal.Code, "规则不允许 · Refused", refusal.Words, errors, ("zh", refusal.Chinese), ("en", refusal.English));
    }
}
