using System.Data.Common;
using System.Globalization;
using System.Text;

namespace BlueSky.Storage;

/// <summary>Reads columns alike on both engines: SQLite keeps times, decimals and JSON as text.</summary>
internal static class Columns
{
    /// <summary>How SQLite keeps an instant: UTC, fixed width, so that text order is time order.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(this DbDataReader row, int ordinal) => row.GetValue(ordinal) switch
    {
        DateTime d => new DateTimeOffset(DateTime.SpecifyKind(d, DateTimeKind.Utc)),
        string s => DateTimeOffset.ParseExact(s, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        var other => throw new CorruptBlockException($"A time is stored as {other.GetType().Name}"),
    };

    public static decimal? Number(this DbDataReader row, int ordinal) => row.GetValue(ordinal) switch
    {
        DBNull => null,
        decimal d => d,
        string s => decimal.Parse(s, NumberStyles.Number, CultureInfo.InvariantCulture),
        var other => Convert.ToDecimal(other, CultureInfo.InvariantCulture),
    };

    public static bool Truth(this DbDataReader row, int ordinal) => row.GetValue(ordinal) switch
    {
        bool b => b,
        var other => Convert.ToInt64(other, CultureInfo.InvariantCulture) != 0,
    };

    public static byte[] Utf8(this DbDataReader row, int ordinal) => Encoding.UTF8.GetBytes(row.GetString(ordinal));
}
