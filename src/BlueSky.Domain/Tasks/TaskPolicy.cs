using System.Text.Json;

namespace BlueSky.Tasks;

/// <summary>When a task counts as at risk: the district's data, read from <c>task-policy.json</c>.</summary>
/// <param name="AtRiskDays">So many days before the last day a task that is not done is at risk. 0 or more.</param>
/// <param name="BehindPercent">It is at risk too when approved progress lags the share of time gone by more than this. 1 to 100.</param>
/// <param name="ReportEveryDays">A running task without a report for so long is at risk. 1 or more.</param>
/// <param name="Mark">How sure the figures are: T, S, K or D.</param>
/// <param name="Citation">Where they come from.</param>
public sealed record TaskPolicy(int AtRiskDays, int BehindPercent, int ReportEveryDays, string Mark, string Citation)
{
    private const string FileName = "task-policy.json";
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Loads the policy from the district's folder.</summary>
    /// <exception cref="FormatException">It is missing or cannot be used; names the field and the fix.</exception>
    public static TaskPolicy Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) throw new FormatException($"{FileName}: the file is missing in '{directory}'; add it");
        try
        {
            return JsonSerializer.Deserialize<TaskPolicy>(File.ReadAllBytes(path), Options)?.Checked() ?? throw new FormatException($"{FileName}: it is empty");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{FileName}: {e.Message}", e);
        }
    }

    private TaskPolicy Checked()
    {
        Demand(AtRiskDays is >= 0 and <= 366, "atRiskDays", "give 0 to 366 days");
        Demand(BehindPercent is >= 1 and <= 100, "behindPercent", "give 1 to 100");
        Demand(ReportEveryDays is >= 1 and <= 366, "reportEveryDays", "give 1 to 366 days");
        Demand(Mark is "T" or "S" or "K" or "D", "mark", "give T, S, K or D");
        Demand(!string.IsNullOrWhiteSpace(Citation), "citation", "say where the figures come from");
        return this;
    }

    private static void Demand(bool holds, string field, string fix)
    {
        if (!holds) throw new FormatException($"{FileName}: {field}: {fix}");
    }
}
