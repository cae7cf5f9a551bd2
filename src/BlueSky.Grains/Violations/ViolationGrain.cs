using BlueSky.Queries;
using BlueSky.Store;

namespace BlueSky.Violations;

/// <summary>The stored form of a problem.</summary>
internal sealed class ViolationState
{
    public ViolationPlace? Place { get; set; }

    public List<RuleTransition> Steps { get; set; } = [];
}

/// <summary>Keeps the steps of one problem and publishes its row.</summary>
internal sealed class ViolationGrain(
    [PersistentState("violation")] IPersistentState<ViolationState> state, IPublication publication) : Grain, IViolationGrain
{
    // A problem that worsens for weeks must not grow without bound: the first step, and the newest of the rest, tell its story.
    private const int StepsHeld = 200;

    public async Task Take(RuleTransition step, ViolationPlace place)
    {
        var steps = state.State.Steps;
        if (steps.Count == 0 || step.Step > steps[^1].Step)
        {
            if (steps.Count == StepsHeld) steps.RemoveAt(1);
            steps.Add(step);
            state.State.Place = place;
            await state.Write();
        }

        // Also when the step was known: the row may not have been published before the node died.
        await publication.Publish(this.GetPrimaryKeyString(), new ViolationRow(state.State.Place!, steps[0], steps[^1]));
    }

    public Task<ViolationView?> Get()
    {
        var place = state.State.Place;
        return Task.FromResult(place is null
            ? null
            : new ViolationView(
                this.GetPrimaryKeyString(), place.Town, place.SourceName, place.Kind, place.Department, [.. state.State.Steps], place.IsDemo));
    }
}
