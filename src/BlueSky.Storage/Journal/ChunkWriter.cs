using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using BlueSky.Sources;

namespace BlueSky.Storage;

/// <summary>
/// Writes the documents of many chunks (<see cref="ChunkDocument"/>). A roll writes tens of thousands of them, most with one shape and
/// a few packets, so what one of them needs is kept for the next. Not thread-safe.
/// </summary>
internal sealed class ChunkWriter : IDisposable
{
    /// <summary>Longest text of a decimal: sign, 29 digits, point.</summary>
    private const int LongestNumber = 31;

    private readonly ArrayBufferWriter<byte> buffer = new(4_096);
    private readonly Utf8JsonWriter json;
    private readonly List<string> mns = [];
    private readonly List<Shape> shapes = [];
    private readonly List<(int Mn, int Shape)> packets = [];
    private readonly Columns values = new();
    private readonly Columns texts = new();

    public ChunkWriter() => json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>The document of the observations of one source and hour, in the order of their arrival.</summary>
    public byte[] Write(IReadOnlyList<Observation> observations)
    {
        Begin();
        for (var p = 0; p < observations.Count; p++) Place(observations[p], p);

        json.WriteStartObject();
        json.WriteNumber("v"u8, ChunkDocument.Version);
        json.WriteStartArray("mn"u8);
        foreach (var mn in mns) json.WriteStringValue(Clean(mn));
        json.WriteEndArray();
        WriteShapes();
        WritePackets(observations);
        WriteValues(observations);
        WriteTexts(observations);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public void Dispose() => json.Dispose();

    private void Begin()
    {
        buffer.ResetWrittenCount();
        json.Reset();
        mns.Clear();
        shapes.Clear();
        packets.Clear();
        values.Clear();
        texts.Clear();
    }

    private void Place(Observation one, int packet)
    {
        var (mn, shape) = (mns.IndexOf(one.Mn), shapes.FindIndex(s => s.Fits(one)));
        if (mn < 0)
        {
            mn = mns.Count;
            mns.Add(one.Mn);
        }

        if (shape < 0)
        {
            shape = shapes.Count;
            shapes.Add(new Shape(
                one, Array.ConvertAll(one.Readings, r => values.Of(r.Channel)), Array.ConvertAll(one.Texts, t => texts.Of(t.Channel))));
        }

        packets.Add((mn, shape));
        for (var i = 0; i < one.Readings.Length; i++) shapes[shape].Values[i].Add((packet, i));
        for (var i = 0; i < one.Texts.Length; i++) shapes[shape].Texts[i].Add((packet, i));
    }

    private void WriteShapes()
    {
        json.WriteStartArray("shapes"u8);
        foreach (var shape in shapes)
        {
            json.WriteStartArray();
            json.WriteStartArray();
            foreach (var reading in shape.First.Readings) json.WriteStringValue(Clean(reading.Channel));
            json.WriteEndArray();
            json.WriteStartArray();
            foreach (var text in shape.First.Texts) json.WriteStringValue(Clean(text.Channel));
            json.WriteEndArray();
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void WritePackets(IReadOnlyList<Observation> observations)
    {
        json.WriteStartArray("packets"u8);
        for (var p = 0; p < packets.Count; p++)
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

    private void WriteValues(IReadOnlyList<Observation> observations)
    {
        Span<byte> number = stackalloc byte[LongestNumber];
        json.WriteStartObject("values"u8);
        foreach (var (channel, places) in values.All)
        {
            json.WriteStartArray(Clean(channel));
            WritePlaces(places);
            json.WriteStartArray();
            foreach (var (packet, index) in places)
            {
                observations[packet].Readings[index].Value.TryFormat(number, out var length, default, CultureInfo.InvariantCulture);
                json.WriteStringValue(number[..length]);
            }

            json.WriteEndArray();
            json.WriteStartArray();
            foreach (var (packet, index) in places) json.WriteNumberValue((int)observations[packet].Readings[index].Quality);
            json.WriteEndArray();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteTexts(IReadOnlyList<Observation> observations)
    {
        json.WriteStartObject("texts"u8);
        foreach (var (channel, places) in texts.All)
        {
            json.WriteStartArray(Clean(channel));
            WritePlaces(places);
            json.WriteStartArray();
            foreach (var (packet, index) in places) json.WriteStringValue(Clean(observations[packet].Texts[index].Text));
            json.WriteEndArray();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WritePlaces(List<(int Packet, int Index)> places)
    {
        json.WriteStartArray();
        foreach (var (packet, _) in places) json.WriteNumberValue(packet);
        json.WriteEndArray();
    }

    private static string Clean(string text) => text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;

    /// <summary>Channels of a packet in their order, and the column of each.</summary>
    private sealed record Shape(Observation First, List<(int Packet, int Index)>[] Values, List<(int Packet, int Index)>[] Texts)
    {
        public bool Fits(Observation one) =>
            one.Readings.AsSpan().SequenceEqual(First.Readings, SameChannel.Of) && one.Texts.AsSpan().SequenceEqual(First.Texts, SameChannel.Of);
    }

    private sealed class SameChannel : IEqualityComparer<Reading>, IEqualityComparer<TextReading>
    {
        public static readonly SameChannel Of = new();

        public bool Equals(Reading x, Reading y) => x.Channel == y.Channel;

        public bool Equals(TextReading x, TextReading y) => x.Channel == y.Channel;

        public int GetHashCode(Reading reading) => reading.Channel.GetHashCode(StringComparison.Ordinal);

        public int GetHashCode(TextReading text) => text.Channel.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>Columns in the order in which their channels first came; their lists serve the next document again.</summary>
    private sealed class Columns
    {
        private readonly List<List<(int Packet, int Index)>> lists = [];
        private readonly Dictionary<string, List<(int Packet, int Index)>> byChannel = new(StringComparer.Ordinal);
        private readonly List<(string Channel, List<(int Packet, int Index)> Places)> all = [];

        public IReadOnlyList<(string Channel, List<(int Packet, int Index)> Places)> All => all;

        public List<(int Packet, int Index)> Of(string channel)
        {
            if (byChannel.TryGetValue(channel, out var places)) return places;
            if (lists.Count == all.Count) lists.Add([]);
            places = lists[all.Count];
            places.Clear();
            byChannel.Add(channel, places);
            all.Add((channel, places));
            return places;
        }

        public void Clear()
        {
            byChannel.Clear();
            all.Clear();
        }
    }
}
