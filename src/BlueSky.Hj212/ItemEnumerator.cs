namespace BlueSky.Hj212;

/// <summary>One <c>key=value</c> of a data area, as spans of the received bytes.</summary>
/// <param name="code">The key before its first <c>-</c>: factor code or plain field.</param>
/// <param name="field">The key after its first <c>-</c>; empty for a plain field.</param>
/// <param name="value">The value; text between <c>//</c> without the signs.</param>
/// <param name="isText">The value stood between <c>//</c>.</param>
/// <param name="hasValue">There was a <c>=</c>.</param>
public readonly ref struct Item(ReadOnlySpan<byte> code, ReadOnlySpan<byte> field, ReadOnlySpan<byte> value, bool isText, bool hasValue)
{
    /// <summary>The key before its first <c>-</c>: factor code, or plain field (<c>DataTime</c>, <c>QnRtn</c>).</summary>
    public ReadOnlySpan<byte> Code { get; } = code;

    /// <summary>The key after its first <c>-</c> (<c>Rtd</c>, <c>Flag</c>); empty for a plain field.</summary>
    public ReadOnlySpan<byte> Field { get; } = field;

    /// <summary>The value as sent; of log text (日志) what stands between the <c>//</c>.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>The value stood between <c>//</c> and may hold any sign, in UTF-8 or GB 18030.</summary>
    public bool IsText { get; } = isText;

    /// <summary>False for a key without <c>=</c>.</summary>
    public bool HasValue { get; } = hasValue;

    /// <summary>The value as a number; false when it is none. The unit belongs to the device's profile, never to the code.</summary>
    /// <param name="number">The number, not rounded.</param>
    public bool TryGetNumber(out decimal number) => HjNumber.TryParse(Value, out number);
}

/// <summary>Walks through the items of a data area: groups joined by <c>;</c>, items by <c>,</c> (HJ 212-2017 6.3.3). Allocates nothing.</summary>
public ref struct ItemEnumerator
{
    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _code;
    private ReadOnlySpan<byte> _field;
    private ReadOnlySpan<byte> _value;
    private bool _isText;
    private bool _hasValue;

    internal ItemEnumerator(ReadOnlySpan<byte> area) => _rest = area;

    /// <summary>The item that the last <see cref="MoveNext"/> found.</summary>
    public readonly Item Current => new(_code, _field, _value, _isText, _hasValue);

    /// <summary>Goes to the next item; empty ones (<c>;;</c>, <c>;&amp;&amp;</c>) are passed over.</summary>
    public bool MoveNext()
    {
        var rest = _rest;
        while (!rest.IsEmpty && rest[0] is (byte)';' or (byte)',' or (byte)' ')
            rest = rest[1..];
        if (rest.IsEmpty)
        {
            _rest = default;
            return false;
        }

        _field = default;
        _isText = false;
        var stop = rest.IndexOfAny("=-;,"u8);
        if (stop >= 0 && rest[stop] == '-')
        {
            _code = rest[..stop];
            rest = rest[(stop + 1)..];
            stop = rest.IndexOfAny("=;,"u8);
            _field = stop < 0 ? rest : rest[..stop];
        }
        else
        {
            _code = stop < 0 ? rest : rest[..stop];
        }

        if (stop < 0 || rest[stop] != '=')
        {
            _hasValue = false;
            _value = default;
            _rest = stop < 0 ? default : rest[stop..];
            return true;
        }

        _hasValue = true;
        rest = rest[(stop + 1)..];
        if (rest.StartsWith("//"u8) && FindTextEnd(rest) is >= 2 and var end)
        {
            _isText = true;
            _value = rest[2..end];
            _rest = rest[(end + 2)..];
            return true;
        }

        stop = rest.IndexOfAny((byte)';', (byte)',');
        _value = stop < 0 ? rest : rest[..stop];
        _rest = stop < 0 ? default : rest[stop..];
        return true;
    }

    /// <summary>The closing <c>//</c> is the first one that the area's end, <c>;</c> or <c>,</c> follows: the text may hold slashes.</summary>
    private static int FindTextEnd(ReadOnlySpan<byte> value)
    {
        var at = 2;
        while (at < value.Length)
        {
            var sign = value[at..].IndexOf("//"u8);
            if (sign < 0)
                return -1;
            at += sign;
            if (at + 2 == value.Length || value[at + 2] is (byte)';' or (byte)',')
                return at;
            at++;
        }

        return -1;
    }
}
