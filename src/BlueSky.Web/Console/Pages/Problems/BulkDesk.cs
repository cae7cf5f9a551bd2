using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>One problem of a bulk action (批量办理).</summary>
/// <param name="Row">The problem as the list showed it.</param>
/// <param name="Command">Id of its command: one for one intention, so trying again what is unknown carries it out once.</param>
public sealed record BulkItem(ViolationRow Row, string Command)
{
    /// <summary>Id of the problem.</summary>
    public string Id => Row.First.ViolationId;
}

/// <summary>What became of one problem of a bulk action.</summary>
/// <param name="Item">The problem.</param>
/// <param name="State">How far it is now; null when it was not carried out.</param>
/// <param name="Refusal">Why it was not carried out; null when it was or when nobody knows.</param>
public sealed record BulkOutcome(BulkItem Item, LoopState? State, Decisions.Refusal? Refusal)
{
    /// <summary>True when the cluster did not answer: it may have been carried out.</summary>
    public bool IsUnknown => State is null && Refusal is null;
}

/// <summary>
/// Decides on several problems, each by itself as if its page were open: its own command, its own answer. One that is refused keeps none of the
/// others from being carried out.
/// </summary>
internal sealed class BulkDesk(HandlingDesk desk, IGrainFactory grains, District district)
{
    private static readonly Decisions.Refusal Gone = new("not-found", "", "没有这个问题。", "There is no such problem.");

    /// <summary>What a viewer may do with several problems at once; empty for who decides nothing.</summary>
    public static IReadOnlyList<Handling> Offers(Actor viewer) => viewer switch
    {
        { IsCommand: true } => [Handling.Assign, Handling.Review],
        { Role: Role.Officer or Role.Lead, Unit.Kind: UnitKind.Town or UnitKind.Department } => [Handling.Accept, Handling.Review],
        _ => [],
    };

    /// <summary>Decides on one of them.</summary>
    /// <param name="item">The problem.</param>
    /// <param name="handling">One of <see cref="Offers"/>; a review passes.</param>
    /// <param name="note">Note for each; may be empty.</param>
    /// <param name="caller">Who decides.</param>
    /// <exception cref="InvalidRequestException">The note is too long.</exception>
    public async Task<BulkOutcome> Decide(BulkItem item, Handling handling, string note, Caller caller)
    {
        try
        {
            var form = new ProblemForm(handling, item.Command) { Note = note };
            if (handling == Handling.Review && caller.ActorIn(district).IsCommand) form.Line = await LineOf(item.Id);
            var answer = await desk.Decide(item.Id, caller, form.Entry);
            return answer.Refusal is null && answer.Loop is { } loop
                ? new BulkOutcome(item, loop.State, null)
                : new BulkOutcome(item, null, answer.Refusal ?? Gone);
        }
        catch (Exception e) when (FailureAnswers.IsOutage(e))
        {
            return new BulkOutcome(item, null, null);
        }
    }

    // Where the command centre stands in for no line, either will do: the regulation then says why not.
    private async Task<Line> LineOf(string id) =>
        await grains.GetGrain<IViolationGrain>(id).Get() is { } view && ProblemStanding.Of(view.History).LineOfCommandCentre(view.Loop) is { } line ? line : Line.Town;
}
