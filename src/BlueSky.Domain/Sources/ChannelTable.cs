using System.Collections.Concurrent;

namespace BlueSky.Sources;

/// <summary>HJ 212 field of a channel as far as the engine cares.</summary>
internal enum ChannelField
{
    Other = 0,
    Rtd = 1,
    Avg = 2,
    ConvertedRtd = 3,
    ConvertedAvg = 4,
}

/// <summary>A channel taken apart once, so that the hot path neither splits nor hashes strings again.</summary>
internal sealed class ChannelInfo
{
    public required string Channel { get; init; }

    public required string FactorAtPoint { get; init; }

    public required string ConvertedAtPoint { get; init; }

    public required string Code { get; init; }

    public required string Point { get; init; }

    public required ChannelField Field { get; init; }

    /// <summary>Index in the kind's factors; -1 for an unknown factor.</summary>
    public required int FactorIndex { get; init; }

    public required FactorSpec? Factor { get; init; }
}

/// <summary>Channels of one kind. Bounded: devices choose channel names, so they must not be able to fill the memory.</summary>
internal sealed class ChannelTable(SourceKind kind)
{
    private const int Capacity = 8192;
    private readonly ConcurrentDictionary<string, ChannelInfo> _channels = new(StringComparer.Ordinal);

    public ChannelInfo this[string channel]
    {
        get
        {
            if (_channels.TryGetValue(channel, out var info)) return info;
            info = Parse(channel);
            return _channels.Count < Capacity ? _channels.GetOrAdd(channel, info) : info;
        }
    }

    private ChannelInfo Parse(string channel)
    {
        var hyphen = channel.LastIndexOf('-');
        var factorAtPoint = hyphen > 0 ? channel[..hyphen] : channel;
        var field = hyphen > 0 ? channel.AsSpan(hyphen + 1) : default;
        var at = factorAtPoint.IndexOf('@', StringComparison.Ordinal);
        var code = at < 0 ? factorAtPoint : factorAtPoint[..at];
        var point = at < 0 ? "" : factorAtPoint[(at + 1)..];
        var index = -1;
        for (var i = 0; i < kind.Factors.Count; i++)
        {
            if (kind.Factors[i].Code == code) index = i;
        }

        return new ChannelInfo
        {
            Channel = channel,
            FactorAtPoint = factorAtPoint,
            ConvertedAtPoint = code + FactorSpec.ConvertedSuffix + (at < 0 ? "" : "@" + point),
            Code = code,
            Point = point,
            Field = field switch
            {
                "Rtd" => ChannelField.Rtd,
                "Avg" => ChannelField.Avg,
                "ZsRtd" => ChannelField.ConvertedRtd,
                "ZsAvg" => ChannelField.ConvertedAvg,
                _ => ChannelField.Other,
            },
            FactorIndex = index,
            Factor = index < 0 ? null : kind.Factors[index],
        };
    }
}
