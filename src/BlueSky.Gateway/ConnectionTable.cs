using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace BlueSky.Gateway;

/// <summary>The open connections, and how many one address may have. Thread-safe.</summary>
internal sealed class ConnectionTable(IOptions<GatewayOptions> options)
{
    private readonly GatewayOptions _options = options.Value;
    private readonly ConcurrentDictionary<DeviceConnection, byte> _open = new();
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private readonly Lock _gate = new();
    private int _entered;

    /// <summary>Open connections.</summary>
    public int Count => Volatile.Read(ref _entered);

    /// <summary>Open connections, at a moment or nearly so.</summary>
    public IEnumerable<DeviceConnection> All => _open.Select(entry => entry.Key);

    /// <summary>Takes a place for a connection; null when it may come in, else the reason in words.</summary>
    public string? Enter(IPAddress address)
    {
        lock (_gate)
        {
            if (_entered >= _options.MaxConnections) return $"连接总数已达上限 {_options.MaxConnections}";
            var count = _perAddress.GetValueOrDefault(address);
            var unlimited = _options.LoopbackUnlimited && IPAddress.IsLoopback(address);
            if (!unlimited && count >= _options.MaxConnectionsPerAddress) return $"该地址的连接数已达上限 {_options.MaxConnectionsPerAddress}";
            _perAddress[address] = count + 1;
            _entered++;
            return null;
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(IPAddress address)
    {
        lock (_gate)
        {
            _entered--;
            var left = _perAddress[address] - 1;
            if (left == 0) _perAddress.Remove(address);
            else _perAddress[address] = left;
        }
    }

    /// <summary>From now on the watch looks after it.</summary>
    public void Add(DeviceConnection connection) => _open[connection] = 0;

    /// <summary>No more.</summary>
    public void Remove(DeviceConnection connection) => _open.TryRemove(connection, out _);
}
