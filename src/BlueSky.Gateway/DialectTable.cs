using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>What a dialect's key belongs to.</summary>
internal enum DialectClass
{
    /// <summary>Kept as a record under its own name.</summary>
    Other,

    /// <summary>Part of one refuelling.</summary>
    Refuelling,

    /// <summary>A momentary value.</summary>
    Environment,

    /// <summary>A state.</summary>
    Alarm,
}

/// <summary>What one key of a dialect stands for.</summary>
/// <param name="Factor">Our factor.</param>
/// <param name="Field">Our field.</param>
/// <param name="Class">What it belongs to.</param>
/// <param name="AtPoint">True when it belongs to a nozzle.</param>
/// <param name="ZeroIsAbsent">True when the firmware sends 0 for a quantity that it does not measure.</param>
internal sealed record DialectKey(string Factor, string Field, DialectClass Class, bool AtPoint, bool ZeroIsAbsent);

/// <summary>The gas-station dialects of hj212.md section 13.2, read from <c>Dialects.csv</c> where every row has its mark.</summary>
internal static class DialectTable
{
    private static readonly Dictionary<(DeviceDialect, string Code, string Field), DialectKey> Keys = Load();

    /// <summary>The meaning of a key; null when the dialect's table does not have it.</summary>
    public static DialectKey? Find(DeviceDialect dialect, string code, string field)
    {
        if (dialect == DeviceDialect.Standard) return null;
        if (Keys.TryGetValue((dialect, code, field), out var key)) return key;

        // Some senders add -Rtd or -Info to a key that the firmware writes bare.
        if (Keys.TryGetValue((dialect, code, ""), out key)) return key;
        if (!IsNozzle(dialect, code)) return null;
        if (field.EndsWith("Alm", StringComparison.Ordinal)) field = "AlvAlm";
        return Keys.GetValueOrDefault((dialect, "q", field));
    }

    /// <summary>True for a Guangzhou nozzle code, <c>q</c> and digits.</summary>
    public static bool IsNozzle(DeviceDialect dialect, string code) =>
        dialect == DeviceDialect.Guangzhou && code.Length > 1 && code[0] == 'q' && code.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>A nozzle's point: the last three characters of its number, e.g. <c>003</c>.</summary>
    public static string Point(string nozzle) => nozzle.Length <= 3 ? nozzle.PadLeft(3, '0') : nozzle[^3..];

    private static Dictionary<(DeviceDialect, string, string), DialectKey> Load()
    {
        using var stream = typeof(DialectTable).Assembly.GetManifestResourceStream("BlueSky.Gateway.Dialects.csv")
            ?? throw new InvalidOperationException("The resource Dialects.csv is missing from BlueSky.Gateway.");
        using var reader = new StreamReader(stream);
        var keys = new Dictionary<(DeviceDialect, string, string), DialectKey>();
        var header = true;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (header)
            {
                header = false;
                continue;
            }

            var cell = line.Split(',', 10);
            keys.Add(
                (Enum.Parse<DeviceDialect>(cell[0], ignoreCase: true), cell[1], cell[2]),
                new DialectKey(cell[3], cell[4], Enum.Parse<DialectClass>(cell[5], ignoreCase: true), cell[6] == "1", cell[7] == "absent"));
        }

        return keys;
    }
}
