using System.Text.Json;

namespace BlueSky.Store;

/// <summary>
/// Whether two register entries say the same. Records compare lists and dictionaries by reference, so the stored form decides:
/// entering the same register again (each start of a seeded node does) must change and publish nothing.
/// </summary>
internal static class SameEntry
{
    public static bool Is<T>(T? a, T? b) where T : class => JsonSerializer.Serialize(a) == JsonSerializer.Serialize(b);
}
