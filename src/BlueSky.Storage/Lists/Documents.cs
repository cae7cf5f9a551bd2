using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BlueSky.Storage;

/// <summary>The JSON of rows: decimals keep their scale, Chinese stays readable in the database.</summary>
internal static class Documents
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Json Write<T>(T value) => new(JsonSerializer.Serialize(value, Options));

    /// <exception cref="CorruptBlockException">The document is not of this type.</exception>
    public static T Read<T>(DbDataReader row, int ordinal)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(row.GetString(ordinal), Options)
                ?? throw new CorruptBlockException($"A stored {typeof(T).Name} is empty");
        }
        catch (JsonException e)
        {
            throw new CorruptBlockException($"A stored {typeof(T).Name} cannot be read: {e.Message}");
        }
    }
}
