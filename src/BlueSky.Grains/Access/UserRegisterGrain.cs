using BlueSky.Messages;
using BlueSky.Store;

namespace BlueSky.Access;

/// <summary>Names of the users.</summary>
internal sealed class UserRegisterState
{
    public SortedSet<string> Names { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>All users.</summary>
internal sealed class UserRegisterGrain([PersistentState("user-register")] IPersistentState<UserRegisterState> state) : Grain, IUserRegisterGrain
{
    private const int Most = 5_000;

    public async Task Add(string name)
    {
        if (state.State.Names.Contains(name)) return;
        if (state.State.Names.Count >= Most)
            throw new RefusedException("too-many-users", "name", $"用户已达 {Most} 个。There are {Most} users already, as many as are kept.");
        state.State.Names.Add(name);
        await state.Write();
    }

    public Task<string[]> Names() => Task.FromResult(state.State.Names.ToArray());
}
