using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>How policies and sentences name the pollutants: <c>pm25</c> in a file, PM2.5 in an explanation.</summary>
internal static class PollutantCodes
{
    /// <summary>All six in the order in which compensation tables print them: by weight.</summary>
    internal static IReadOnlyList<Pollutant> InOrder { get; } =
        [Pollutant.PM25, Pollutant.PM10, Pollutant.SO2, Pollutant.NO2, Pollutant.CO, Pollutant.O3];

    /// <summary>Their codes in that order.</summary>
    internal static IReadOnlyList<string> Codes { get; } = [.. InOrder.Select(p => p.Code())];

    /// <summary>The pollutant of a code as files write it, lower case; null when there is none.</summary>
    internal static Pollutant? Find(string code) => Codes.Contains(code, StringComparer.Ordinal) ? Pollutants.ByCode(code) : null;

    internal static string Print(this Pollutant pollutant) => pollutant == Pollutant.PM25 ? "PM2.5" : pollutant.ToString();
}
