using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Host;

/// <summary>The seeds that travel beside the executable: the district, its boundary, the kinds of source, policies and what is assessed.</summary>
internal sealed record SeedDirectory(
    District District, DistrictBoundary Boundary, SourceKindCatalog Kinds, PolicyCatalog Policies, AssessmentPlan Plan)
{
    public static SeedDirectory Load()
    {
        var root = Path.Combine(AppContext.BaseDirectory, "seeds");
        var lanshan = Path.Combine(root, "lanshan");
        var district = DistrictSeed.Load(lanshan);
        var policies = PolicyCatalog.Load(Path.Combine(root, "policies"));
        return new SeedDirectory(
            district,
            DistrictBoundary.Load(lanshan),
            SourceKindCatalog.Load(Path.Combine(root, "source-kinds")),
            policies,
            AssessmentPlan.Load(lanshan, district, policies));
    }
}
