using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>
/// What one browser knows of the sources of its map, and what it must be told to show others: the place of a source once, and of each status that is
/// other the numbers of its sources. Choosing a kind among thousands is some kilobytes, choosing back the same, and a source whose status changes sends
/// two lists of numbers. What sources are called is not drawn, and is told after it. For one map at a time, in its turn.
/// </summary>
internal sealed class MapWire
{
    /// <summary>Sources that a browser remembers at most; then it begins anew.</summary>
    public const int MostKnown = 4 * MapReader.Most;

    /// <summary>Degrees are sent as whole numbers of this part: a tenth of a metre.</summary>
    public const decimal Degree = 1_000_000;

    // Chinese as it is: escaped it would be thrice as long. The browser reads it as JSON alone, never as part of a page.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly Dictionary<(string Id, string Name, GeoPoint At), int> numbers = [];
    private readonly Dictionary<SourceStatus, int[]> shown = [];

    /// <summary>Id of the series of a status.</summary>
    public static string SeriesOf(SourceStatus status) => "source-" + status;

    /// <summary>What to tell so that these are shown; null when they are shown already.</summary>
    public MapTold? To(MapSources sources)
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

        return isAnew || now.Count > 0 ? new MapTold(Write(isAnew, more, now), more.Count == 0 ? null : JsonSerializer.SerializeToUtf8Bytes(more.Select(p => new[] { p.Id, p.Name }), Plain)) : null;
    }

    private static byte[] Write(bool isAnew, List<MapPoint> more, List<(SourceStatus Status, int[] Numbers)> now)
    {
        var whole = new ArrayBufferWriter<byte>();
        Add(isAnew ? 1 : 0);
        Add(more.Count);
        foreach (var point in more)
        {
            Add((int)decimal.Round(point.At.Longitude * Degree));
            Add((int)decimal.Round(point.At.Latitude * Degree));
        }

        foreach (var (status, those) in now)
        {
            Add((int)status);
            Add(those.Length);
            foreach (var number in those) Add(number);
        }

        return whole.WrittenSpan.ToArray();

        void Add(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(whole.GetSpan(sizeof(int)), value);
            whole.Advance(sizeof(int));
        }
    }
}

/// <summary>What a browser is told.</summary>
/// <param name="Show">
/// Whole numbers of 32 bits, the least byte first: 1 when what is known is to be forgotten, else 0; how many sources are new, and of each its longitude and
/// latitude in millionths of a degree (they get the next numbers, from 0); then of each status that is other the status, how many sources it has, and their numbers.
/// </param>
/// <param name="Names">Id and name of each new source, in the same order, as JSON in UTF-8; null when none is new.</param>
internal sealed record MapTold(byte[] Show, byte[]? Names);
