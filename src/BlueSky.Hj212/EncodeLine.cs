using System.Globalization;
using System.Text.Json;

namespace BlueSky.Hj212;

/// <summary>Reads a line in the form of <see cref="DecodeLine"/> back into a packet to be sent.</summary>
public static class EncodeLine
{
    /// <summary>Reads one JSON object.</summary>
    /// <param name="json">The line. <c>cn</c> must be there; a <c>pw</c> may be; <c>warnings</c> and <c>version</c> are ignored (Flag says it).</param>
    /// <param name="defaults">What stands in for members that the line lacks: QN, ST, PW, MN.</param>
    /// <exception cref="FormatException">The line is no such object, or stands for a fault.</exception>
    public static PacketDraft Read(string json, PacketDraft defaults)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new FormatException($"not JSON: {e.Message}", e);
        }

        using (document)
        {
            var line = document.RootElement;
            if (line.ValueKind != JsonValueKind.Object)
                throw new FormatException("not a JSON object");
            if (line.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.False)
                throw new FormatException("the line stands for a fault, which cannot be sent");
            return defaults with
            {
                Qn = Text(line, "qn") ?? defaults.Qn,
                St = Text(line, "st") ?? defaults.St,
                Cn = Text(line, "cn") ?? throw new FormatException("cn is missing"),
                Pw = Text(line, "pw") ?? defaults.Pw,
                Mn = Text(line, "mn") ?? defaults.Mn,
                Flag = Number(line, "flag"),
                Pnum = Number(line, "pnum"),
                Pno = Number(line, "pno"),
                Resent = Text(line, "rf") == "1",
                Groups = [.. Time(line), .. FieldGroups(line), .. FactorGroups(line)],
            };
        }
    }

    /// <summary>Log text goes between <c>//</c>: text with Chinese or with signs of the grammar.</summary>
    /// <param name="value">The value as it is meant.</param>
    public static string Quote(string value) =>
        value.AsSpan().ContainsAny(";,") || !System.Text.Ascii.IsValid(value) ? $"//{value}//" : value;

    private static IEnumerable<DraftGroup> Time(JsonElement line)
    {
        if (Text(line, "dataTime") is not { } text)
            return [];
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? [DraftGroup.Field("DataTime", HjTime.Format(time))]
            : throw new FormatException($"dataTime: {text} is no time");
    }

    private static IEnumerable<DraftGroup> FieldGroups(JsonElement line) =>
        Members(line, "fields").Select(f => DraftGroup.Field(f.Name, Quote(Value(f))));

    private static IEnumerable<DraftGroup> FactorGroups(JsonElement line)
    {
        foreach (var factor in Members(line, "factors"))
        {
            if (factor.Value.ValueKind != JsonValueKind.Object)
                throw new FormatException($"factors: {factor.Name} is no object");
            yield return DraftGroup.Factor(factor.Name, factor.Value.EnumerateObject().Select(v => (v.Name, Quote(Value(v)))));
        }
    }

    private static List<JsonProperty> Members(JsonElement line, string name)
    {
        if (!line.TryGetProperty(name, out var members) || members.ValueKind == JsonValueKind.Null)
            return [];
        return members.ValueKind == JsonValueKind.Object ? [.. members.EnumerateObject()] : throw new FormatException($"{name} is no object");
    }

    private static string Value(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.String => member.Value.GetString()!,
        JsonValueKind.Number => member.Value.GetRawText(),
        _ => throw new FormatException($"{member.Name} is neither text nor number"),
    };

    private static string? Text(JsonElement line, string name) =>
        !line.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new FormatException($"{name} is no text");

    private static int? Number(JsonElement line, string name) =>
        !line.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw new FormatException($"{name} is no whole number");
}
