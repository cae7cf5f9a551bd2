using System.Text.Json;
using BlueSky.Districts;
using BlueSky.Photos;
using BlueSky.Reports;
using BlueSky.Sources;
using BlueSky.Tests.Violations;
using BlueSky.Violations;

namespace BlueSky.Tests.Reports;

public sealed class DemoReportsTests
{
    private static readonly string Seeds = Path.Combine(AppContext.BaseDirectory, "seeds");

    [Fact]
    public void Every_report_of_the_demonstration_is_taken_by_the_rules_and_says_what_it_is()
    {
        var (district, boundary) = (DistrictSeed.Load(SeedFolder.Lanshan), DistrictBoundary.Load(SeedFolder.Lanshan));
        var (kinds, policy) = (SourceKindCatalog.Load(Path.Combine(Seeds, "source-kinds")), ReportPolicy.Load(Path.Combine(Seeds, "violations")));
        var register = DemoRegister.Create(district, boundary).Sources;
        var steps = new List<RuleTransition>();
        var reports = DemoReports.Create(register, district, Case.Morning);
        foreach (var (report, by, photos) in reports)
        {
            Assert.True(report.IsDemo);
            Assert.Null(Reporting.Check(report, by, district, boundary, kinds, policy, Case.Morning));
            var source = register.FirstOrDefault(s => s.Id == report.SourceId)
                ?? Reporting.Locate(report, by, register.Where(s => s.Kind == report.Kind && s.Town == report.Town), district, policy).Source!;
            var found = Reporting.Find(report, by, source, kinds[source.Kind], policy);
            Assert.Null(found.Refusal);
            Assert.True(source.IsDemo);
            Assert.Equal(photos.Select(p => PhotoFile.IdOf(p)), report.Photos);
            steps.AddRange(found.Steps);
        }

        Assert.All(steps, s => Assert.StartsWith("演示：", s.Explanation, StringComparison.Ordinal));
        Assert.Equal([FoundBy.Patrol, FoundBy.Citizen], steps.Select(s => s.FoundBy).Distinct().Order());
        Assert.Equal(steps.Count, steps.Select(s => s.ViolationId).Distinct().Count());
        Assert.Equal(JsonSerializer.Serialize(reports), JsonSerializer.Serialize(DemoReports.Create(register, district, Case.Morning)));
    }
}
