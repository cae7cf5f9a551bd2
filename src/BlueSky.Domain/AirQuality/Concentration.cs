namespace BlueSky.AirQuality;

/// <summary>Unit of a mass concentration.</summary>
public enum ConcentrationUnit
{
    /// <summary>µg/m³.</summary>
    MicrogramPerCubicMetre,

    /// <summary>mg/m³.</summary>
    MilligramPerCubicMetre,
}

/// <summary>
/// A mass concentration with its unit, for values that come from outside. Inside the rules a bare decimal is always in the
/// pollutant's own unit (<see cref="Pollutants.Unit"/>).
/// </summary>
/// <param name="Amount">The amount, 0 or more.</param>
/// <param name="Unit">Its unit.</param>
public readonly record struct Concentration(decimal Amount, ConcentrationUnit Unit)
{
    /// <summary>The same concentration in <paramref name="unit"/>; exact.</summary>
    public Concentration To(ConcentrationUnit unit) => (Unit, unit) switch
    {
        (ConcentrationUnit.MilligramPerCubicMetre, ConcentrationUnit.MicrogramPerCubicMetre) => new(Amount * 1000m, unit),
        (ConcentrationUnit.MicrogramPerCubicMetre, ConcentrationUnit.MilligramPerCubicMetre) => new(Amount / 1000m, unit),
        _ => this,
    };

    /// <summary>The amount in the unit in which <paramref name="pollutant"/> is evaluated.</summary>
    public decimal For(Pollutant pollutant) => To(pollutant.Unit()).Amount;

    internal static ConcentrationUnit UnitOf(string text) => text switch
    {
        "ug/m3" => ConcentrationUnit.MicrogramPerCubicMetre,
        "mg/m3" => ConcentrationUnit.MilligramPerCubicMetre,
        _ => throw new InvalidDataException($"No unit {text}."),
    };
}
