using BlueSky.Devices;
using BlueSky.Time;

namespace BlueSky.Gateway;

/// <summary>A span of history to ask for. Both ends are stamps of records that are asked for (hj212.md section 11).</summary>
/// <param name="Begin">Start of the first missing period.</param>
/// <param name="End">Start of the last missing period.</param>
internal readonly record struct HistorySpan(DateTimeOffset Begin, DateTimeOffset End);

/// <summary>Finds what a device owes from the stamps that are known of it. Pure.</summary>
internal static class GapFinder
{
    private static readonly TimeSpan Chunk = TimeSpan.FromHours(24);

    /// <summary>
    /// The periods that are over at <paramref name="now"/> and later than <paramref name="last"/>, in spans of at most 24 h,
    /// oldest first. One missing period is none: the device will send it by itself.
    /// </summary>
    /// <param name="last">Stamp (period start) of the newest data; null when there were none, and then nothing is owed.</param>
    /// <param name="now">Clock of the gateway.</param>
    /// <param name="period">Length of the period.</param>
    /// <param name="atMost">How far back to ask.</param>
    public static IEnumerable<HistorySpan> Since(DateTimeOffset? last, DateTimeOffset now, TimeSpan period, TimeSpan atMost)
    {
        if (last is null) yield break;
        var before = Floor(now, period);
        foreach (var span in Between(Floor(last.Value, period), before, period))
        {
            if (span.End < now - atMost) continue;
            yield return span.Begin < now - atMost ? span with { Begin = Floor(now - atMost, period) + period } : span;
        }
    }

    /// <summary>The periods strictly between two stamps, in spans of at most 24 h; none when fewer than two are missing.</summary>
    public static IEnumerable<HistorySpan> Between(DateTimeOffset earlier, DateTimeOffset later, TimeSpan period)
    {
        var first = earlier + period;
        var end = later - period;
        return end < first + period ? [] : Spans(first, end, period);
    }

    private static IEnumerable<HistorySpan> Spans(DateTimeOffset first, DateTimeOffset end, TimeSpan period)
    {
        for (var begin = first; begin <= end; begin += Chunk)
        {
            var chunkEnd = begin + Chunk - period;
            yield return new HistorySpan(begin, chunkEnd < end ? chunkEnd : end);
        }
    }

    /// <summary>The periods from the first to the last, both included, in spans of at most 24 h; days in one.</summary>
    public static IEnumerable<HistorySpan> Of(BackfillOrder order, TimeSpan period)
    {
        if (period >= Chunk) return [new HistorySpan(order.From, order.To)];
        return Spans(order.From, order.To, period);
    }

    /// <summary>The start of the period that contains a moment; periods are counted from midnight in China.</summary>
    public static DateTimeOffset Floor(DateTimeOffset moment, TimeSpan period)
    {
        var t = moment.ToChina();
        return new DateTimeOffset(t.Ticks - (t.Ticks % period.Ticks), ChinaTime.Offset);
    }
}
