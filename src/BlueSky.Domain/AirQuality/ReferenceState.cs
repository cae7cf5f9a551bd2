namespace BlueSky.AirQuality;

/// <summary>
/// Temperature and pressure to which the volume of a gas is referred. The 2018 amendment of GB 3095-2012 put the reference state
/// 参比状态 (298.15 K) in place of the standard state 标准状态 for gases; particles are at the state of their measurement, before and
/// after for our purpose.
/// </summary>
/// <param name="From">First day on which the state is used.</param>
/// <param name="Name">Name in English and Chinese.</param>
/// <param name="Kelvin">Temperature, K.</param>
/// <param name="Hectopascal">Pressure, hPa.</param>
/// <param name="Mark">How sure the row is.</param>
/// <param name="Citation">Where it stands.</param>
public sealed record ReferenceState(DateOnly From, string Name, decimal Kelvin, decimal Hectopascal, string Mark, string Citation)
{
    /// <summary>All states in the order of time.</summary>
    public static IReadOnlyList<ReferenceState> All { get; } =
    [
        .. AirTable.Read("reference-states").Select(r => new ReferenceState(
            r.From("from"), r["name"], r.Number("kelvin"), r.Number("hectopascal"), r.Mark, r.Citation))
    ];

    /// <summary>The state in force on <paramref name="day"/>.</summary>
    public static ReferenceState On(DateOnly day) => All.Last(s => s.From <= day);

    /// <summary>
    /// A concentration measured in this state as it reads in <paramref name="other"/>: a gas by the ratio of the volumes (from the
    /// standard to the reference state 273.15/298.15, about 0.916), a particle unchanged. Not rounded.
    /// </summary>
    public decimal Convert(Pollutant pollutant, decimal concentration, ReferenceState other) =>
        pollutant.IsGas() ? concentration * Kelvin * other.Hectopascal / (other.Kelvin * Hectopascal) : concentration;
}
