using System.Globalization;
using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Web.Console;
using Microsoft.Extensions.Time.Testing;

namespace BlueSky.Web.Tests;

public sealed class MapRegisterTests
{
    private static readonly KeyAreas Areas = new(Samples.District);
    private readonly FakeTimeProvider clock = new(Samples.Noon);
    private readonly StoredRows rows = new();
    private readonly MapReader map;

    public MapRegisterTests() => map = new(rows, new MapRegister(rows, Areas, clock), Areas);

    [Fact]
    public async Task Every_filter_is_answered_from_one_reading_and_later_only_places_that_may_have_changed_are_read()
    {
        for (var i = 0; i < 1_200; i++) Add($"s-{i:0000}", i % 2 == 0 ? "site" : "kiln");
        Assert.Equal((1_200, 600), ((await Shown()).Total, (await Shown(new(Kind: "kiln"))).Total));
        Assert.Equal(["SourceMarks", 500, 500, 200], rows.Asked.Select(a => a is IReadOnlyList<string> ids ? ids.Count : a));

        rows.Asked.Clear();
        Change("s-0007", entry => entry with { Location = new(118.40m, 35.10m) }, summary => summary with { Version = 2 });
        clock.Advance(MapRegister.Old);
        Assert.Equal(new(118.40m, 35.10m), (await Shown()).Points[7].At);
        Assert.Equal(["s-0007"], Assert.IsType<IReadOnlyList<string>>(rows.Asked[1], exactMatch: false));
        Assert.Equal(2, rows.Asked.Count);
    }

    [Fact]
    public async Task A_person_who_filters_does_not_wait_for_a_newer_reading_and_it_is_shown_at_the_next_look()
    {
        Add("s-1");
        Assert.Equal(SourceStatus.NotConnected, (await Shown()).Points[0].Status);
        Change("s-1", entry => entry, summary => summary with { Status = SourceStatus.Violating, Version = 2 });
        Assert.Equal(SourceStatus.NotConnected, (await Shown()).Points[0].Status);

        clock.Advance(MapRegister.Fresh);
        var patience = TimeProvider.System.GetUtcNow().AddSeconds(20);
        while ((await Shown()).Points[0].Status != SourceStatus.Violating)
        {
            Assert.True(TimeProvider.System.GetUtcNow() < patience, "The newer reading was not shown within 20 s.");
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_town_is_told_of_its_own_sources_alone_though_all_share_one_reading()
    {
        Add("own");
        Add("foreign", town: "371302003");
        Assert.Equal(2, (await Shown()).Total);

        var town = await Shown(Sight.Narrow(new SourceFilter(Town: "371302003"), new Actor("zhenjie2", "演示", Samples.TownUnit, Role.Officer)));
        Assert.Equal(["own"], town.Points.Select(p => p.Id));
        Assert.Equal((1, 0), (town.Total, town.LeftOut));
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_said_once_what_is_known_is_old()
    {
        Add("s-1");
        await Shown();
        rows.IsDown = true;
        clock.Advance(MapRegister.Old - TimeSpan.FromMilliseconds(1));
        Assert.Single((await Shown()).Points);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Shown());
        rows.IsDown = false;
        Assert.Single((await Shown()).Points);
    }

    [Fact]
    public async Task A_register_of_more_than_is_held_in_memory_is_asked_for_each_filter()
    {
        for (var i = 0; i <= MapRegister.Most; i++) Add($"s-{i:00000}", i < 3 ? "kiln" : "site");
        Assert.Equal((MapRegister.Most + 1, MapReader.Most, MapRegister.Most + 1 - MapReader.Most), (await Shown() is var all ? ((int)all.Total, all.Points.Count, (int)all.LeftOut) : default));
        Assert.Equal(3, (await Shown(new(Kind: "kiln"))).Points.Count);
        Assert.Single(rows.Asked, "SourceMarks".Equals);
    }

    [Fact]
    public async Task Of_too_many_the_worst_are_drawn_and_what_looks_the_same_is_not_drawn_again()
    {
        for (var i = 0; i < MapReader.Most + 10; i++) Add(string.Create(CultureInfo.InvariantCulture, $"s-{9_999 - i}"));
        var shown = await Shown();
        Assert.Equal((MapReader.Most, 10), (shown.Points.Count, shown.LeftOut));
        Assert.Equal(["s-5000", "s-9999"], [shown.Points[0].Id, shown.Points[^1].Id]);

        clock.Advance(MapRegister.Old);
        Assert.Equivalent(shown.Looks, (await Shown()).Looks, strict: true);
        Change("s-7000", entry => entry, summary => summary with { Status = SourceStatus.Offline });
        clock.Advance(MapRegister.Old);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Assert.Equivalent(shown.Looks, Shown().Result.Looks, strict: true));
    }

    private Task<MapSources> Shown(SourceFilter? filter = null) => map.Sources(filter ?? new(), TestContext.Current.CancellationToken);

    private void Add(string id, string kind = "site", string town = Samples.Town)
    {
        var entry = Samples.Registration(id, kind) with { Town = town, Location = new(118.3429m, 35.0532m) };
        rows.SourceRows.Add(new(entry, Samples.Summary(entry)));
    }

    private void Change(string id, Func<SourceRegistration, SourceRegistration> entry, Func<SourceSummary, SourceSummary> summary)
    {
        var at = rows.SourceRows.FindIndex(r => r.Registration.Id == id);
        rows.SourceRows[at] = new(entry(rows.SourceRows[at].Registration), summary(rows.SourceRows[at].Summary));
    }
}
