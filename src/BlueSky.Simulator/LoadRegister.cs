using System.Globalization;
using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Simulator;

/// <summary>
/// Any number of invented sites, with a dust monitor each or the first of them alone, for benchmarks: register them with the node under test, then give
/// <see cref="Devices"/> to a <see cref="LoadPlan"/>. Depends on towns and count alone.
/// </summary>
public sealed class LoadRegister
{
    /// <summary>Most sites.</summary>
    public const int Most = 1_000_000;

    private LoadRegister(IReadOnlyList<SourceRegistration> sources, IReadOnlyList<DemoDevice> registrations)
    {
        Sources = sources;
        Registrations = registrations;
        Devices = [.. registrations.Select(d => new LoadDevice(d.Registration.Mn, d.Password))];
    }

    /// <summary>Sources of the kind <c>site</c>, shared out over the towns, labelled as demonstration.</summary>
    public IReadOnlyList<SourceRegistration> Sources { get; }

    /// <summary>The devices of the sources that have one, in the same order.</summary>
    public IReadOnlyList<DemoDevice> Registrations { get; }

    /// <summary>The same devices for the generator.</summary>
    public IReadOnlyList<LoadDevice> Devices { get; }

    /// <summary>Makes the register.</summary>
    /// <param name="district">Its towns get the sources in turn.</param>
    /// <param name="count">Sources, 1..<see cref="Most"/>.</param>
    /// <param name="withDevice">How many of them, the first ones, have a device; all when left out.</param>
    public static LoadRegister Create(District district, int count, int? withDevice = null)
    {
        ArgumentNullException.ThrowIfNull(district);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        var profile = new DeviceProfile
        {
            Factors = [.. LoadPacket.Units.Select(u => new FactorMapping(u.Code, u.Code, u.Unit, 1))],
            ReportSeconds = 30,
            MinuteInterval = 10,
            SystemCode = "39",
        };
        var sources = new List<SourceRegistration>(count);
        var devices = new List<DemoDevice>(withDevice ?? count);
        for (var number = 1; number <= count; number++)
        {
            var town = district.Towns[(number - 1) % district.Towns.Count];
            var id = string.Create(CultureInfo.InvariantCulture, $"{district.Code}-load-{number:D6}");
            sources.Add(new SourceRegistration
            {
                Id = id,
                Name = string.Create(CultureInfo.InvariantCulture, $"压测工地 {number:D6}（{town.Name}）"),
                Kind = "site",
                Town = town.Code,
                RegisteredOn = new DateOnly(2021, 8, 31),
                IsDemo = true,
            });
            if (number > (withDevice ?? count)) continue;
            devices.Add(new DemoDevice(
                new DeviceRegistration
                {
                    Mn = string.Create(CultureInfo.InvariantCulture, $"DF{district.Code}39{number:D14}"),
                    SourceId = id,
                    Profile = profile,
                    IsDemo = true,
                },
                "100000", null));
        }

        return new LoadRegister(sources, devices);
    }
}
