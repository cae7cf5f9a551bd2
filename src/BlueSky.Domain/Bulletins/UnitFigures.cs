using BlueSky.AirQuality;
using BlueSky.Assessment;
using BlueSky.Districts;

namespace BlueSky.Bulletins;

/// <summary>A unit's result with its name and its concentrations as printed.</summary>
/// <param name="Name">Chinese name; the unit's own text where no register knows it.</param>
/// <param name="Tier">The tier's id; under a policy that takes any tier, the tier's name in the input.</param>
/// <param name="TierName">The tier's Chinese name.</param>
/// <param name="Current">Concentrations of the period, rounded as the policy's index rule says: µg/m³, CO mg/m³.</param>
/// <param name="Last">Concentrations of the period compared with, rounded likewise.</param>
/// <param name="Result">The result.</param>
public sealed record UnitFigures(string Name, string Tier, string TierName, Concentrations Current, Concentrations Last, UnitResult Result)
{
    /// <summary>True when the unit takes part in rankings and means.</summary>
    public bool Counts => Result.Outcome != Outcome.Excluded;

    /// <summary>Whether the unit has an amount or why not: 已考核, 不予考核, 剔除, 退出考核.</summary>
    public string OutcomeName => Result.Outcome switch
    {
        Outcome.Assessed => "已考核",
        Outcome.NotAssessed => "不予考核",
        Outcome.Excluded => "剔除",
        _ => "退出考核",
    };

    internal static IReadOnlyList<UnitFigures> Of(District district, Policy policy, AssessmentResult result) =>
        [.. result.Units.Select(u => Of(district, policy, u))];

    /// <summary>The name of a unit: of the policy's members, else of the register's towns, else its own text.</summary>
    public static string NameOf(District district, Policy policy, string unit)
    {
        ArgumentNullException.ThrowIfNull(district);
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Tiers.SelectMany(t => t.Members.Value).FirstOrDefault(m => m.Code == unit)?.Name
            ?? district.Towns.FirstOrDefault(t => t.Code == unit)?.Name
            ?? unit;
    }

    private static UnitFigures Of(District district, Policy policy, UnitResult result)
    {
        var rule = policy.IndexRule.Value;
        var tier = policy.Tiers.FirstOrDefault(t => t.Id == result.Tier);
        var any = result.Tier == Assessment.Tier.Any;
        return new UnitFigures(
            NameOf(district, policy, result.Input.Unit),
            any ? result.Input.Tier : result.Tier,
            any ? result.Input.Tier : tier?.Name ?? result.Tier,
            Concentrations.Of(CompositeIndex.Of(result.Input.Current.ToList(), rule).Concentrations),
            Concentrations.Of(CompositeIndex.Of(result.Input.Last.ToList(), rule).Concentrations),
            result);
    }
}
