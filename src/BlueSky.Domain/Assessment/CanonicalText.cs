using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BlueSky.Assessment;

/// <summary>
/// One text for one meaning, so that a digest over it can be compared between machines and years: properties sorted, numbers without
/// trailing zeros, no white space, UTF-8.
/// </summary>
internal static class CanonicalText
{
    /// <summary>A number without exponent and trailing zeros: 51.50 is 51.5.</summary>
    internal static string Plain(this decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>SHA-256, lower-case hex.</summary>
    internal static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal static string DigestOf(JsonElement element)
    {
        var text = new StringBuilder();
        Write(text, element);
        return DigestOf(text.ToString());
    }

    /// <summary>Adds fields as one line; a separator or line end inside a field is escaped.</summary>
    internal static StringBuilder Line(this StringBuilder text, params ReadOnlySpan<string?> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0) text.Append('|');
            foreach (var c in fields[i] ?? "")
            {
                if (c is '|' or '\\') text.Append('\\');
                if (c == '\n') text.Append("\\n");
                else text.Append(c);
            }
        }

        return text.Append('\n');
    }

    private static void Write(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    text.Append(JsonSerializer.Serialize(property.Name)).Append(':');
                    Write(text, property.Value);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in element.EnumerateArray())
                {
                    Write(text, item);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case JsonValueKind.Number when element.TryGetDecimal(out var number):
                text.Append(number.Plain());
                break;
            case JsonValueKind.String:
                text.Append(JsonSerializer.Serialize(element.GetString()));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }
}
