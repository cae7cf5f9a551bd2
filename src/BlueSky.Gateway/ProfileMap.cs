using System.Text;
using BlueSky.Hj212;
using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>How the value of a channel is read.</summary>
internal enum ChannelKind
{
    /// <summary>A number, or a text when it is none.</summary>
    Number,

    /// <summary>The data mark of its factor.</summary>
    Mark,

    /// <summary>Kept as text whatever it looks like.</summary>
    Text,
}

/// <summary>One key of one device, made once.</summary>
/// <param name="FieldBytes">The field as it comes.</param>
/// <param name="Channel">Our channel; of a nozzle's key the part before its point is in <paramref name="Dialect"/>.</param>
/// <param name="Kind">How its value is read.</param>
/// <param name="Scale">Multiplier to our unit.</param>
/// <param name="Dialect">The dialect's meaning; null for a key of the standard.</param>
internal sealed record ChannelEntry(byte[] FieldBytes, string Channel, ChannelKind Kind, decimal Scale, DialectKey? Dialect);

/// <summary>One code of one device with the fields that came under it. Immutable but for its growing list of fields.</summary>
internal sealed class CodeEntry(byte[] codeBytes, string code, string factor, decimal scale)
{
    private const int MaxFields = 48;
    private ChannelEntry[] _fields = [];

    public byte[] CodeBytes { get; } = codeBytes;

    public string Code { get; } = code;

    public string Factor { get; } = factor;

    public decimal Scale { get; } = scale;

    /// <summary>The entry of a field, made on first sight. Racing threads may make it twice: they are equal.</summary>
    public ChannelEntry Field(ReadOnlySpan<byte> field, DeviceDialect dialect)
    {
        var fields = Volatile.Read(ref _fields);
        foreach (var entry in fields)
            if (field.SequenceEqual(entry.FieldBytes)) return entry;
        var made = Make(field, dialect);
        if (fields.Length < MaxFields) Volatile.Write(ref _fields, [.. fields, made]);
        return made;
    }

    private ChannelEntry Make(ReadOnlySpan<byte> fieldBytes, DeviceDialect dialect)
    {
        var field = HjText.Decode(fieldBytes, out _);
        var key = DialectTable.Find(dialect, Code, field);
        if (key is not null)
        {
            // The profile may rename the factor and scale it; the table says field and point.
            var factor = Factor != Code ? Factor : key.Factor;
            if (DialectTable.IsNozzle(dialect, Code) && key.AtPoint) factor = $"{key.Factor}@{DialectTable.Point(Code[1..])}";
            return new ChannelEntry(fieldBytes.ToArray(), $"{factor}-{key.Field}", ChannelKind.Number, Scale, key);
        }

        if (field.Length == 0)
        {
            // A bare name: a number only where the profile says what it is (CONC=1.2 of some fume monitors).
            var mapped = Factor != Code;
            return new ChannelEntry([], Cut(mapped ? $"{Factor}-Rtd" : Factor), mapped ? ChannelKind.Number : ChannelKind.Text, Scale, null);
        }

        var kind = dialect == DeviceDialect.Chongqing2019 && Code == "i41019" ? ChannelKind.Text : KindOf(field); // a nozzle's name
        return new ChannelEntry(fieldBytes.ToArray(), Cut($"{Factor}-{field}"), kind, Scale, null);
    }

    /// <summary>By the last part of the field, so that <c>L90-LMx-Data</c> is a number and <c>LA-Rtd-Rtd</c> too.</summary>
    private static ChannelKind KindOf(string field)
    {
        var last = field.LastIndexOf('-') is var i and >= 0 ? field[(i + 1)..] : field;
        if (field == "Flag") return ChannelKind.Mark;
        if (last == "Info") return ChannelKind.Number;
        return Fields.All.TryGetValue(last, out var known) && (known.Type == "number" || (known.Type[0] == 'N' && known.Type != "N14"))
            ? ChannelKind.Number
            : ChannelKind.Text;
    }

    private static string Cut(string channel) => channel.Length <= 64 ? channel : channel[..64];
}

/// <summary>
/// A device profile made ready for the hot path: keys are looked up by their bytes and become the same channel strings for
/// every packet. Shared by all devices with an equal profile; thread-safe.
/// </summary>
internal sealed class ProfileMap
{
    private const int MaxCodes = 1024;
    private const int Buckets = 256;

    private readonly Dictionary<string, FactorMapping> _mappings = new(StringComparer.Ordinal);
    private readonly CodeEntry[]?[] _codes = new CodeEntry[]?[Buckets];
    private readonly Lock _gate = new();
    private int _count;

    /// <summary>Makes a profile ready.</summary>
    public ProfileMap(DeviceProfile profile)
    {
        Profile = profile;
        foreach (var mapping in profile.Factors) _mappings[mapping.Code] = mapping;
    }

    /// <summary>The profile.</summary>
    public DeviceProfile Profile { get; }

    /// <summary>The entry of a code; made on first sight, kept for at most 1,024 codes so that nonsense cannot fill memory.</summary>
    public CodeEntry Code(ReadOnlySpan<byte> code)
    {
        var hash = 2166136261u;
        foreach (var octet in code) hash = (hash ^ octet) * 16777619u;
        ref var bucket = ref _codes[(hash ^ (hash >> 8)) % Buckets];
        if (Volatile.Read(ref bucket) is { } entries)
            foreach (var entry in entries)
                if (code.SequenceEqual(entry.CodeBytes)) return entry;
        return Add(ref bucket, code);
    }

    /// <summary>Two profiles with the same text read packets in the same way.</summary>
    public static string ContentOf(DeviceProfile profile)
    {
        var text = new StringBuilder();
        text.Append($"{profile.Checksum}|{profile.Dialect}|{profile.ReportSeconds}|{profile.MinuteInterval}|{profile.StampsPeriodEnd}|{profile.AcceptsCommands}|{profile.SystemCode}");
        foreach (var f in profile.Factors) text.Append('\n').Append(f.Code).Append('\t').Append(f.Factor).Append('\t').Append(f.Scale);
        return text.ToString();
    }

    private CodeEntry Add(ref CodeEntry[]? bucket, ReadOnlySpan<byte> codeBytes)
    {
        var code = HjText.Decode(codeBytes, out _);
        var mapping = _mappings.GetValueOrDefault(code);
        var made = new CodeEntry(codeBytes.ToArray(), code, mapping?.Factor ?? code, mapping?.Scale ?? 1m);
        lock (_gate)
        {
            foreach (var entry in bucket ?? [])
                if (codeBytes.SequenceEqual(entry.CodeBytes)) return entry;
            if (_count >= MaxCodes) return made;
            _count++;
            Volatile.Write(ref bucket, [.. bucket ?? [], made]);
        }

        return made;
    }
}
