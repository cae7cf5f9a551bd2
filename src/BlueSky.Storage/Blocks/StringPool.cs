using System.Text;

namespace BlueSky.Storage;

/// <summary>
/// The same MNs, channels and source ids come in every block: one instance of each is enough. Bounded; past the bound
/// strings are simply not shared. Safe from any thread.
/// </summary>
internal sealed class StringPool(int capacity = 1_000_000)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > 256)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        Span<char> buffer = stackalloc char[256];
        var chars = buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
        lock (gate)
        {
            var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
            if (lookup.TryGetValue(chars, out var shared))
            {
                return shared;
            }

            var text = chars.ToString();
            if (known.Count < capacity)
            {
                known.Add(text);
            }

            return text;
        }
    }
}
