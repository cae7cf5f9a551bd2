namespace BlueSky.Nodes;

public sealed class TurnKeeperTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 12, 10, 0, 0, TimeSpan.FromHours(8));
    private readonly TurnKeeper _turns = new();

    [Fact]
    public void Of_nodes_that_start_at_once_one_works_and_the_others_wait_until_it_is_done()
    {
        Assert.Equal(StartupTurn.Yours, _turns.Claim("a", Now));
        Assert.Equal(StartupTurn.Wait, _turns.Claim("b", Now.AddSeconds(1)));
        Assert.Equal(StartupTurn.Yours, _turns.Claim("a", Now.AddSeconds(10)));
        Assert.Equal(StartupTurn.Wait, _turns.Claim("b", Now.AddSeconds(24)));
        _turns.Done();
        Assert.Equal(StartupTurn.Done, _turns.Claim("b", Now.AddSeconds(25)));
        Assert.Equal(StartupTurn.Done, _turns.Claim("c", Now.AddDays(1)));
    }

    [Fact]
    public void A_turn_whose_node_is_not_heard_of_goes_to_the_next_who_asks()
    {
        Assert.Equal(StartupTurn.Yours, _turns.Claim("a", Now));
        Assert.Equal(StartupTurn.Yours, _turns.Claim("b", Now + StartupTurns.Held));
        Assert.Equal(StartupTurn.Wait, _turns.Claim("a", Now + StartupTurns.Held));
    }
}
