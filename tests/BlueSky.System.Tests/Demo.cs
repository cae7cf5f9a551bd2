using BlueSky.Districts;
using BlueSky.Simulator;
using BlueSky.Sources;

namespace BlueSky.Testing;

/// <summary>The seeds and the demo register as the node under test has them.</summary>
internal static class Demo
{
    private static readonly string Seeds = Path.Combine(AppContext.BaseDirectory, "seeds");

    public static District District { get; } = DistrictSeed.Load(Path.Combine(Seeds, "lanshan"));

    public static SourceKindCatalog Kinds { get; } = SourceKindCatalog.Load(Path.Combine(Seeds, "source-kinds"));

    public static DemoRegister Register { get; } = DemoRegister.Create(District, DistrictBoundary.Load(Path.Combine(Seeds, "lanshan")));

    public static IReadOnlyList<SimulatedDevice> Devices { get; } = SimulatedDevice.From(Register);

    /// <summary>Id of the source that a device's data belong to.</summary>
    public static IReadOnlyDictionary<string, string> SourceOf { get; } =
        Register.Devices.ToDictionary(d => d.Registration.Mn, d => d.Registration.SourceId!, StringComparer.Ordinal);
}
