using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Testing;
using BlueSky.Violations;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BlueSky.Storage;

/// <summary>Old readings become hourly values, on both engines.</summary>
public abstract class RetentionContract
{
    private static readonly CancellationToken Stop = CancellationToken.None;
    private static readonly DateTimeOffset Now = new(2026, 3, 15, 12, 0, 0, TimeSpan.FromHours(8));
    private static readonly DateTimeOffset Old = new(2025, 11, 10, 12, 0, 0, TimeSpan.FromHours(8));
    private static readonly DateTimeOffset Young = new(2026, 1, 10, 12, 0, 0, TimeSpan.FromHours(8));

    private protected abstract Task<Home> NewHome();

    [Fact]
    public async Task Every_hour_of_every_channel_that_is_dropped_has_an_hourly_value_and_what_the_live_rules_published_stays()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await Fill(store);
        await store.Publication.Publish([new HourlyValue("s", "a34002", Old.AddHours(1), 1.23m, 1m, 2m, 5, 50, true, false, 9)]);

        Assert.Equal(1, await Drop(store));

        Assert.Equal(
            [
                "11-10 13|LA-Rtd|55|50|60|2|2|False", "11-10 13|a34002|1.23|1|2|5|50|True", "11-10 14|a34002-Rtd|7.0|7.0|7.0|1|1|False",
            ],
            (await store.Queries.Hours("s", null, Old.AddDays(-1), Old.AddDays(1), Stop)).Select(
                h => $"{h.HourEnding:MM-dd HH}|{h.Factor}|{h.Mean}|{h.Minimum}|{h.Maximum}|{h.Count}|{h.CoveredMinutes}|{h.IsValid}"));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Read(store, Old.AddDays(-1), Old.AddDays(1)));
        Assert.Equal(("readings-not-kept", "from"), (refused.Reason, refused.Field));
        Assert.Contains("2025-12-01 08:00", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero), store.Journal.KeptFrom);
        Assert.Equal(1, (await Read(store, Young.AddDays(-1), Young.AddDays(1))).Total);
        Assert.Equal([4L], (await store.All("s")).Select(o => o.Arrival));
        Assert.Equal(0, await Drop(store));
    }

    [Fact]
    public async Task Readings_that_a_violation_rests_on_are_kept()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await Fill(store);
        var step = new RuleTransition
        {
            Kind = TransitionKind.Cleared, SourceId = "s", RuleId = "pm10-hour", Start = Old.AddHours(13), At = Old.AddHours(14), Severity = Severity.Serious, Explanation = "…", Step = 2,
        };
        await store.Publication.Publish(step.ViolationId, new ViolationRow(new ViolationPlace("371302001", "工地", "site", "住建", false), step, step), null, []);
        await store.Journal.Append("s", [Some.Observation(5, Old.AddDays(-2))]);
        await store.Roller.RollAll(Stop);

        Assert.Equal(1, await Drop(store));

        // The day before it began, no more.
        Assert.Equal([1L, 2L, 3L, 4L], (await store.All("s")).Select(o => o.Arrival));
        Assert.Equal(4, (await Read(store, Old.AddDays(-3), Old.AddDays(1))).Total);
        Assert.Equal(0, await Drop(store));
    }

    [Fact]
    public async Task A_dry_run_drops_nothing()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await Fill(store);
        Assert.Equal(0, await Drop(store, new StorageOptions { KeepReadingsMonths = 2, RetentionDryRun = true }));
        Assert.Equal(0, await Drop(store, new StorageOptions { KeepReadingsMonths = 0 }));
        Assert.Equal(4, (await store.All("s")).Count);
        Assert.Equal(DateTimeOffset.MinValue, store.Journal.KeptFrom);
    }

    [Fact]
    public async Task A_run_that_fails_half_way_drops_nothing_and_the_next_one_finishes()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await Fill(store);
        await store.Engine.Write([new Statement("ALTER TABLE hourly_value RENAME TO hourly_away")]);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Drop(store));
        Assert.Equal(4, (await store.All("s")).Count);

        // Closed already: late data would spoil what is being reduced.
        Assert.Equal(new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero), store.Journal.KeptFrom);
        await store.Engine.Write([new Statement("ALTER TABLE hourly_away RENAME TO hourly_value")]);
        Assert.Equal(1, await Drop(store));
        Assert.Single(await store.All("s"));
    }

    [Fact]
    public async Task What_was_rolled_into_the_month_meanwhile_is_not_dropped_unseen()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await Fill(store);
        var month = new DateTimeOffset(2025, 11, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.False(await store.Engine.DropMonth(month, 1, [], Now, Stop));
        Assert.Equal(4, (await store.All("s")).Count);
    }

    [Fact]
    public async Task Data_that_were_under_way_when_their_month_was_closed_find_a_place()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await Fill(store);
        Assert.Equal(1, await Drop(store));
        await store.Journal.Append("s", [Some.Observation(5, Old)]);
        Assert.Equal(1, await store.Roller.RollAll(Stop));
        Assert.Equal([4L, 5L], (await store.All("s")).Select(o => o.Arrival));
        Assert.Equal(0, await Drop(store));
    }

    /// <summary>Two hours of an old month, one of a younger.</summary>
    private static async Task Fill(OpenStore store)
    {
        await store.Journal.Append(
            "s",
            [
                Some.Observation(1, Old, ("a34002-Rtd", 7.0m), ("LA-Rtd", 50m)), Some.Observation(2, Old.AddMinutes(1), ("LA-Rtd", 60m)),
                Some.Observation(3, Old.AddHours(1), ("a34002-Rtd", 7.0m)), Some.Observation(4, Young),
            ]);
        await store.Roller.RollAll(Stop);
    }

    private static async Task<int> Drop(OpenStore store, StorageOptions? options = null)
    {
        using var metrics = new StorageMetrics();
        using var retention = new Retention(
            store.Engine, options ?? new StorageOptions { KeepReadingsMonths = 2 }, metrics, new FakeTimeProvider(Now), NullLogger<Retention>.Instance);
        return await retention.DropDue(Stop);
    }

    private static Task<Page<StoredValue>> Read(OpenStore store, DateTimeOffset from, DateTimeOffset to) =>
        store.Queries.Values("s", null, from, to, new PageRequest(), Stop);
}

public sealed class SqliteRetentionTests : RetentionContract
{
    private protected override Task<Home> NewHome() => Task.FromResult<Home>(new SqliteHome());
}

public sealed class PostgresRetentionTests(PostgresFixture postgres) : RetentionContract
{
    private protected override async Task<Home> NewHome() => new PostgresHome(await postgres.NewDatabase());
}
