namespace BlueSky.Hj212;

/// <summary>Strings for bytes that come in every packet, so that parsing does not make them anew. Filled once, then only read.</summary>
internal static class KnownText
{
    private const int Size = 4096;   // a power of two, several times the number of entries
    private static readonly Entry?[] Slots = Build();

    /// <summary>The string for some bytes: a shared one when known, else a new one.</summary>
    public static string Get(ReadOnlySpan<byte> bytes)
    {
        for (var entry = Slots[Hash(bytes)]; entry != null; entry = entry.Next)
        {
            if (bytes.SequenceEqual(entry.Bytes))
                return entry.Text;
        }

        return HjText.Decode(bytes, out _);
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var octet in bytes)
            hash = (hash ^ octet) * 16777619u;
        return (hash ^ (hash >> 15)) & (Size - 1);
    }

    private static Entry?[] Build()
    {
        var slots = new Entry?[Size];
        var words = FactorCodes.All.Keys.Concat(Fields.All.Keys).Concat(SystemCodes.All.Keys).Concat(CommandCodes.All.Keys)
            .Concat(["N", "F", "M", "S", "D", "C", "T", "B", "0", "1", "2", "3", "4", "5", "0.0", ""])
            .Concat(Enumerable.Range(1, 9).Select(i => $"SB{i}"))
            .Distinct(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(word);
            var slot = Hash(bytes);
            slots[slot] = new Entry(bytes, string.Intern(word), slots[slot]);
        }

        return slots;
    }

    private sealed record Entry(byte[] Bytes, string Text, Entry? Next);
}
