using BlueSky.Assessment;
using BlueSky.Districts;

namespace BlueSky.Tests.Assessment;

public sealed class AssessmentPlanTests
{
    private static readonly PolicyCatalog Policies = PolicyCatalog.Load(Shipped.Directory);

    private static AssessmentPlan Load(string folder) => AssessmentPlan.Load(folder, DistrictSeed.Load(folder), Policies);

    [Fact]
    public void Every_unit_of_the_shipped_district_has_a_station_and_three_are_confirmed()
    {
        var (district, plan) = (DistrictSeed.Load(SeedFolder.Lanshan), Load(SeedFolder.Lanshan));
        Assert.All(district.Towns, t => Assert.Contains(plan.Stations, s => s.Unit == t.Code));
        Assert.Equal(
            ["371302003 1618A", "371302002 1619A", "371302004 3496A"], plan.Stations.Where(s => !s.IsDemo).Select(s => $"{s.Unit} {s.Station}"));
        Assert.All(plan.Stations.Where(s => s.IsDemo), s => Assert.Equal("D", s.Mark));
        var policy = Assert.Single(plan.Policies);
        Assert.Equal(("lanshan-2021", 6, 2, "D"), (policy.Policy, policy.DayFromHour, policy.MonthFromDay, policy.Mark));
    }

    [Theory]
    [InlineData("unit-stations.csv", "371302003,1618A", "371302999,1618A", "unit")]
    [InlineData("unit-stations.csv", "1619A", "1618A", "station")]
    [InlineData("unit-stations.csv", "1618A,no", "1618A,maybe", "demo")]
    [InlineData("unit-stations.csv", ",no,T,", ",no,X,", "mark")]
    [InlineData("assessments.csv", "lanshan-2021", "lanshan-1921", "policy")]
    [InlineData("assessments.csv", "day|", "hour|", "kinds")]
    [InlineData("assessments.csv", "lanshan-2021", "linyi-2016", "kinds")]
    [InlineData("assessments.csv", ",6,2,", ",24,2,", "day_from_hour")]
    [InlineData("assessments.csv", ",6,2,", ",6,0,", "month_from_day")]
    public void A_value_that_cannot_be_used_is_refused_by_file_and_field(string file, string from, string to, string field)
    {
        using var seeds = new SeedFolder();
        seeds.Replace(file, from, to);
        var refusal = Assert.Throws<DistrictSeedException>(() => Load(seeds.Folder));
        Assert.Equal((file, field), (refusal.File, refusal.Field));
    }

    [Fact]
    public void A_catalogue_knows_its_policies_and_their_texts()
    {
        Assert.Equal(Directory.GetFiles(Shipped.Directory, "*.json").Length, Policies.All.Count());
        Assert.Equal(Policies.Find("lanshan-2021")!.Digest, PolicyFile.Parse(Policies.TextOf("lanshan-2021")!, "lanshan-2021.json").Digest);
        Assert.Null(Policies.Find("nowhere"));
        Assert.Null(Policies.TextOf("nowhere"));
        var text = ("lanshan-2021.json", Shipped.Text("lanshan-2021"));
        Assert.Throws<PolicyException>(() => PolicyCatalog.Of([text, text]));
        Assert.Throws<PolicyException>(() => PolicyCatalog.Load(Path.Combine(Shipped.Directory, "nowhere")));
    }
}
