using System.Globalization;

namespace BlueSky.AirQuality;

/// <summary>
/// One column of HJ 633 table 1: concentrations at the IAQI 0, 50, 100, 150, 200, 300, 400 and 500, or fewer where the table ends
/// earlier (SO2 1 h at 200, O3 8 h at 300).
/// </summary>
/// <param name="Standard">The edition.</param>
/// <param name="Pollutant">The pollutant.</param>
/// <param name="Column">The averaging the column is for.</param>
/// <param name="Concentrations">Rising concentrations, in the pollutant's unit.</param>
/// <param name="Mark">How sure the row is.</param>
/// <param name="Citation">Where it stands.</param>
public sealed record Breakpoints(
    AqiStandard Standard, Pollutant Pollutant, Averaging Column, IReadOnlyList<decimal> Concentrations, string Mark, string Citation)
{
    private static readonly int[] Steps = [0, 50, 100, 150, 200, 300, 400, 500];
    private readonly decimal[] _concentrations = [.. Concentrations];

    /// <summary>All columns of all editions.</summary>
    public static IReadOnlyList<Breakpoints> All { get; } = [.. AirTable.Read("breakpoints").Select(Read)];

    /// <summary>The highest concentration of the column.</summary>
    public decimal Top => _concentrations[^1];

    /// <summary>The column of an edition.</summary>
    /// <exception cref="KeyNotFoundException">The edition has no such column.</exception>
    public static Breakpoints Of(AqiStandard standard, Pollutant pollutant, Averaging column) =>
        All.FirstOrDefault(b => b.Standard == standard && b.Pollutant == pollutant && b.Column == column)
        ?? throw new KeyNotFoundException($"{standard} has no column {column} for {pollutant}.");

    /// <summary>
    /// The sub-index IAQI of a concentration: linear between the breakpoints (HJ 633-2012 formula 1), rounded by
    /// <paramref name="rounding"/> (6.2: always up) on the exact fraction.
    /// </summary>
    /// <param name="concentration">0 or more, in the pollutant's unit.</param>
    /// <param name="rounding">The rounding; up by the standard.</param>
    /// <returns>The sub-index, or null when the concentration is above the column.</returns>
    public int? Iaqi(decimal concentration, RoundingRule rounding = RoundingRule.Up)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(concentration);
        for (var i = 1; i < _concentrations.Length; i++)
        {
            var (low, high) = (_concentrations[i - 1], _concentrations[i]);
            if (concentration > high) continue;
            return Steps[i - 1] + Rounding.Quotient((Steps[i] - Steps[i - 1]) * (concentration - low), high - low, rounding);
        }
        return null;
    }

    private static Breakpoints Read(AirTable.Row row) => new(
        AqiStandard.All.Single(s => s.Name == row["standard"]), row.Pollutant, ConcentrationSet.Parse(row["column"]),
        [.. Steps.Select(s => row.MaybeNumber(s.ToString(CultureInfo.InvariantCulture))).TakeWhile(c => c is not null).Select(c => c!.Value)],
        row.Mark, row.Citation);
}
