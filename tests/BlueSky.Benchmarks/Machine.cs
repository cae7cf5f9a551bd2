using System.Globalization;

namespace BlueSky.Benchmarks;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC; {Environment.ProcessorCount} cores ({Model()}), {Memory():0} GiB RAM; .NET {Environment.Version}; load average {Load()}");

    /// <summary>Load of the last minute; above the number of cores others have used the machine too.</summary>
    public static string Load() => Read("/proc/loadavg", text => text.Split(' ')[0]);

    private static string Model() => Read("/proc/cpuinfo", text =>
        text.Split('\n').FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[^1].Trim() ?? "unknown");

    private static double Memory() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);

    private static string Read(string file, Func<string, string> pick) => File.Exists(file) ? pick(File.ReadAllText(file)) : "unknown";
}
