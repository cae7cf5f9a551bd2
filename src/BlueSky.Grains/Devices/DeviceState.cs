using BlueSky.Sources;

namespace BlueSky.Devices;

/// <summary>The stored form of a device.</summary>
internal sealed class DeviceState
{
    public DeviceRegistration? Registration { get; set; }

    public PasswordHash? Password { get; set; }

    /// <summary>SM4 keys, newest first, at most two: old and new are valid side by side around a change (hj212.md 14).</summary>
    public List<byte[]> Sm4Keys { get; set; } = [];

    public long Version { get; set; }

    /// <summary>Requests for history, newest first, a handful.</summary>
    public List<Backfill> Backfills { get; set; } = [];
}
