namespace BlueSky.Sources;

/// <summary>
/// A small immutable set of channel numbers: 64 in place, more in an array. Nearly all devices have fewer than 64 channels,
/// and a hundred thousand sources hold some hundred of these each.
/// </summary>
internal readonly struct ChannelSet : IEquatable<ChannelSet>
{
    private readonly ulong _first;
    private readonly ulong[]? _more;

    private ChannelSet(ulong first, ulong[]? more) => (_first, _more) = (first, more);

    public bool IsEmpty => _first == 0 && _more is null;

    public ChannelSet With(int channel)
    {
        if (channel < 64) return new ChannelSet(_first | (1UL << channel), _more);
        var word = (channel / 64) - 1;
        var more = new ulong[Math.Max(word + 1, _more?.Length ?? 0)];
        _more?.CopyTo(more, 0);
        more[word] |= 1UL << (channel % 64);
        return new ChannelSet(_first, more);
    }

    public ChannelSet Union(ChannelSet other)
    {
        if (other._more is null) return new ChannelSet(_first | other._first, _more);
        var more = new ulong[Math.Max(_more?.Length ?? 0, other._more.Length)];
        for (var i = 0; i < more.Length; i++) more[i] = Word(_more, i) | Word(other._more, i);
        return new ChannelSet(_first | other._first, more);
    }

    public bool Overlaps(ChannelSet other)
    {
        if ((_first & other._first) != 0) return true;
        for (var i = 0; i < Math.Min(_more?.Length ?? 0, other._more?.Length ?? 0); i++)
            if ((_more![i] & other._more![i]) != 0) return true;
        return false;
    }

    public bool Equals(ChannelSet other)
    {
        if (_first != other._first) return false;
        for (var i = 0; i < Math.Max(_more?.Length ?? 0, other._more?.Length ?? 0); i++)
            if (Word(_more, i) != Word(other._more, i)) return false;
        return true;
    }

    public override bool Equals(object? obj) => obj is ChannelSet other && Equals(other);

    public override int GetHashCode() => _first.GetHashCode();

    private static ulong Word(ulong[]? words, int index) => words is not null && index < words.Length ? words[index] : 0;
}
