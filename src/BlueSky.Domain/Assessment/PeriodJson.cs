using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlueSky.Assessment;

/// <summary>A period as its short text in JSON: <c>"2021-08"</c>.</summary>
internal sealed class PeriodJson : JsonConverter<Period>
{
    public override Period Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Period.TryParse(reader.GetString()!, out var period)
            ? period!
            : throw new JsonException("not a period; write 2021-08-05, 2021-W31, 2021-08, 2021-Q3, 2021-H2, 2021 or 2021-08-01..2021-08-15");

    public override void Write(Utf8JsonWriter writer, Period value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
