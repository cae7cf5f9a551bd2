using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Tests.Violations;

public sealed class DemoCasesTests
{
    private static readonly District District = DistrictSeed.Load(SeedFolder.Lanshan);

    private static List<Violation> Play(DateTimeOffset now)
    {
        var kinds = SourceKindCatalog.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "source-kinds"));
        var register = DemoRegister.Create(District, DistrictBoundary.Load(SeedFolder.Lanshan));
        var played = new List<Violation>();
        foreach (var demo in DemoCases.Create(register.Sources, District, kinds, now))
        {
            var violation = Violation.Of(demo.Step.ViolationId, []);
            var placement = District.Place(demo.Source.Town, demo.Department, demo.Source.Kind);
            Assert.True(demo.Source.IsDemo);
            Assert.StartsWith("演示", demo.Step.Explanation, StringComparison.Ordinal);
            Assert.Null(DemoCases.Play(violation, demo.Step, placement, demo.Script, now, Case.Policy));
            foreach (var one in demo.Later.SelectMany(step => violation.Take(step, placement, now, Case.Policy).Events)) violation.Apply(one);
            played.Add(violation);
        }

        return played;
    }

    // At any hour of the week and over holidays: the clocks differ, the decisions must not be refused.
    [Theory]
    [InlineData("2026-11-25T10:00")]
    [InlineData("2026-11-29T03:00")]
    [InlineData("2026-10-05T23:00")]
    [InlineData("2026-02-24T00:00")]
    public void There_is_a_living_case_in_every_state_at_any_time(string now)
    {
        var cases = Play(Case.At(now));
        // A merged one comes of the repeat that opened a closed case again.
        Assert.Equal(Enum.GetValues<LoopState>().Where(s => s != LoopState.Merged), cases.Select(c => c.State).Distinct().Order());
        var loops = cases.Select(c => c.Summarise()).ToList();
        Assert.Contains(loops, l => l.SuspendedUntil is not null);
        Assert.Contains(loops, l => l.WithdrawalIsProposed);
        Assert.Contains(loops, l => l.Reopenings == 1);
        Assert.Contains(loops, l => !l.IsEnded && l.Due < Case.At(now));
        Assert.Contains(loops, l => l.Level == Case.Policy.Ladder.Count);
        Assert.Contains(cases, c => c.History.Any(e => e is RectificationRejected));
        Assert.All(cases, c => Assert.True(c.History.Zip(c.History.Skip(1)).All(p => p.First.At <= p.Second.At), c.Id));
    }

    [Fact]
    public void The_same_moment_gives_the_same_cases()
    {
        var now = Case.At("2026-11-25T10:00");
        Assert.Equal(Play(now).Select(c => (c.Id, c.Version, c.State)), Play(now).Select(c => (c.Id, c.Version, c.State)));
    }
}
