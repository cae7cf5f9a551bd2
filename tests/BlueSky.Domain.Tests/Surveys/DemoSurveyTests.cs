using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Surveys;

namespace BlueSky.Tests.Surveys;

public sealed class DemoSurveyTests
{
    [Fact]
    public void The_survey_of_the_demonstration_makes_one_order_and_leaves_a_part_of_the_way_unmatched()
    {
        var seeds = Path.Combine(AppContext.BaseDirectory, "seeds");
        var register = DemoRegister.Create(DistrictSeed.Load(SeedFolder.Lanshan), DistrictBoundary.Load(SeedFolder.Lanshan)).Sources;
        var roads = register.Where(s => s.Kind == "road").ToList();
        Assert.All(roads, r => Assert.InRange(Whereabouts.Length(r.Path) / (double)r.Parameters["length-m"], 0.98, 1.02));
        var found = RoadMatching.Match(
            DemoSurvey.Track(register), roads, SourceKindCatalog.Load(Path.Combine(seeds, "source-kinds"))["road"], new DateOnly(2026, 11, 25),
            SurveyPolicy.Load(Path.Combine(seeds, "violations")));
        Assert.Equal([true, false, false], roads.Take(3).Select(r => found.Roads.Single(f => f.Road == r.Id).IsOver));
        Assert.InRange(found.UnmatchedShare, 0.01m, 0.6m);
        Assert.Equal(DemoSurvey.Track(register), DemoSurvey.Track(register));
    }
}
