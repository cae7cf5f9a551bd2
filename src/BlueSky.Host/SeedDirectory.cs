using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Host;

/// <summary>The seeds that travel beside the executable: the district, its boundary and the kinds of source.</summary>
internal sealed record SeedDirectory(District District, DistrictBoundary Boundary, SourceKindCatalog Kinds)
{
    public static SeedDirectory Load()
    {
        var root = Path.Combine(AppContext.BaseDirectory, "seeds");
        var lanshan = Path.Combine(root, "lanshan");
        return new SeedDirectory(
            DistrictSeed.Load(lanshan),
            DistrictBoundary.Load(lanshan),
            SourceKindCatalog.Load(Path.Combine(root, "source-kinds")));
    }
}
