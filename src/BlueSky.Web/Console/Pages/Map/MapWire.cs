using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>
/// What one browser knows of the sources of its map, and what it must be told to show others: a source once, with name and place, and of each
/// status that is other the numbers of its sources. Choosing a kind among thousands is some kilobytes, choosing back the same, and a source whose
/// status changes sends two lists of numbers. For one map at a time, in its turn.
/// </summary>
internal sealed class MapWire
{
    /// <summary>Sources that a browser remembers at most; then it begins anew.</summary>
    public const int MostKnown = 4 * MapReader.Most;

    // Chinese as it is: escaped it would be thrice as long. The browser reads it as JSON alone, never as part of a page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly Dictionary<(string Id, string Name, GeoPoint At), int> numbers = [];
    private readonly Dictionary<SourceStatus, int[]> shown = [];

    /// <summary>Id of the series of a status.</summary>
    public static string SeriesOf(SourceStatus status) => "source-" + status;

    /// <summary>What to tell so that these are shown, as JSON in UTF-8; null when they are shown already.</summary>
    public byte[]? To(MapSources sources)
    {
        var isAnew = numbers.Count > MostKnown;
        if (isAnew)
        {
            numbers.Clear();
            shown.Clear();
        }

        var more = sources.Points.Where(p => numbers.TryAdd((p.Id, p.Name, p.At), numbers.Count)).ToList();
        var now = new List<(SourceStatus Status, int[] Numbers)>();
        foreach (var status in Enum.GetValues<SourceStatus>())
        {
            int[] those = [.. sources.Points.Where(p => p.Status == status).Select(p => numbers[(p.Id, p.Name, p.At)])];
            if (!isAnew && those.AsSpan().SequenceEqual(shown.GetValueOrDefault(status, []))) continue;
            shown[status] = those;
            now.Add((status, those));
        }

        return isAnew || now.Count > 0 ? Write(isAnew, more, now) : null;
    }

    private static byte[] Write(bool isAnew, List<MapPoint> more, List<(SourceStatus Status, int[] Numbers)> now)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteBoolean("anew", isAnew);
            json.WriteStartArray("more");
            foreach (var point in more)
            {
                json.WriteStartArray();
                json.WriteStringValue(point.Id);
                json.WriteStringValue(point.Name);
                json.WriteNumberValue(point.At.Longitude);
                json.WriteNumberValue(point.At.Latitude);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteStartObject("now");
            foreach (var (status, those) in now)
            {
                json.WriteStartArray(SeriesOf(status));
                foreach (var number in those) json.WriteNumberValue(number);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
