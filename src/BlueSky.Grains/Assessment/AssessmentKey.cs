using BlueSky.Messages;

namespace BlueSky.Assessment;

/// <summary>The key <c>district/period/policy</c>, taken apart.</summary>
/// <param name="District">District code.</param>
/// <param name="Period">Period.</param>
/// <param name="Policy">Id of the policy.</param>
internal sealed record AssessmentKey(string District, Period Period, string Policy)
{
    public const char Separator = '/';

    /// <summary>The key as a grain has it.</summary>
    public string Text => Of(District, Period, Policy);

    public static string Of(string district, Period period, string policy) => $"{district}{Separator}{period}{Separator}{policy}";

    /// <summary>Reads a key.</summary>
    /// <exception cref="RefusedException">It is none, or the period is written in another form than its own.</exception>
    public static AssessmentKey Parse(string key)
    {
        var parts = key.Split(Separator);
        return parts.Length == 3 && Period.TryParse(parts[1], out var period) && period!.ToString() == parts[1]
            ? new AssessmentKey(parts[0], period, parts[2])
            : throw new RefusedException(
                "bad-period", "period",
                $"时段写法不对：{key}。Write a period as 2021-08-05, 2021-W31, 2021-08, 2021-Q3, 2021-H2, 2021 or 2021-08-01..2021-08-15.");
    }
}
