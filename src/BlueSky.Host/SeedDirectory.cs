using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Host;

/// <summary>The seeds that travel beside the executable: the district, its boundary and the kinds of source.</summary>
internal sealed record SeedDirectory(District District, DistrictBoundary Boundary, SourceKindCatalog Kinds)
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "seeds");

    /// <summary>Folder of the real hourly data of the demo.</summary>
    public static string AirQuality => Path.Combine(Root, "air-quality");

    public static SeedDirectory Load()
    {
        var lanshan = Path.Combine(Root, "lanshan");
        return new SeedDirectory(
            DistrictSeed.Load(lanshan),
            DistrictBoundary.Load(lanshan),
            SourceKindCatalog.Load(Path.Combine(Root, "source-kinds")));
    }
}
