using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
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
/// Times are ISO 8601 with their offset. NUL, which PostgreSQL cannot hold in a text, becomes U+FFFD.
/// </summary>
internal static class ChunkDocument
{
    private const int Version = 1;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Write(IReadOnlyList<Observation> observations)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + (observations.Count * 160));
        using var json = new Utf8JsonWriter(buffer, Plain);
        var mns = new List<string>();
        var shapes = new List<Observation>();
        var packets = new (int Mn, int Shape)[observations.Count];
        var values = new Dictionary<string, List<(int Packet, int Index)>>(StringComparer.Ordinal);
        var texts = new Dictionary<string, List<(int Packet, int Index)>>(StringComparer.Ordinal);
        for (var p = 0; p < observations.Count; p++)
        {
            var one = observations[p];
            packets[p] = (IndexOf(mns, one.Mn), ShapeOf(shapes, one));
            for (var i = 0; i < one.Readings.Length; i++)
            {
                Place(values, one.Readings[i].Channel, p, i);
            }

            for (var i = 0; i < one.Texts.Length; i++)
            {
                Place(texts, one.Texts[i].Channel, p, i);
            }
        }

        json.WriteStartObject();
        json.WriteNumber("v", Version);
        json.WriteStartArray("mn");
        mns.ForEach(mn => json.WriteStringValue(Clean(mn)));
        json.WriteEndArray();
        WriteShapes(json, shapes);
        WritePackets(json, observations, packets);
        json.WriteStartObject("values");
        foreach (var (channel, places) in values)
        {
            json.WriteStartArray(Clean(channel));
            Array(json, places, x => json.WriteNumberValue(x.Packet));
            Array(json, places, x => json.WriteStringValue(Value(x).Value.ToString(CultureInfo.InvariantCulture)));
            Array(json, places, x => json.WriteNumberValue((int)Value(x).Quality));
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartObject("texts");
        foreach (var (channel, places) in texts)
        {
            json.WriteStartArray(Clean(channel));
            Array(json, places, x => json.WriteNumberValue(x.Packet));
            Array(json, places, x => json.WriteStringValue(Clean(observations[x.Packet].Texts[x.Index].Text)));
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();

        Reading Value((int Packet, int Index) x) => observations[x.Packet].Readings[x.Index];
    }

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

    private static void WriteShapes(Utf8JsonWriter json, List<Observation> shapes)
    {
        json.WriteStartArray("shapes");
        foreach (var shape in shapes)
        {
            json.WriteStartArray();
            Array(json, shape.Readings, r => json.WriteStringValue(Clean(r.Channel)));
            Array(json, shape.Texts, t => json.WriteStringValue(Clean(t.Channel)));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WritePackets(Utf8JsonWriter json, IReadOnlyList<Observation> observations, (int Mn, int Shape)[] packets)
    {
        json.WriteStartArray("packets");
        for (var p = 0; p < packets.Length; p++)
        {
            var one = observations[p];
            json.WriteStartArray();
            json.WriteNumberValue(one.Arrival);
            json.WriteNumberValue(packets[p].Mn);
            json.WriteNumberValue((int)one.Period);
            json.WriteStringValue(one.DataTime);
            json.WriteNumberValue(one.PeriodSeconds);
            json.WriteStringValue(one.ReceivedAt);
            json.WriteStringValue(Clean(one.Qn));
            json.WriteNumberValue(packets[p].Shape);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Array<T>(Utf8JsonWriter json, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetString()!)];

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetInt32())];

    private static DateTimeOffset Time(JsonElement text) => text.GetDateTimeOffset();

    private static string Clean(string text) => text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;

    private static int IndexOf(List<string> list, string item)
    {
        var index = list.IndexOf(item);
        if (index < 0)
        {
            index = list.Count;
            list.Add(item);
        }

        return index;
    }

    private static int ShapeOf(List<Observation> shapes, Observation one)
    {
        for (var i = 0; i < shapes.Count; i++)
        {
            if (SameShape(shapes[i], one))
            {
                return i;
            }
        }

        shapes.Add(one);
        return shapes.Count - 1;
    }

    private static bool SameShape(Observation a, Observation b)
    {
        if (a.Readings.Length != b.Readings.Length || a.Texts.Length != b.Texts.Length)
        {
            return false;
        }

        for (var i = 0; i < a.Readings.Length; i++)
        {
            if (a.Readings[i].Channel != b.Readings[i].Channel)
            {
                return false;
            }
        }

        for (var i = 0; i < a.Texts.Length; i++)
        {
            if (a.Texts[i].Channel != b.Texts[i].Channel)
            {
                return false;
            }
        }

        return true;
    }

    private static void Place(Dictionary<string, List<(int, int)>> columns, string channel, int packet, int index)
    {
        if (!columns.TryGetValue(channel, out var places))
        {
            columns.Add(channel, places = []);
        }

        places.Add((packet, index));
    }

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
