using System.Globalization;
using System.Text.Json;
using BlueSky.Sources;

namespace BlueSky.Storage;

/// <summary>
/// The JSON of a chunk, which SQL can unpack (view <c>reading</c>) and nothing is lost in:
/// <code>
/// {"v":1,
///  "mn":["…"],                                                     each device once
///  "shapes":[[["a34002-Rtd","LA-Rtd"],["i12101-Info"]]],             channels in the order of the packet: numbers, texts
///  "packets":[[arrival,mn,period,"time",seconds,"received","qn",shape]],
///  "values":{"a34002-Rtd":[[packet,…],["35.10",…],[quality,…]]},     numbers as text: every digit as it came
///  "texts":{"i12101-Info":[[packet,…],["…",…]]}}
/// </code>
/// Written by <see cref="ChunkWriter"/>. Times are ISO 8601 with their offset. NUL, which PostgreSQL cannot hold in a text, becomes U+FFFD.
/// </summary>
internal static class ChunkDocument
{
    internal const int Version = 1;

    /// <exception cref="CorruptBlockException">The document is not of this form.</exception>
    public static void Read(ReadOnlyMemory<byte> document, List<Observation> into)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            Read(json.RootElement, into);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException
            or IndexOutOfRangeException or ArgumentException)
        {
            throw new CorruptBlockException($"A chunk of readings is damaged: {e.Message}");
        }
    }

    private static void Read(JsonElement root, List<Observation> into)
    {
        if (root.GetProperty("v").GetInt32() != Version)
        {
            throw new FormatException("its version is not known to this program");
        }

        var mns = Strings(root.GetProperty("mn"));
        var shapes = root.GetProperty("shapes").EnumerateArray().Select(s => (Numbers: Strings(s[0]), Texts: Strings(s[1]))).ToArray();
        var values = root.GetProperty("values").EnumerateObject().ToDictionary(
            c => c.Name, c => new Column(Strings(c.Value[1]), Integers(c.Value[2])), StringComparer.Ordinal);
        var texts = root.GetProperty("texts").EnumerateObject().ToDictionary(
            c => c.Name, c => new Column(Strings(c.Value[1]), []), StringComparer.Ordinal);
        foreach (var packet in root.GetProperty("packets").EnumerateArray())
        {
            var (numberChannels, textChannels) = shapes[packet[7].GetInt32()];
            into.Add(new Observation
            {
                Arrival = packet[0].GetInt64(),
                Mn = mns[packet[1].GetInt32()],
                Period = (Period)packet[2].GetInt32(),
                DataTime = Time(packet[3]),
                PeriodSeconds = packet[4].GetInt32(),
                ReceivedAt = Time(packet[5]),
                Qn = packet[6].GetString()!,
                Readings = System.Array.ConvertAll(numberChannels, c => values[c].NextReading(c)),
                Texts = System.Array.ConvertAll(textChannels, c => new TextReading(c, texts[c].NextText())),
            });
        }
    }

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetString()!)];

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetInt32())];

    private static DateTimeOffset Time(JsonElement text) => text.GetDateTimeOffset();

    /// <summary>One channel's values, taken in the order of the packets.</summary>
    private sealed class Column(string[] values, int[] qualities)
    {
        private int next;

        public Reading NextReading(string channel)
        {
            var value = decimal.Parse(values[next], NumberStyles.Number, CultureInfo.InvariantCulture);
            return new Reading(channel, value, (Quality)qualities[next++]);
        }

        public string NextText() => values[next++];
    }
}
