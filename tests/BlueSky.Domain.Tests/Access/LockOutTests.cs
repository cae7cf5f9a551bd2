using BlueSky.Access;

namespace BlueSky.Tests.Access;

public class LockOutTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void The_fifth_failure_in_a_row_locks_for_a_quarter_of_an_hour()
    {
        var after = LockOut.None;
        for (var i = 0; i < 4; i++) after = after.Failed(Noon);
        Assert.False(after.IsLocked(Noon));

        after = after.Failed(Noon);

        Assert.True(after.IsLocked(Noon.AddMinutes(15).AddTicks(-1)));
        Assert.False(after.IsLocked(Noon.AddMinutes(15)));
    }

    [Fact]
    public void Failing_on_while_locked_does_not_prolong_it()
    {
        var locked = new LockOut(5, Noon.AddMinutes(15));

        Assert.Equal(locked, locked.Failed(Noon.AddMinutes(14)));
    }

    [Fact]
    public void After_a_lock_counting_begins_anew()
    {
        var over = new LockOut(5, Noon).Failed(Noon.AddMinutes(1));

        Assert.Equal(new LockOut(1, null), over);
    }
}
