namespace BlueSky.Nodes;

/// <inheritdoc/>
internal sealed class StartupGrain(TimeProvider time) : Grain, IStartupGrain
{
    private readonly TurnKeeper _turns = new();

    public Task<StartupTurn> Claim(string node) => Task.FromResult(_turns.Claim(node, time.GetUtcNow()));

    public Task Done()
    {
        _turns.Done();
        return Task.CompletedTask;
    }
}
