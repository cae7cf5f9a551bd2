using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BlueSky.Sources;

namespace BlueSky.Districts;

/// <summary>A device of the demo register with the secrets that a real one would be given at registration.</summary>
/// <param name="Registration">The register entry.</param>
/// <param name="Password">PW, six digits. A demonstration secret: generated, the same everywhere, worth nothing.</param>
/// <param name="Sm4Key">SM4 key (16 bytes) of a device that speaks HJ 212-2025 encrypted, else null. As worthless as the password.</param>
public sealed record DemoDevice(DeviceRegistration Registration, string Password, byte[]? Sm4Key);

/// <summary>
/// A register of invented sources over all towns of a district: 55 in each, of all sixteen kinds of the plan, with devices for sites, gas
/// stations, kilns and restaurants; and the district's air stations with invented data. Depends on the district, the boundary and the seed alone, so that two nodes, the simulator and a test
/// agree without a file between them. Everything in it says that it is a demonstration.
/// </summary>
public sealed class DemoRegister
{
    /// <summary>Version of the generator: grows when the same seed gives another register.</summary>
    public const int Version = 3;

    /// <summary>The seed of the register that the demo shows.</summary>
    public const int DefaultSeed = 371302;

    // The register list was due by the end of August 2021 (2021 plan, ledger 1, 5, 37, 46, 54).
    private static readonly DateOnly RegisteredOn = new(2021, 8, 31);

    private DemoRegister(IReadOnlyList<SourceRegistration> sources, IReadOnlyList<DemoDevice> devices)
    {
        Sources = sources;
        Devices = devices;
        Hash = ComputeHash();
    }

    /// <summary>Sources, by kind, then by number; every one has <see cref="SourceRegistration.IsDemo"/>.</summary>
    public IReadOnlyList<SourceRegistration> Sources { get; }

    /// <summary>Devices in the order of their sources.</summary>
    public IReadOnlyList<DemoDevice> Devices { get; }

    /// <summary>SHA-256 (lower-case hex) over every entry: equal hashes mean equal registers.</summary>
    public string Hash { get; }

    /// <summary>Generates the register. Positions are invented: inside the boundary, not inside the town.</summary>
    /// <param name="district">Its towns get the sources, its stations with a position become the sites' references.</param>
    /// <param name="boundary">Outline that positions lie in.</param>
    /// <param name="seed">Any number; <see cref="DefaultSeed"/> is what the demo shows.</param>
    public static DemoRegister Create(District district, DistrictBoundary boundary, int seed = DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(district);
        ArgumentNullException.ThrowIfNull(boundary);
        var sources = new List<SourceRegistration>();
        var devices = new List<DemoDevice>();
        foreach (var kind in DemoKind.All)
        {
            var number = 0;
            foreach (var town in Enumerable.Repeat(district.Towns, kind.PerTown).SelectMany(t => t))
            {
                number++;
                var source = MakeSource(district, boundary, kind, town, number, seed);
                sources.Add(source);
                if (DemoDevices.Make(source, number, seed) is { } device) devices.Add(device);
            }
        }

        AddStations(district, sources, devices, seed);
        return new DemoRegister(sources, devices);
    }

    // The real stations as sources with invented data, so that sites have something to be held against.
    private static void AddStations(District district, List<SourceRegistration> sources, List<DemoDevice> devices, int seed)
    {
        var number = 0;
        foreach (var station in district.Stations.Where(s => s is { Location: not null, Town: not null }))
        {
            number++;
            var source = station.ToSource(district.Code, RegisteredOn) with { Name = $"演示空气站 {station.Name}", IsDemo = true };
            sources.Add(source);
            devices.Add(DemoDevices.Make(source, number, seed)!);
        }
    }

    private static SourceRegistration MakeSource(District district, DistrictBoundary boundary, DemoKind kind, Town town, int number, int seed)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{district.Code}-{kind.Short}-{number:D4}");
        var random = new SeededRandom(seed, id);
        var location = InsideOf(boundary, random);
        var size = kind.SizeClasses.Length > 0 ? random.Pick(kind.SizeClasses) : null;
        var parameters = ParametersOf(kind.Kind, size, random);
        return new SourceRegistration
        {
            Id = id,
            Name = string.Create(CultureInfo.InvariantCulture, $"演示{kind.Label} {number:D3}（{town.Name}）"),
            Kind = kind.Kind,
            Town = town.Code,
            SizeClass = size,
            Industry = kind.Industries.Length > 0 ? kind.Industries[(number - 1) % kind.Industries.Length] : null,
            Address = $"{town.Name}（演示数据，位置为虚构）",
            Location = location,
            Path = kind.Kind == "road" ? DemoRoad.Line(location, parameters["length-m"], seed, id) : [],
            RegisteredOn = RegisteredOn,
            ReferenceStation = kind.Kind is "site" or "demolition" ? Nearest(district, location) : null,
            Parameters = parameters,
            IsDemo = true,
        };
    }

    private static Dictionary<string, decimal> ParametersOf(string kind, string? size, SeededRandom random) => kind switch
    {
        // Size by reference stoves 基准灶头: small 1 to <3, medium 3 to <6, large from 6 (GB 18483-2001).
        "restaurant" when (size switch { "small" => random.Next(1, 2), "medium" => random.Next(3, 5), _ => random.Next(6, 12) }) is var stoves =>
            new() { ["stoves"] = stoves, ["fan-flow"] = stoves * 2000m * random.Next(90, 110) / 100m },
        "gas-station" => new() { ["nozzles"] = random.Next(2, 4) * 4 },
        "road" => new() { ["length-m"] = random.Next(4, 40) * 100 },
        "muck-truck-fleet" => new() { ["trucks"] = random.Next(5, 40) },
        _ => [],
    };

    private static GeoPoint InsideOf(DistrictBoundary boundary, SeededRandom random)
    {
        var (low, high) = (boundary.SouthWest, boundary.NorthEast);
        while (true)
        {
            var point = new GeoPoint(Between(low.Longitude, high.Longitude), Between(low.Latitude, high.Latitude));
            if (boundary.Contains(point)) return point;
        }

        decimal Between(decimal from, decimal to) => decimal.Round(from + ((to - from) * random.Next(0, 1_000_000) / 1_000_000m), 5);
    }

    private static string? Nearest(District district, GeoPoint location) => district.Stations
        .Where(s => s.Location is not null)
        .OrderBy(s => GreatCircle.Kilometres(location, s.Location!.Value)).ThenBy(s => s.Code, StringComparer.Ordinal)
        .FirstOrDefault()?.Code;

    private string ComputeHash()
    {
        var text = new StringBuilder();
        foreach (var s in Sources)
        {
            var parameters = string.Join(' ', s.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => FormattableString.Invariant($"{p.Key}={p.Value:G29}")));
            text.Append(CultureInfo.InvariantCulture, $"{s.Id}|{s.Name}|{s.Kind}|{s.Town}|{s.SizeClass}|{s.Industry}|{s.Address}|{s.Location?.Longitude}|{s.Location?.Latitude}|{s.RegisteredOn:yyyy-MM-dd}|{s.ReferenceStation}|{parameters}");
            foreach (var point in s.Path) text.Append(CultureInfo.InvariantCulture, $"|{point.Longitude} {point.Latitude}");
            text.Append('\n');
        }

        foreach (var d in Devices)
        {
            var (r, p) = (d.Registration, d.Registration.Profile);
            var factors = string.Join(' ', p.Factors.Select(f => FormattableString.Invariant($"{f.Code}>{f.Factor}*{f.Scale:G29}[{f.Unit}]")));
            text.Append(CultureInfo.InvariantCulture, $"{r.Mn}|{r.SourceId}|{d.Password}|{(d.Sm4Key is { } key ? Convert.ToHexString(key) : "")}|{p.Checksum}|{p.Dialect}|{p.ReportSeconds}|{p.MinuteInterval}|{p.StampsPeriodEnd}|{p.AcceptsCommands}|{p.SystemCode}|{factors}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
