using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Tasks;

namespace BlueSky.Web;

/// <summary>How requests and answers are written as JSON.</summary>
internal static class Json
{
    /// <summary>camelCase, enums as words, readable Chinese, numbers as numbers; an unknown member of a request is an error.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        // Answers are JSON with nosniff and never embedded in a page, so Chinese need not be escaped.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new FlagsAsList<Quality>());
        options.Converters.Add(new FlagsAsList<Scopes>());
        options.Converters.Add(new FlagsAsList<TaskRisk>());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new ChinaTimes());
    }

    /// <summary>The word of an enum member as JSON and query strings have it.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Words of the single bits of a flags enum, or of the members of another.</summary>
    public static IReadOnlyList<string> Words<T>() where T : struct, Enum =>
        [.. Enum.GetValues<T>().Where(v => !IsFlags<T>() || IsBit(v)).Select(Word)];

    internal static bool IsBit<T>(T value) where T : struct, Enum => int.IsPow2(Convert.ToInt32(value, null));

    private static bool IsFlags<T>() => typeof(T).IsDefined(typeof(FlagsAttribute), false);
}

/// <summary>A value of a wrong form, in words for the caller. The serializer adds the path.</summary>
internal sealed class FieldFormatException(string message) : JsonException(message)
{
    public FieldFormatException() : this("")
    {
    }

    public FieldFormatException(string message, Exception inner) : this(message) => _ = inner;

    /// <summary>The words alone; the serializer may add positions to <see cref="Exception.Message"/>.</summary>
    public string Words { get; } = message;
}

/// <summary>Times: read with any offset or none (China time), written with +08:00.</summary>
internal sealed class ChinaTimes : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TimeText.TryParse(reader.GetString()!, out var time)
            ? time
            : throw new FieldFormatException(TimeText.Fix);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(TimeText.Write(value));
}

/// <summary>Combined flags as a list of words; nothing set is an empty list.</summary>
internal sealed class FlagsAsList<T> : JsonConverter<T> where T : struct, Enum
{
    private static readonly (string Word, T Value)[] Bits =
        [.. Enum.GetValues<T>().Where(Json.IsBit).Select(v => (Json.Word(v), v))];

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Wrong();
        var bits = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var word = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            var known = Array.FindIndex(Bits, b => b.Word == word);
            if (known < 0) throw Wrong();
            bits |= Convert.ToInt32(Bits[known].Value, null);
        }

        return (T)Enum.ToObject(typeof(T), bits);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var (word, bit) in Bits)
        {
            if (value.HasFlag(bit)) writer.WriteStringValue(word);
        }

        writer.WriteEndArray();
    }

    private static FieldFormatException Wrong()
    {
        var words = string.Join(", ", Bits.Select(b => b.Word));
        return new FieldFormatException($"应为下列词的数组：{words}。Use a list of these words.");
    }
}
