using System.Globalization;
using BlueSky.Districts;

namespace BlueSky.Tasks;

/// <summary>Keys of the ledger and its tasks.</summary>
internal static class TaskKey
{
    public static string Of(string ledger, int number) => string.Create(CultureInfo.InvariantCulture, $"{ledger}/{number}");

    /// <summary>Year and number of a task's key; null when it is none of this district.</summary>
    public static (int Year, int Number)? Read(string key, District district) =>
        key.Split('/') is [var code, var year, var number] && code == district.Code && Whole(year) is { } y && Whole(number) is { } n ? (y, n) : null;

    /// <summary>Year of a ledger's key; null when it is none of this district.</summary>
    public static int? ReadLedger(string key, District district) => key.Split('/') is [var code, var year] && code == district.Code ? Whole(year) : null;

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 9998 && number.ToString(CultureInfo.InvariantCulture) == text ? number : null;
}
