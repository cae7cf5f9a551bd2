using BlueSky.Store;

namespace BlueSky.Assessment;

/// <summary>The text of a policy that a revision was made by, kept for ever. Key: the policy's digest.</summary>
[Alias("policy-text")]
internal interface IPolicyTextGrain : IGrainWithStringKey
{
    /// <summary>Keeps the text; the first one stays.</summary>
    Task Keep(string id, string text);

    /// <summary>Id and text; null when none is kept.</summary>
    Task<PolicyText?> Get();
}

/// <summary>A policy file as it was.</summary>
[GenerateSerializer, Immutable]
internal sealed record PolicyText([property: Id(0)] string Id, [property: Id(1)] string Text);

/// <summary>The stored form.</summary>
internal sealed class PolicyTextState
{
    public PolicyText? Policy { get; set; }
}

/// <summary>Holds one policy's text.</summary>
internal sealed class PolicyTextGrain([PersistentState("policy-text")] IPersistentState<PolicyTextState> state) : Grain, IPolicyTextGrain
{
    public async Task Keep(string id, string text)
    {
        if (state.RecordExists) return;
        state.State = new PolicyTextState { Policy = new PolicyText(id, text) };
        await state.Write();
    }

    public Task<PolicyText?> Get() => Task.FromResult(state.State.Policy);
}
