using System.Text.RegularExpressions;
using BlueSky.Sources;

namespace BlueSky.Web;

/// <summary>Turns a request into observations, or names every field that is wrong.</summary>
internal static partial class IngestReading
{
    public const int MostObservations = 1_000, MostValues = 500;
    private const int LongestChannel = 64, LongestText = 1_024;

    public static RoutedObservation[] Read(IngestRequest request, DateTimeOffset receivedAt)
    {
        var check = new FieldCheck();
        var batch = check.Fits(request.Batch ?? "", "batch", 64);
        var items = request.Observations ?? [];
        if (items.Count is 0 or > MostObservations)
            check.Wrong("observations", "count", $"一次 1 到 {MostObservations} 条。1 to {MostObservations} in one request.");
        check.Check();
        var routed = new RoutedObservation[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            var at = $"observations[{i}]";
            if (items[i] is { } item) routed[i] = Observation(item, at, batch, receivedAt, check);
            else check.Wrong(at, "missing", "不能为 null。Must not be null.");
        }

        check.Check();
        return routed;
    }

    private static RoutedObservation Observation(
        IngestObservation item, string at, string batch, DateTimeOffset receivedAt, FieldCheck check)
    {
        var source = check.Needed(item.Source, $"{at}.source");
        if (source.Length > 0 && !Ids.IsSource(source)) check.Wrong($"{at}.source", "form", "字母、数字、连字符。Letters, digits, hyphens.");
        var mn = check.Needed(item.Mn, $"{at}.mn");
        if (mn.Length > 0 && !Ids.IsMn(mn)) check.Wrong($"{at}.mn", "form", "不含空白和 ; = &。No blanks and none of ; = &.");
        if (mn.StartsWith("manual:", StringComparison.Ordinal))
        {
            check.Wrong($"{at}.mn", "reserved",
                "manual: 只用于人工录入，请用 inspections、surveys、cleanings 接口。For entries of people: use their own endpoints.");
        }

        var period = check.Needed(item.Period, $"{at}.period");
        var values = item.Values ?? [];
        if (values.Count is 0 or > MostValues)
            check.Wrong($"{at}.values", "count", $"1 到 {MostValues} 个值。1 to {MostValues} values.");
        var (readings, texts) = Values(values, at, check);
        return new RoutedObservation(source, new Observation
        {
            Mn = mn,
            Period = period,
            DataTime = check.Moment(item.DataTime, $"{at}.dataTime"),
            ReceivedAt = receivedAt,
            Qn = batch,
            PeriodSeconds = Seconds(period, item.PeriodSeconds, $"{at}.periodSeconds", check),
            Readings = readings,
            Texts = texts,
        });
    }

    private static (Reading[] Readings, TextReading[] Texts) Values(IReadOnlyList<IngestValue?> values, string at, FieldCheck check)
    {
        var readings = new List<Reading>(values.Count);
        var texts = new List<TextReading>();
        var channels = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(values.Count, MostValues); i++)
        {
            var here = $"{at}.values[{i}]";
            if (values[i] is not { } value)
            {
                check.Wrong(here, "missing", "不能为 null。Must not be null.");
                continue;
            }

            var channel = check.Needed(value.Channel, $"{here}.channel", LongestChannel);
            if (channel.Length > 0 && !Channel().IsMatch(channel))
            {
                check.Wrong($"{here}.channel", "form",
                    "应为“因子[@测点]-字段”，例如 a34002-Rtd、AL@003-Rtd。Write factor[@point]-Field, e.g. a34002-Rtd.");
            }
            else if (!channels.Add(channel))
            {
                check.Wrong($"{here}.channel", "repeated", "同一条中通道重复。The channel is there twice.");
            }

            var quality = Quality(value.Mark, $"{here}.mark", check);
            if (value.Value is null == value.Text is null)
                check.Wrong($"{here}.value", "one-of", "value 与 text 必须恰有一个。Give either value or text.");
            else if (value.Value is { } number) readings.Add(new Reading(channel, number, quality));
            else texts.Add(new TextReading(channel, check.Fits(value.Text!, $"{here}.text", LongestText)));
        }

        return ([.. readings], [.. texts]);
    }

    private static int Seconds(Period period, int? given, string field, FieldCheck check)
    {
        var (least, most, usual) = period switch
        {
            Period.Minute => (60, 1_800, -1),
            Period.Hour => (3_600, 3_600, 3_600),
            Period.Day or Period.Runtime => (86_400, 86_400, 86_400),
            _ => (0, 0, 0),
        };
        var seconds = given ?? usual;
        if (seconds < least || seconds > most)
        {
            check.Wrong(field, "range", least == most
                ? $"{Json.Word(period)} 的时长只能是 {least} 秒。Must be {least} for this period."
                : $"{Json.Word(period)} 的时长为 {least} 到 {most} 秒，必填。{least} to {most} for this period, required.");
        }

        return seconds;
    }

    // Stricter than for a device: a sender of JSON can mend its marks, so one that means nothing is refused.
    private static Quality Quality(string? mark, string field, FieldCheck check)
    {
        if (mark is not (null or "N" or "T" or "M" or "C" or "D" or "F" or "B" or "S"))
            check.Wrong(field, "word", "应为 N T M C D F B S 之一，或不写。One of N T M C D F B S, or leave it out.");
        return DataMarks.ToQuality(mark);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.\-]+(@[A-Za-z0-9_.\-]+)?-[A-Za-z][A-Za-z0-9]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Channel();
}
