using System.Globalization;

namespace BlueSky.Photos;

/// <summary>How much of photos is taken. Our defaults [D]; no rule names any.</summary>
public sealed class PhotoLimits
{
    /// <summary>Largest photo, bytes, above 0 and at most 32 MiB. [D] 8 MiB: what a phone makes.</summary>
    public int LargestBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>What one unit may upload in a day of China time, bytes. [D] 512 MiB.</summary>
    public long DailyBytesPerUnit { get; set; } = 512L * 1024 * 1024;

    /// <summary>A size in MB as phones show it: 1 MB is 1024 times 1024 bytes.</summary>
    public static string Megabytes(long bytes) => (bytes / 1_048_576m).ToString("0.##", CultureInfo.InvariantCulture);
}
