using BlueSky.Districts;
using BlueSky.Time;

namespace BlueSky.Registers;

public sealed class DemoVersionsTests
{
    private static readonly DemoRegister Register = DemoRegister.Create(DistrictSeed.Load(SeedFolder.Lanshan), DistrictBoundary.Load(SeedFolder.Lanshan));
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 8, 0, 0, ChinaTime.Offset);
    private static readonly IReadOnlyList<RegisterEntry> Versions = DemoVersions.Of(Register, Now);

    [Fact]
    public void The_same_month_gives_the_same_history() => Assert.Equal(
        RegisterSnapshot.DigestOf(Versions), RegisterSnapshot.DigestOf(DemoVersions.Of(Register, Now.AddDays(20))));

    [Fact]
    public void Every_source_ends_as_the_demo_register_has_it_and_says_that_it_is_invented()
    {
        Assert.All(Versions, v => Assert.True(v.Registration.IsDemo && v.Actor.Contains("演示", StringComparison.Ordinal)));
        Assert.Equal(Register.Sources, Versions.GroupBy(v => v.Registration.Id).Select(g => g.Last().Registration));
        foreach (var source in Versions.GroupBy(v => v.Registration.Id))
        {
            Assert.Equal(Enumerable.Range(1, source.Count()), source.Select(v => v.Number));
            Assert.Equal(source.Select(v => v.At).Order(), source.Select(v => v.At));
            Assert.True(source.Last().At < Now);
        }
    }

    [Fact]
    public void Every_month_after_the_first_adds_and_changes_and_one_removes()
    {
        var months = Enumerable.Range(7, DemoVersions.Months).Select(m => SnapshotCalendar.EndOf(new DateOnly(2026, m, 1))).ToList();
        var states = months.Select(end => RegisterSnapshot.Listed(
            Versions.Where(v => v.At < end).GroupBy(v => v.Registration.Id).Select(g => g.Last()), end).Select(v => v.Registration).ToList()).ToList();
        var counts = states.Zip(states.Skip(1)).Select(pair => ChangeCounts.Of(RegisterDifference.Between(pair.First, pair.Second))).ToList();

        Assert.Equal(DemoVersions.Months - 1, counts.Count);
        Assert.All(counts, c => Assert.True(c is { Added: > 0, Changed: > 0 }));
        Assert.True(counts[0].Removed > 0);
        Assert.Equal(Register.Sources.Count, states[^1].Count);
    }

    [Fact]
    public void The_rules_of_registration_hold_for_every_version()
    {
        var district = DistrictSeed.Load(SeedFolder.Lanshan);
        var kinds = Sources.SourceKindCatalog.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "source-kinds"));
        Assert.All(Versions, v => Assert.Empty(Sources.RegistrationRules.Faults(v.Registration, kinds, district)));
    }
}
