namespace BlueSky.Hj212;

/// <summary>Appends bytes to a fixed span; once they do not fit it only says so.</summary>
internal ref struct ByteLine(Span<byte> room)
{
    private readonly Span<byte> _room = room;
    private int _length;

    public bool Overflowed { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _room[.._length];

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Overflowed || _length + name.Length + value.Length > _room.Length)
        {
            Overflowed = true;
            return;
        }

        name.CopyTo(_room[_length..]);
        value.CopyTo(_room[(_length + name.Length)..]);
        _length += name.Length + value.Length;
    }
}
