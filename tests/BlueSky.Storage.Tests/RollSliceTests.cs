using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;

namespace BlueSky.Storage;

/// <summary>
/// A roll of the embedded store takes many transactions. Wherever it ends, every reading is there once, and the next roll finishes it.
/// </summary>
public sealed class RollSliceTests
{
    private const int Sources = 3;
    private const int Blocks = 5;

    /// <summary>Every row is a transaction of its own, so that a roll can end behind each.</summary>
    private static readonly StorageOptions RowByRow = new() { RollSlice = TimeSpan.Zero };

    private static CancellationToken Stop => CancellationToken.None;

    [Fact]
    public async Task Whatever_slice_a_killed_process_ends_behind_every_reading_is_there_once_and_the_next_roll_finishes()
    {
        await using var home = new SqliteHome();
        await using var store = await home.Open(RowByRow);
        await Fill(store);
        var left = new List<string>();
        try
        {
            // What is on the disk between two commits is what a process leaves that is killed there.
            await Roll(store, () => left.Add(Copied(home.Directory)));
            Assert.Equal(Steps, left.Count);
            foreach (var directory in left)
            {
                var died = new SqliteHome(directory);

                // The next one rolls smaller pieces, and has new readings of the same hours behind.
                var options = new StorageOptions { RollSlice = TimeSpan.Zero, RollBytes = 1 };
                await using (var next = await died.Open(options))
                {
                    await Everything(next, Blocks);
                    await Append(next, Blocks + 1);
                    await next.Roller.RollAll(Stop);
                    await Everything(next, Blocks + 1);
                    await Nothing_is_left(next);
                }

                await using var again = await died.Open();
                await Everything(again, Blocks + 1);
            }
        }
        finally
        {
            left.ForEach(d => Directory.Delete(d, recursive: true));
        }
    }

    [Fact]
    public async Task A_roll_that_fails_behind_any_slice_is_finished_by_the_next_of_the_same_process()
    {
        for (var slices = 1; slices <= Steps; slices++)
        {
            await using var home = new SqliteHome();
            await using var store = await home.Open(RowByRow);
            await Fill(store);
            var done = 0;
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Roll(store, () =>
            {
                if (++done == slices) throw new StoreUnavailableException("Here.");
            }));

            await Everything(store, Blocks);
            await Append(store, Blocks + 1);
            await Everything(store, Blocks + 1);
            await store.Roller.RollAll(Stop);
            await Everything(store, Blocks + 1);
            await Nothing_is_left(store);
        }
    }

    [Fact]
    public async Task A_slice_that_cannot_be_stored_leaves_those_before_it_for_the_next_roll()
    {
        await using var home = new SqliteHome();
        await using var store = await home.Open(RowByRow);
        await Fill(store);
        await store.Engine.Write([new Statement("CREATE TRIGGER no BEFORE INSERT ON chunk WHEN NEW.source_id = 's2' BEGIN SELECT RAISE(ABORT, 'no'); END")]);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Roller.RollAll(Stop));
        Assert.NotEqual(0, await Count(store, "chunk"));
        await Everything(store, Blocks);

        await store.Engine.Write([new Statement("DROP TRIGGER no")]);
        Assert.Equal(Sources * Blocks, await store.Roller.RollAll(Stop));
        await Everything(store, Blocks);
        await Nothing_is_left(store);
    }

    [Fact]
    public async Task A_mark_that_was_moved_by_a_commit_that_seemed_to_fail_is_found_by_the_next_roll()
    {
        await using var home = new SqliteHome();
        await using var store = await home.Open(RowByRow);
        await Fill(store);
        await Unfinished(store, rows: Sources * 2);
        await store.Engine.Write([new Statement("UPDATE stream SET rolled = rolling WHERE rolling > 0")]);
        await Everything(store, Blocks);

        Assert.Equal(0, await store.Roller.RollAll(Stop));
        await Everything(store, Blocks);
        await Append(store, Blocks + 1);
        Assert.Equal(Sources, await store.Roller.RollAll(Stop));
        await Everything(store, Blocks + 1);
        await Nothing_is_left(store);
    }

    [Fact]
    public async Task Commits_and_reads_get_their_turn_between_two_slices()
    {
        await using var home = new SqliteHome();
        await using var store = await home.Open(RowByRow);
        await Fill(store);
        var appended = Blocks;
        var roll = await Plan(store);
        Assert.True(await store.Engine.Store(roll, async _ =>
        {
            await Append(store, ++appended);
            await Everything(store, appended, isInPart: true);
        }, Stop));

        Assert.Equal(Blocks + Steps, appended);
        await store.Roller.RollAll(Stop);
        await Everything(store, appended);
        await Nothing_is_left(store);
    }

    [Fact]
    public async Task A_slice_takes_as_many_rows_as_its_time_allows()
    {
        await using var home = new SqliteHome();
        await using var store = await home.Open(new StorageOptions { RollSlice = TimeSpan.FromMinutes(5) });
        await Fill(store);
        var slices = 0;
        await Roll(store, () => slices++);
        Assert.Equal(1, slices);
        await Everything(store, Blocks);
        await Nothing_is_left(store);
    }

    [Fact]
    public async Task A_month_is_not_dropped_while_a_roll_is_unfinished_whose_rows_would_come_back()
    {
        await using var home = new SqliteHome();
        await using var store = await home.Open(RowByRow);
        await Fill(store);
        await Unfinished(store);
        var month = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.False(await store.Engine.DropMonth(month, await Count(store, "chunk"), [], Some.Noon, Stop));
        await Everything(store, Blocks);

        await store.Roller.RollAll(Stop);
        Assert.True(await store.Engine.DropMonth(month, await Count(store, "chunk"), [], Some.Noon, Stop));
        Assert.Equal(0, await Count(store, "chunk"));
    }

    [Fact]
    public async Task A_backup_that_was_taken_half_way_through_a_roll_restores_every_reading_once()
    {
        var folder = Directory.CreateTempSubdirectory("bluesky-half-").FullName;
        try
        {
            await using var home = new SqliteHome();
            await using (var store = await home.Open(RowByRow))
            {
                await Fill(store);
                await Unfinished(store);
                await StoreBackup.Take(null, home.Directory, Path.Combine(folder, "backup"), _ => { }, TimeProvider.System, Stop);
                await store.Roller.RollAll(Stop);
            }

            await StoreBackup.Restore(null, Path.Combine(folder, "restored"), Path.Combine(folder, "backup"), _ => { }, Stop);
            await using var restored = await new SqliteHome(Path.Combine(folder, "restored")).Open();
            await Everything(restored, Blocks);
            Assert.Equal(Sources * Blocks, await restored.Roller.RollAll(Stop));
            await Everything(restored, Blocks);
            await Nothing_is_left(restored);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_store_from_before_slices_is_read_and_rolled_on()
    {
        await using var home = new SqliteHome();
        await using (var before = home.Engine(new StorageOptions(), [.. home.Migrations.Where(m => !m.Name.StartsWith("017", StringComparison.Ordinal))]))
        {
            await before.Migrate(Stop);
            await before.Open(Stop);
            await using var old = new OpenStore(before, new StorageOptions());
            await Fill(old);
            var (first, _) = Halves(await Plan(old));
            var roll = await RollPlan.Of(first, RollPace.None, Stop);

            // As the program of before rolled: one transaction.
            await old.Engine.Write([
                new Statement("UPDATE stream SET rolled = $1 WHERE id = $2", roll.LastSeq, roll.Stream),
                .. roll.Chunks.Select(c => new Statement(
                    "INSERT INTO chunk (source_id, hour, stream, first_seq, first_arrival, last_arrival, packets, value_count, document) "
                    + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CAST($9 AS TEXT))",
                    c.SourceId, c.Hour, c.Stream, c.FirstSeq, c.FirstArrival, c.LastArrival, c.Packets, c.Values, c.Document)),
                new Statement("DELETE FROM block WHERE stream = $1 AND seq <= $2", roll.Stream, roll.LastSeq),
            ]);
            Assert.Equal(Sources * first.Count, await Count(old, "reading"));

            (IReadOnlyList<Block> First, IReadOnlyList<Block> Second) Halves(Roll all)
            {
                var blocks = old.Engine.Tail.Oldest(all.Stream, all.LastSeq, long.MaxValue);
                return ([.. blocks.Take(2)], [.. blocks.Skip(2)]);
            }
        }

        await using var store = await home.Open(RowByRow);
        await Everything(store, Blocks, isInPart: true);
        await store.Roller.RollAll(Stop);
        await Everything(store, Blocks);
        await Nothing_is_left(store);
    }

    /// <summary>Rows of all sources and hours, the mark, the blocks.</summary>
    private static int Steps => (Sources * 2) + 1 + Blocks;

    private static async Task Fill(OpenStore store)
    {
        for (var n = 1; n <= Blocks; n++) await Append(store, n);
    }

    /// <summary>One block: a reading of each source, of one hour or the next.</summary>
    private static async Task Append(OpenStore store, int n) => await store.Journal.Append(
        [.. Enumerable.Range(0, Sources).Select(s => new RoutedObservation($"s{s}", Some.Observation(n, Some.Noon.AddMinutes(n * 37 % 120))))]);

    private static Task<Roll> Plan(OpenStore store)
    {
        var (stream, last) = Assert.Single(store.Engine.Tail.Newest());
        return RollPlan.Of(store.Engine.Tail.Oldest(stream, last, long.MaxValue), RollPace.None, Stop);
    }

    private static async Task Roll(OpenStore store, Action between) => Assert.True(await store.Engine.Store(
        await Plan(store),
        _ =>
        {
            between();
            return ValueTask.CompletedTask;
        },
        Stop));

    /// <summary>Leaves a roll with some of its rows there.</summary>
    private static async Task Unfinished(OpenStore store, int rows = Sources)
    {
        var done = 0;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Roll(store, () =>
        {
            if (++done == rows) throw new StoreUnavailableException("Here.");
        }));
        Assert.Equal(rows, await Count(store, "chunk"));
    }

    private static string Copied(string directory)
    {
        var copy = Directory.CreateTempSubdirectory("bluesky-died-").FullName;
        foreach (var file in new[] { "bluesky.db", "bluesky.db-wal" }) File.Copy(Path.Combine(directory, file), Path.Combine(copy, file));
        return copy;
    }

    /// <summary>In the journal, in the pages that people see, in the hour, and in the view as far as it is rolled.</summary>
    private static async Task Everything(OpenStore store, int blocks, bool isInPart = false)
    {
        var expected = Enumerable.Range(1, blocks).Select(n => (long)n).ToList();
        for (var s = 0; s < Sources; s++)
        {
            Assert.Equal(expected, (await store.All($"s{s}")).Select(o => o.Arrival));
            var page = await store.Queries.Values($"s{s}", null, Some.Noon, Some.Noon.AddHours(2), new PageRequest(1, 500), Stop);
            Assert.Equal((blocks, blocks), ((int)page.Total, page.Items.Count));
        }

        var seen = await Count(store, "reading");
        Assert.True(seen == 0 || (seen >= Sources * Blocks && seen % Sources == 0) || isInPart, $"{seen} of a roll are seen in the view");
        Assert.Equal(seen, await store.Engine.Query(
            new Statement("SELECT count(*) FROM (SELECT DISTINCT source_id, arrival FROM reading)"), r => r.GetInt64(0), Stop) is [var distinct] ? distinct : -1);
    }

    private static async Task Nothing_is_left(OpenStore store)
    {
        Assert.Equal(0, store.Engine.Tail.Bytes);
        Assert.Equal(0, await Count(store, "block"));
        Assert.Equal(0, await Count(store, "chunk WHERE first_seq > (SELECT rolled FROM stream WHERE id = chunk.stream)"));
        Assert.Equal(0, await Count(store, "stream WHERE rolling > rolled"));
    }

    private static async Task<long> Count(OpenStore store, string of) =>
        (await store.Engine.Query(new Statement("SELECT count(*) FROM " + of), r => r.GetInt64(0), Stop))[0];
}
