using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Storage;

namespace BlueSky.Storage;

/// <summary>Grain state and reminders of the embedded mode.</summary>
public sealed class ActorTests
{
    private sealed record Note(string Text, decimal Figure)
    {
        public Note() : this("", 0)
        {
        }
    }

    private static readonly GrainId Grain = GrainId.Create("source", "371302-gas-0012");

    private static SqliteGrainStorage Storage(OpenStore store) => new(
        store.Engine, new SystemTextJsonGrainStorageSerializer(Options.Create(new SystemTextJsonGrainStorageSerializerOptions())),
        TimeProvider.System);

    [Fact]
    public async Task State_is_read_as_written_and_gone_when_cleared()
    {
        await using var home = new SqliteHome();
        await using var store = await home.Open();
        var storage = Storage(store);
        var state = new GrainState<Note>();
        await storage.ReadStateAsync("source", Grain, state);
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);

        state.State = new Note("工地", 1.50m);
        await storage.WriteStateAsync("source", Grain, state);
        state.State = new Note("工地", 2.50m);
        await storage.WriteStateAsync("source", Grain, state);
        var read = new GrainState<Note>();
        await storage.ReadStateAsync("source", Grain, read);
        Assert.Equal(("工地", "2.50", state.ETag, true), (read.State!.Text, read.State!.Figure.ToString(), read.ETag, read.RecordExists));

        await storage.ClearStateAsync("source", Grain, read);
        Assert.Equal((false, null, ""), (read.RecordExists, read.ETag, read.State!.Text));
        await storage.ReadStateAsync("source", Grain, read);
        Assert.False(read.RecordExists);
    }

    [Fact]
    public async Task Two_activations_cannot_overwrite_each_other()
    {
        await using var home = new SqliteHome();
        await using var store = await home.Open();
        var storage = Storage(store);
        var (first, second) = (new GrainState<Note> { State = new("1", 1) }, new GrainState<Note> { State = new("2", 2) });
        await storage.WriteStateAsync("source", Grain, first);
        var inserted = await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("source", Grain, second));
        Assert.Equal(first.ETag, inserted.StoredEtag);
        await storage.ReadStateAsync("source", Grain, second);
        await storage.WriteStateAsync("source", Grain, second);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("source", Grain, first));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("source", Grain, first));

        // Cleared and written anew: who still holds the old state must not win.
        var stale = new GrainState<Note>();
        await storage.ReadStateAsync("source", Grain, stale);
        await storage.ClearStateAsync("source", Grain, second);
        await storage.WriteStateAsync("source", Grain, second);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("source", Grain, stale));
    }

    [Fact]
    public async Task States_of_one_key_are_told_apart_by_grain_type_and_name()
    {
        await using var home = new SqliteHome();
        await using var store = await home.Open();
        var storage = Storage(store);
        GrainId[] grains = [Grain, GrainId.Create("town", "371302-gas-0012")];
        var written = new List<string>();
        foreach (var grain in grains)
        {
            foreach (var name in new[] { "a", "b" })
            {
                await storage.WriteStateAsync(name, grain, new GrainState<Note> { State = new($"{grain.Type}/{name}", 0) });
                written.Add($"{grain.Type}/{name}");
            }
        }

        var read = new List<string>();
        foreach (var grain in grains)
        {
            foreach (var name in new[] { "a", "b" })
            {
                var state = new GrainState<Note>();
                await storage.ReadStateAsync(name, grain, state);
                read.Add(state.State!.Text);
            }
        }

        Assert.Equal(written, read);
    }

    [Fact]
    public async Task Reminders_are_kept_by_grain_and_read_by_range_of_the_ring()
    {
        await using var home = new SqliteHome();
        await using var store = await home.Open();
        var table = new ReminderTable(store.Engine);
        var grains = Enumerable.Range(0, 50).Select(i => GrainId.Create("source", $"s{i}")).OrderBy(g => g.GetUniformHashCode()).ToArray();
        foreach (var grain in grains)
        {
            await table.UpsertRow(new ReminderEntry
            {
                GrainId = grain,
                ReminderName = "watch",
                StartAt = Some.Noon.UtcDateTime,
                Period = TimeSpan.FromMinutes(5),
            });
        }

        var (low, high) = (grains[10].GetUniformHashCode(), grains[20].GetUniformHashCode());
        async Task<HashSet<GrainId>> Range(uint begin, uint end) => [.. (await table.ReadRows(begin, end)).Reminders.Select(r => r.GrainId)];
        Assert.Equal([.. grains[11..21]], await Range(low, high));
        Assert.Equal([.. grains[21..], .. grains[..11]], await Range(high, low));
        Assert.Equal(50, (await Range(0, 0)).Count);

        var entry = (await table.ReadRow(grains[0], "watch"))!;
        Assert.Equal((Some.Noon.UtcDateTime, TimeSpan.FromMinutes(5)), (entry.StartAt, entry.Period));
        Assert.Null(await table.ReadRow(grains[0], "other"));
        var newer = await table.UpsertRow(entry);
        Assert.False(await table.RemoveRow(grains[0], "watch", "1"));
        Assert.True(await table.RemoveRow(grains[0], "watch", newer!));
        Assert.Empty((await table.ReadRows(grains[0])).Reminders);
    }
}
