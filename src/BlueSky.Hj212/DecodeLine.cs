using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BlueSky.Hj212;

/// <summary>
/// Writes one JSON line a frame: <c>{"ok":true,"version":2017,"qn":…,"factors":{"a34002":{"Rtd":"35.1"}},"fields":{…},"warnings":[…]}</c>
/// or <c>{"ok":false,"error":"crc|length|syntax|too-long","offset":N,"detail":"…"}</c>. Values are the text that was sent. The
/// password is never printed; a new password or key among the fields (CN 1072, 1014) shows as <c>***</c>.
/// </summary>
public static class DecodeLine
{
    // Chinese stays readable; the output is a line for a terminal or a file, never part of a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the line of a packet, with its line feed.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="packet">The packet.</param>
    public static void Write(IBufferWriter<byte> output, Packet packet)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteBoolean("ok", true);
            json.WriteNumber("version", (int)packet.Version);
            json.WriteString("qn", packet.Qn);
            json.WriteString("st", packet.St);
            json.WriteString("cn", packet.Cn);
            json.WriteString("mn", packet.Mn);
            WriteNumber(json, "flag", packet.Flag);
            if (packet.Pnum is not null)
                WriteNumber(json, "pnum", packet.Pnum);
            if (packet.Pno is not null)
                WriteNumber(json, "pno", packet.Pno);
            if (packet.Rf is not null)
                json.WriteString("rf", packet.Rf);
            json.WriteString("dataTime", packet.DataTime?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
            if (packet.WasEncrypted)
                json.WriteBoolean("encrypted", true);
            WriteFactors(json, packet.Factors);
            json.WriteStartObject("fields");
            foreach (var (name, text) in packet.Fields)
            {
                json.WriteString(name, IsSecret(name) ? "***" : text);
            }

            json.WriteEndObject();
            json.WriteStartArray("warnings");
            foreach (var warning in packet.Warnings)
                json.WriteStringValue(warning);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>Writes the line of a fault, with its line feed.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="fault">The fault.</param>
    public static void Write(IBufferWriter<byte> output, in FrameFault fault)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteBoolean("ok", false);
            json.WriteString("error", fault.Word);
            json.WriteNumber("offset", fault.Offset);
            json.WriteString("detail", fault.Detail);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteFactors(Utf8JsonWriter json, IReadOnlyDictionary<string, Factor> factors)
    {
        json.WriteStartObject("factors");
        foreach (var (code, factor) in factors)
        {
            json.WriteStartObject(code);
            foreach (var value in factor)
                json.WriteString(value.Field, value.Text);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static bool IsSecret(string field) => field is "PW" or "NewPW" or "NewSK";
}
