namespace BlueSky.AirQuality;

/// <summary>
/// The six pollutants that are evaluated (六项污染物), in the order in which bulletins print them and in which CNEMC lists joint
/// primary pollutants.
/// </summary>
public enum Pollutant
{
    /// <summary>Sulphur dioxide 二氧化硫, µg/m³.</summary>
    SO2,

    /// <summary>Nitrogen dioxide 二氧化氮, µg/m³.</summary>
    NO2,

    /// <summary>Particles up to 10 µm 颗粒物(PM10), µg/m³.</summary>
    PM10,

    /// <summary>Particles up to 2.5 µm 细颗粒物(PM2.5), µg/m³.</summary>
    PM25,

    /// <summary>Carbon monoxide 一氧化碳, mg/m³.</summary>
    CO,

    /// <summary>Ozone 臭氧, µg/m³.</summary>
    O3,
}

/// <summary>What is known of the six pollutants, from <c>Data/pollutants.csv</c>.</summary>
public static class Pollutants
{
    private static readonly (string Code, string Name, ConcentrationUnit Unit, bool IsGas)[] Rows =
        [.. AirTable.Read("pollutants").Select(r => (r["code"], r["name"], Concentration.UnitOf(r["unit"]), r["gas"] == "yes"))];

    /// <summary>All six in the order of <see cref="Pollutant"/>.</summary>
    public static IReadOnlyList<Pollutant> All { get; } = Enum.GetValues<Pollutant>();

    /// <summary>Short name as column names of tables write it: <c>so2 no2 pm10 pm25 co o3</c>.</summary>
    public static string Code(this Pollutant pollutant) => Rows[(int)pollutant].Code;

    /// <summary>Chinese name as published, e.g. <c>细颗粒物(PM2.5)</c>.</summary>
    public static string ChineseName(this Pollutant pollutant) => Rows[(int)pollutant].Name;

    /// <summary>Unit of all its concentrations: mg/m³ for CO, else µg/m³.</summary>
    public static ConcentrationUnit Unit(this Pollutant pollutant) => Rows[(int)pollutant].Unit;

    /// <summary>True for gases, whose volume is referred to a reference state; false for particles.</summary>
    public static bool IsGas(this Pollutant pollutant) => Rows[(int)pollutant].IsGas;

    /// <summary>The pollutant with the short name <paramref name="code"/> (case does not matter); null when there is none.</summary>
    public static Pollutant? ByCode(string code)
    {
        foreach (var pollutant in All)
            if (string.Equals(pollutant.Code(), code, StringComparison.OrdinalIgnoreCase)) return pollutant;
        return null;
    }
}
