using BlueSky.Credit;
using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Tests.Violations;
using BlueSky.Violations;

namespace BlueSky.Tests.Credit;

public sealed class DemoCreditTests
{
    private static readonly District District = DistrictSeed.Load(SeedFolder.Lanshan);
    private static readonly DemoRegister Register = DemoRegister.Create(District, DistrictBoundary.Load(SeedFolder.Lanshan));
    private static readonly SourceKindCatalog Kinds = SourceKindCatalog.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "source-kinds"));

    [Theory]
    [InlineData("2026-11-25T10:00"), InlineData("2026-10-01T00:00"), InlineData("2026-01-02T03:00"), InlineData("2026-03-31T23:00")]
    public void Problems_of_both_quarters_before_are_handled_late_and_withdrawn_by_the_regulation(string now)
    {
        var quarters = DemoCredit.QuartersBefore(Case.At(now));
        var facts = new List<CreditFact>();
        var cases = DemoCredit.Cases(Register.Sources, District, Kinds, Case.At(now));
        Assert.Empty(cases.Select(c => c.Source.Id).Intersect(DemoCases.Create(Register.Sources, District, Kinds, Case.At(now)).Select(c => c.Source.Id)));
        foreach (var demo in cases)
        {
            var violation = Violation.Of(demo.Step.ViolationId, []);
            Assert.Null(DemoCases.Play(violation, demo.Step, District.Place(demo.Source.Town, demo.Department, demo.Source.Kind), demo.Script, Case.At(now), Case.Policy));
            Assert.True(violation.IsEnded);
            facts.AddRange(LoopFacts.Of(violation.Id, violation.History).Facts);
        }

        Assert.All(quarters, q => Assert.Contains(facts, f => f.On == CreditOccasion.Rejected && f.At >= q.Start && f.At < q.End));
        Assert.All(facts, f => Assert.Contains(quarters, q => f.At >= q.Start && f.At < q.End));
        Assert.Contains(facts, f => f.On == CreditOccasion.Supervision);
    }

    [Fact]
    public void Trucks_have_plates_of_their_own_that_are_valid_and_say_that_they_are_a_demonstration()
    {
        var trucks = DemoCredit.Trucks(Register.Sources);
        Assert.Equal(Register.Sources.Where(s => s.Kind == MuckTruck.FleetKind).Sum(s => s.Parameters["trucks"]), trucks.Count);
        Assert.Equal(trucks.Count, trucks.Select(t => t.Plate).Distinct().Count());
        Assert.All(trucks, t => Assert.True(t.Fault() is null && t.IsDemo && t.Plate.StartsWith("鲁T", StringComparison.Ordinal)));
        Assert.Contains(trucks, t => t.Plate.Length == 8);
        Assert.Contains(trucks, t => !t.IsClosed);
    }
}
