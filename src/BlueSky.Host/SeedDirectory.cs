using System.Security.Cryptography;
using System.Text;
using BlueSky.Assessment;
using BlueSky.Credit;
using BlueSky.Devices;
using BlueSky.Districts;
using BlueSky.Notifications;
using BlueSky.Reports;
using BlueSky.Sources;
using BlueSky.Surveys;
using BlueSky.Tasks;
using BlueSky.Violations;

namespace BlueSky.Host;

/// <summary>
/// The seeds that travel beside the executable: the district, its boundary, the kinds of source, policies, what is assessed, how problems
/// are handled and told of, the tasks of the plan, and how credit is scored, and
/// how devices are judged.
/// </summary>
internal sealed record SeedDirectory(
    District District, DistrictBoundary Boundary, SourceKindCatalog Kinds, PolicyCatalog Policies, AssessmentPlan Plan, HandlingPolicy Handling,
    ReportPolicy Reports, SurveyPolicy Surveys, TaskPlan Tasks, TaskMeasures Measures, TaskPolicy TaskPolicy, CreditPolicies Credit,
    NotificationPolicy Notifications, DevicePolicy Devices)
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
        var kinds = SourceKindCatalog.Load(Path.Combine(Root, "source-kinds"));
        var tasks = TaskPlan.Load(lanshan, district);
        return new SeedDirectory(
            district,
            DistrictBoundary.Load(lanshan),
            kinds,
            policies,
            AssessmentPlan.Load(lanshan, district, policies),
            HandlingPolicyFile.Load(Path.Combine(Root, "violations")),
            ReportPolicy.Load(Path.Combine(Root, "violations")),
            SurveyPolicy.Load(Path.Combine(Root, "violations")),
            tasks,
            TaskMeasures.Load(lanshan, tasks, [.. kinds.Kinds.Select(k => k.Code)]),
            TaskPolicy.Load(lanshan),
            CreditPolicies.Load(Path.Combine(Root, "credit")),
            NotificationPolicyFile.Load(Path.Combine(Root, "notifications")),
            DevicePolicy.Load(Path.Combine(Root, "devices")));
    }
}
