using BlueSky.Hj212;
using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>
/// The readings of one packet while it is mapped: one per thread, used again for each packet, so that only the result is
/// allocated. Marks may come before or after the values they belong to.
/// </summary>
internal sealed class UploadDraft
{
    private const int MaxText = 1024;

    [ThreadStatic]
    private static UploadDraft? _own;

    private readonly List<(ChannelEntry Entry, int Code, decimal Value, Quality Quality)> _readings = [];
    private readonly List<(ChannelEntry Entry, string Text)> _texts = [];
    private readonly List<(CodeEntry Code, Quality? Mark)> _codes = [];
    private ProfileMap _map = null!;
    private Quality? _packetMark;
    private string? _point;

    /// <summary>What the dialect's keys say the packet is.</summary>
    public DialectClass Class { get; private set; }

    /// <summary>This thread's draft, emptied.</summary>
    public static UploadDraft Rent(ProfileMap map)
    {
        var draft = _own ??= new UploadDraft();
        draft._readings.Clear();
        draft._texts.Clear();
        draft._codes.Clear();
        (draft._map, draft._packetMark, draft._point, draft.Class) = (map, null, null, DialectClass.Other);
        return draft;
    }

    /// <summary>Takes one item of the data area.</summary>
    public void Take(in Item item)
    {
        if (item.Field.IsEmpty)
        {
            if (item.Code.SequenceEqual("DataTime"u8)) return;
            if (item.Code.SequenceEqual("Flag"u8))
            {
                _packetMark = Marks.ToQuality(item.Value);
                if (_packetMark is null) AddText(_map.Code(item.Code).Field(default, _map.Profile.Dialect), item.Value);
                return;
            }
        }

        var place = PlaceOf(item.Code);
        var entry = _codes[place].Code.Field(item.Field, _map.Profile.Dialect);
        if (entry.Kind == ChannelKind.Mark) TakeMark(place, entry, item.Value);
        else TakeValue(place, entry, item);
    }

    /// <summary>The numbers with their marks.</summary>
    public Reading[] Readings()
    {
        if (_readings.Count == 0) return [];
        var result = new Reading[_readings.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var (entry, code, value, quality) = _readings[i];
            var mark = _codes[code].Mark ?? _packetMark ?? Quality.Unmarked;
            result[i] = new Reading(ChannelOf(entry), value, quality | mark);
        }

        return result;
    }

    /// <summary>All that is no number.</summary>
    public TextReading[] Texts()
    {
        if (_texts.Count == 0) return [];
        var result = new TextReading[_texts.Count];
        for (var i = 0; i < result.Length; i++) result[i] = new TextReading(ChannelOf(_texts[i].Entry), _texts[i].Text);
        return result;
    }

    private int PlaceOf(ReadOnlySpan<byte> code)
    {
        for (var i = _codes.Count - 1; i >= 0; i--)
            if (code.SequenceEqual(_codes[i].Code.CodeBytes)) return i;
        _codes.Add((_map.Code(code), null));
        return _codes.Count - 1;
    }

    private void TakeMark(int place, ChannelEntry entry, ReadOnlySpan<byte> value)
    {
        var mark = Marks.ToQuality(value);
        _codes[place] = _codes[place] with { Mark = mark ?? Quality.Unmarked };
        if (mark is null) AddText(entry, value);
    }

    private void TakeValue(int place, ChannelEntry entry, in Item item)
    {
        if (entry.Dialect is { } key) Class = Weightier(Class, key.Class);
        else if (_map.Profile.Dialect == DeviceDialect.Chongqing2019) TakeNozzle(item);

        if (entry.Kind != ChannelKind.Number || item.IsText || !item.TryGetNumber(out var value) || !TryScale(value, entry.Scale, out var scaled)
            || (entry.Dialect?.ZeroIsAbsent == true && value == 0))
        {
            AddText(entry, item.Value);
            return;
        }

        var quality = Sentinel.Is(value) ? Quality.OverRange : Quality.Valid;
        for (var i = 0; i < _readings.Count; i++)
        {
            if (_readings[i].Code != place || !ReferenceEquals(_readings[i].Entry, entry)) continue;
            _readings[i] = (entry, place, scaled, quality); // The same key twice: the last value wins (hj212.md section 6).
            return;
        }

        _readings.Add((entry, place, scaled, quality));
    }

    private void AddText(ChannelEntry entry, ReadOnlySpan<byte> value)
    {
        var text = HjText.Decode(value, out _);
        if (text.Length > MaxText) text = text[..MaxText];
        var same = _texts.FindIndex(t => ReferenceEquals(t.Entry, entry));
        if (same < 0) _texts.Add((entry, text));
        else _texts[same] = (entry, text);
    }

    /// <summary>i41019: the nozzle that the packet is about, station id and three digits.</summary>
    private void TakeNozzle(in Item item)
    {
        if (item.Code.SequenceEqual("i41019"u8) && item.Value.Length > 0) _point = DialectTable.Point(HjText.Decode(item.Value, out _));
    }

    private string ChannelOf(ChannelEntry entry)
    {
        if (_point is null || entry.Dialect is not { AtPoint: true }) return entry.Channel;
        var hyphen = entry.Channel.LastIndexOf('-');
        return string.Concat(entry.Channel.AsSpan(0, hyphen), "@", _point, entry.Channel.AsSpan(hyphen));
    }

    private static bool TryScale(decimal value, decimal scale, out decimal scaled)
    {
        scaled = value;
        if (scale == 1m) return true;
        if (Math.Abs(value) > 1e15m || Math.Abs(scale) > 1e12m) return false; // no quantity of ours; kept as text
        scaled = value * scale;
        return true;
    }

    private static DialectClass Weightier(DialectClass a, DialectClass b)
    {
        static int Weight(DialectClass c) => c switch
        {
            DialectClass.Refuelling => 3,
            DialectClass.Alarm => 2,
            DialectClass.Environment => 1,
            _ => 0,
        };

        return Weight(b) > Weight(a) ? b : a;
    }
}
