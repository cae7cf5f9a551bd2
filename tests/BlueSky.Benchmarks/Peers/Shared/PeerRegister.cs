using System.Globalization;
using System.Text;
using BlueSky.Districts;
using BlueSky.Gateway;
using BlueSky.Simulator;
using BlueSky.Sources;

namespace BlueSky.Benchmarks.Peers;

/// <summary>A registered device with the one source that it reports on.</summary>
/// <param name="Password">PW as its packets carry it.</param>
/// <param name="Source">Register entry of the source.</param>
/// <param name="Map">How its packets are read.</param>
/// <param name="Mn">MN.</param>
/// <param name="Shard">Shard of the source, for the peer that has shards.</param>
internal sealed record PeerDevice(string Mn, byte[] Password, SourceRegistration Source, ProfileMap Map, string Shard);

/// <summary>The register of the load generator, in memory and never changed.</summary>
internal sealed class PeerRegister
{
    /// <summary>Shards of the sharded peer: ten a node at the most nodes one would run, as its guide advises.</summary>
    public const int Shards = 100;

    private readonly Dictionary<string, PeerDevice> _devices;
    private readonly Dictionary<string, PeerDevice>.AlternateLookup<ReadOnlySpan<char>> _byMn;

    private PeerRegister(SourceKind kind, Dictionary<string, PeerDevice> devices)
    {
        (Kind, _devices) = (kind, devices);
        _byMn = devices.GetAlternateLookup<ReadOnlySpan<char>>();
        BySource = devices.Values.ToDictionary(d => d.Source.Id, StringComparer.Ordinal);
    }

    /// <summary>The kind of all sources, with its rules.</summary>
    public SourceKind Kind { get; }

    /// <summary>Devices by the id of their source.</summary>
    public IReadOnlyDictionary<string, PeerDevice> BySource { get; }

    /// <summary>Makes it from the same seeds and the same count as the node's <c>--register load:N</c>.</summary>
    public static PeerRegister Load(string seeds, int count)
    {
        var load = LoadRegister.Create(DistrictSeed.Load(Path.Combine(seeds, "lanshan")), count);
        var maps = new Dictionary<DeviceProfile, ProfileMap>();
        var devices = new Dictionary<string, PeerDevice>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var (source, device) = (load.Sources[i], load.Registrations[i]);
            if (!maps.TryGetValue(device.Registration.Profile, out var map)) maps.Add(device.Registration.Profile, map = new ProfileMap(device.Registration.Profile));
            var shard = (i % Shards).ToString(CultureInfo.InvariantCulture);
            devices.Add(device.Registration.Mn, new PeerDevice(device.Registration.Mn, Encoding.ASCII.GetBytes(device.Password), source, map, shard));
        }

        return new PeerRegister(SourceKindCatalog.Load(Path.Combine(seeds, "source-kinds"))[load.Sources[0].Kind], devices);
    }

    /// <summary>The device of an MN as a packet carries it; null when it is not registered.</summary>
    public PeerDevice? Find(ReadOnlySpan<byte> mn)
    {
        Span<char> text = stackalloc char[64];
        if (mn.Length > text.Length) return null;
        var length = Encoding.Latin1.GetChars(mn, text);
        return _byMn.TryGetValue(text[..length], out var device) ? device : null;
    }
}
