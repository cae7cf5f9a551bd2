using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Notifications;
using BlueSky.Store;
using Decision = BlueSky.Decisions.Decision<BlueSky.Violations.ViolationEvent>;

namespace BlueSky.Violations;

/// <summary>
/// One problem: asks the regulation (<see cref="Violation"/>), stores what it decided, then publishes row and audit entries. What is
/// stored is true; what is published follows from it, and is published again when that is not known to have happened.
/// </summary>
internal sealed partial class ViolationGrain(
    [PersistentState("violation")] IPersistentState<ViolationState> state, IPublication publication, HandlingPolicy policy, District district,
    NotificationPolicy notifications, TimeProvider clock) : Grain, IViolationGrain
{
    /// <summary>Claims of a series that may be lost to others before giving up; more than two would be a fault.</summary>
    private const int MostClaims = 8;

    private Violation _violation = null!;
    private int _published;

    // Set when a write failed: memory may hold what is not stored, so this activation answers nothing any more.
    private bool _isBroken;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _violation = Violation.Of(Id, state.State.Events(district));
        _published = state.State.Published;
        return Task.CompletedTask;
    }

    public async Task Take(RuleTransition step, ViolationPlace place)
    {
        ThrowIfBroken();
        var into = _violation.IsKnown ? _violation.MergedInto : await FindCurrent(step);
        state.State.Place = place;
        var now = clock.GetUtcNow();
        Record(_violation.Take(step, district.Place(place.Town, place.Department, place.Kind), now, policy));
        if (into.Length > 0 && !_violation.IsEnded) _violation.Apply(new MergedInto { At = now, Into = into });
        else _violation.Advance(policy, now);
        await Save();

        // Also a step that was known here: it may not have reached the other before the node died.
        if (into.Length > 0) await GrainFactory.GetGrain<IViolationGrain>(into).TakeRepeat(step);
    }

    public async Task<string?> TakeRepeat(RuleTransition step)
    {
        ThrowIfBroken();
        if (!_violation.IsKnown) return null;
        if (_violation.MergedInto.Length > 0) return await GrainFactory.GetGrain<IViolationGrain>(_violation.MergedInto).TakeRepeat(step);
        var decision = _violation.Take(step, district.Place(state.State.Place!.Town, state.State.Place.Department, state.State.Place.Kind), clock.GetUtcNow(), policy);
        if (decision.Refusal is not null) return null;
        Record(decision);
        _violation.Advance(policy, clock.GetUtcNow());
        await Save();
        return Id;
    }

    public async Task<bool> Absorb(string repeat, Actor by)
    {
        ThrowIfBroken();
        if (!_violation.IsKnown) return false;
        var decision = _violation.Absorb(repeat, by, clock.GetUtcNow());
        if (decision.Refusal is not null) return false;
        Record(decision);
        await Save();
        return true;
    }

    public async Task<CommandAnswer> Decide(ViolationCommand command)
    {
        ThrowIfBroken();
        if (!_violation.IsKnown) return new CommandAnswer(null, null, false);
        var now = clock.GetUtcNow();
        if (command is Merge merge) command = merge with { Target = await TargetOf(merge.Into) };

        // What fell due before the command comes before it.
        _violation.Advance(policy, now);
        var decision = KnowsUnits(command) ? _violation.Decide(command with { At = now }, policy) : Refusals.UnknownUnit;
        if (command is Rectify { Photos.Count: > 0 } handedIn && decision.Events.Count > 0 && !await HoldsAll(handedIn)) decision = Refusals.UnknownPhoto;
        if (command is Merge into && decision.Events.Count > 0)
        {
            var target = GrainFactory.GetGrain<IViolationGrain>(into.Into);
            if (!await target.Absorb(Id, command.By)) decision = Refusals.TargetEnded;
            else if (_violation.Last is { } last) await target.TakeRepeat(last);
        }

        Record(decision);
        await Save();
        return new CommandAnswer(_violation.Summarise(), decision.Refusal, decision.IsRepetition);
    }

    public async Task Enact(RuleTransition step, ViolationPlace place, ViolationCommand[] script)
    {
        ThrowIfBroken();
        if (!place.IsDemo) throw new RefusedException("not-demo", "", "只有演示问题可以按脚本办理。Only a demonstration can be enacted.");
        if (!_violation.IsKnown)
        {
            state.State.Place = place;
            var placement = district.Place(place.Town, place.Department, place.Kind);
            if (DemoCases.Play(_violation, step, placement, script, clock.GetUtcNow(), policy) is { } no)
            {
                Break();
                throw new RefusedException(no);
            }

            await Save();
        }

        // Last, because who enters demonstrations takes it as the sign that this one is there.
        await GrainFactory.GetGrain<IViolationSeriesGrain>(ViolationId.SeriesOf(step)).Claim(Id, null);
    }

    public async Task Wake()
    {
        ThrowIfBroken();
        if (!_violation.IsKnown) return;
        _violation.Advance(policy, clock.GetUtcNow());
        await Save(republish: true);
    }

    public Task<ViolationView?> Get()
    {
        ThrowIfBroken();
        var place = state.State.Place;
        if (place is null || !_violation.IsKnown) return Task.FromResult<ViolationView?>(null);
        ViolationEvent[] history = [.. _violation.History];
        RuleTransition[] steps = [.. history.OfType<RuleStepped>().Select(e => e.Step).Where(s => s.ViolationId == Id)];
        return Task.FromResult<ViolationView?>(new ViolationView(
            Id, place.Town, place.SourceName, place.Kind, place.Department, steps, place.IsDemo, _violation.Summarise(), history));
    }

    /// <summary>The problem that this one repeats; empty when it is one of its own, which then is its series' current one.</summary>
    private async Task<string> FindCurrent(RuleTransition step)
    {
        var series = GrainFactory.GetGrain<IViolationSeriesGrain>(ViolationId.SeriesOf(step));
        for (var attempt = 0; attempt < MostClaims; attempt++)
        {
            var current = await series.Current();
            if (current is not null && current != Id && await GrainFactory.GetGrain<IViolationGrain>(current).TakeRepeat(step) is { } into) return into;
            if (await series.Claim(Id, current)) return "";
        }

        throw new StoreUnavailableException($"问题 {Id} 的归并未能确定，请重试。The series of {Id} changes too often now: try again.");
    }

    private async Task<MergeTarget?> TargetOf(string id)
    {
        if (id == Id || await GrainFactory.GetGrain<IViolationGrain>(id).Get() is not { } other) return null;
        return new MergeTarget(other.Steps[0].SourceId, other.Steps[0].Start, other.Loop.IsEnded);
    }

    // Only what the unit itself uploaded: a photo of others is no proof of its work.
    private async Task<bool> HoldsAll(Rectify command)
    {
        var photos = command.Photos.ToHashSet(StringComparer.Ordinal);
        return (await publication.PhotosOf(command.By.Unit!.Code, photos)).Count == photos.Count;
    }

    private bool KnowsUnits(ViolationCommand command) => command switch
    {
        Assign c => Knows(c.Town, c.Industry),
        Reassign c => Knows(c.Town, c.Industry),
        _ => true,
    };

    private bool Knows(Unit? town, Unit? industry) =>
        (town is null || (town.Kind == UnitKind.Town && district.UnitOf(town.Code) == town))
        && (industry is null || (industry.Kind is UnitKind.Town or UnitKind.Department && district.UnitOf(industry.Code) == industry));

    private void Record(Decision decision)
    {
        foreach (var one in decision.Events) _violation.Apply(one);
    }
}
