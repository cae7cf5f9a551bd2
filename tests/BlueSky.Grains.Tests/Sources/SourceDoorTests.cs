namespace BlueSky.Sources;

public sealed class SourceDoorTests
{
    private readonly SourceDoor _door = new();

    [Fact]
    public async Task One_is_inside_at_a_time_and_the_others_follow_in_their_order()
    {
        Assert.True(_door.TryEnter());
        Assert.False(_door.TryEnter());
        var order = new List<int>();
        var first = Follow(1);
        var second = Follow(2);
        Assert.False(first.IsCompleted || second.IsCompleted);

        _door.Leave();
        await Task.WhenAll(first, second);

        Assert.Equal([1, 2], order);
        Assert.True(_door.TryEnter());

        async Task Follow(int number)
        {
            using var turn = await _door.Enter(TestContext.Current.CancellationToken);
            order.Add(number);
        }
    }

    [Fact]
    public async Task Nobody_slips_in_between_one_who_leaves_and_one_who_waits()
    {
        _door.TryEnter();
        var waiting = _door.Enter(TestContext.Current.CancellationToken);

        _door.Leave();

        Assert.False(_door.TryEnter());
        (await waiting).Dispose();
        Assert.True(_door.TryEnter());
    }

    [Fact]
    public async Task One_who_gave_up_waiting_is_passed_over()
    {
        _door.TryEnter();
        using var enough = new CancellationTokenSource();
        var impatient = _door.Enter(enough.Token);
        var patient = _door.Enter(TestContext.Current.CancellationToken);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await impatient);

        _door.Leave();

        (await patient).Dispose();
        Assert.True(_door.TryEnter());
    }
}
