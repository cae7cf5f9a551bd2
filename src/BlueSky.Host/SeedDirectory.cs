using System.Security.Cryptography;
using System.Text;
using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Host;

/// <summary>The seeds that travel beside the executable: the district, its boundary, the kinds of source, policies, what is assessed and how problems are handled.</summary>
internal sealed record SeedDirectory(
    District District, DistrictBoundary Boundary, SourceKindCatalog Kinds, PolicyCatalog Policies, AssessmentPlan Plan, HandlingPolicy Handling)
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "seeds");

    /// <summary>Folder of the real hourly data of the demo.</summary>
    public static string AirQuality => Path.Combine(Root, "air-quality");

    /// <summary>A word for the contents of all seeds together: another when any byte of a file differs.</summary>
    public static string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(Root, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }

    public static SeedDirectory Load()
    {
        var lanshan = Path.Combine(Root, "lanshan");
        var district = DistrictSeed.Load(lanshan);
        var policies = PolicyCatalog.Load(Path.Combine(Root, "policies"));
        return new SeedDirectory(
            district,
            DistrictBoundary.Load(lanshan),
            SourceKindCatalog.Load(Path.Combine(Root, "source-kinds")),
            policies,
            AssessmentPlan.Load(lanshan, district, policies),
            HandlingPolicyFile.Load(Path.Combine(Root, "violations")));
    }
}
