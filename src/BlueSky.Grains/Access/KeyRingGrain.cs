using BlueSky.Messages;
using BlueSky.Store;

namespace BlueSky.Access;

/// <summary>One key as its library wrote it.</summary>
internal sealed record RingKey(string Name, string Xml);

/// <summary>Keys, oldest first.</summary>
internal sealed class KeyRingState
{
    public List<RingKey> Keys { get; set; } = [];
}

/// <summary>Keys that web nodes share. A key is renewed every 90 days; old ones are kept, because what they protect lives on.</summary>
internal sealed class KeyRingGrain([PersistentState("key-ring")] IPersistentState<KeyRingState> state) : Grain, IKeyRingGrain
{
    // Three hundred years of renewals: whoever adds more is no web node of ours.
    private const int Most = 1_200, LongestKey = 64 * 1024;

    public Task<string[]> All() => Task.FromResult(state.State.Keys.Select(key => key.Xml).ToArray());

    public async Task Add(string name, string xml)
    {
        if (state.State.Keys.Any(key => key.Name == name)) return;
        if (state.State.Keys.Count >= Most || xml.Length > LongestKey)
            throw new RefusedException("key-ring-full", "name", "密钥环已满。The key ring takes no more.");
        state.State.Keys.Add(new RingKey(name, xml));
        await state.Write();
    }
}
