using BlueSky.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace BlueSky.Storage;

/// <summary>What a node says of its store, by what its commits met.</summary>
public sealed class StoreStateTests
{
    private readonly FakeTimeProvider clock = new(Some.Noon);
    private readonly StoreState state;

    public StoreStateTests() => state = new StoreState(new StorageOptions { SlowAfter = TimeSpan.FromSeconds(2) }, clock);

    [Fact]
    public void A_store_that_nobody_used_is_available()
    {
        Assert.Equal((StoreCondition.Available, Some.Noon, true), (state.Now.Condition, state.Now.Since, state.Now.TakesReadings));
    }

    [Fact]
    public void A_commit_under_way_for_long_is_slow_and_one_in_time_ends_it()
    {
        state.Began("journal");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(StoreCondition.Available, state.Now.Condition);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((StoreCondition.Slow, Some.Noon), (state.Now.Condition, state.Now.Since));
        Assert.Contains("2.0 s", state.Now.English, StringComparison.Ordinal);
        state.Committed("journal");
        Assert.Equal(StoreCondition.Slow, state.Now.Condition);
        state.Began("journal");
        state.Committed("journal");
        Assert.Equal(StoreCondition.Available, state.Now.Condition);
    }

    [Fact]
    public void A_failure_lasts_until_its_writer_commits_and_says_since_when()
    {
        Fail("journal", new NpgsqlException("Connection refused"));
        var first = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromSeconds(30));
        Fail("journal", new NpgsqlException("Still refused"));
        Assert.Equal((StoreCondition.Unreachable, first, false), (state.Now.Condition, state.Now.Since, state.Now.TakesReadings));
        Assert.Contains("Still refused", state.Now.English, StringComparison.Ordinal);
        Assert.Contains("无法连接", state.Now.Chinese, StringComparison.Ordinal);
        state.Began("journal");
        state.Committed("journal");
        Assert.Equal((StoreCondition.Available, clock.GetUtcNow()), (state.Now.Condition, state.Now.Since));
    }

    [Fact]
    public void A_failure_that_nobody_meets_again_is_over_when_others_commit()
    {
        Fail("journal", new NpgsqlException("Connection refused"));
        clock.Advance(StoreState.Fresh);
        Assert.Equal(StoreCondition.Unreachable, state.Now.Condition);
        state.Began("rows");
        state.Committed("rows");
        Assert.Equal(StoreCondition.Available, state.Now.Condition);
    }

    [Fact]
    public void A_full_disk_is_not_over_because_a_small_commit_found_room()
    {
        Fail("sqlite", new SqliteException("database or disk is full", 13));
        clock.Advance(TimeSpan.FromSeconds(1));
        state.Began("sqlite");
        state.Committed("sqlite");
        Assert.Equal(StoreCondition.Full, state.Now.Condition);
        clock.Advance(StoreState.Fresh);
        Assert.Equal(StoreCondition.Available, state.Now.Condition);
    }

    [Fact]
    public void A_refusal_for_want_of_room_in_the_queue_is_slow_for_a_while()
    {
        state.Refused("journal", "The queue is full.");
        Assert.Equal((StoreCondition.Slow, "The queue is full.", true), (state.Now.Condition, state.Now.English, state.Now.TakesReadings));
        clock.Advance(StoreState.Fresh);
        Assert.Equal(StoreCondition.Available, state.Now.Condition);
    }

    [Fact]
    public void Data_at_fault_say_nothing_of_the_store()
    {
        Fail("rows", new SqliteException("constraint failed", 19));
        Assert.Equal(StoreCondition.Available, state.Now.Condition);
    }

    [Fact]
    public void Fenced_is_for_ever()
    {
        Assert.True(state.Fence("The cluster declared this silo dead."));
        Assert.False(state.Fence("again"));
        state.Began("journal");
        state.Committed("journal");
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((StoreCondition.Fenced, Some.Noon), (state.Now.Condition, state.Now.Since));
    }

    private void Fail(string writer, Exception cause)
    {
        state.Began(writer);
        state.Failed(writer, cause);
    }
}
