using System.Globalization;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Storage;

/// <summary>
/// Pages over the stored values of one source: the counts per hour tell which hours a page lies in, and only those are
/// read. All of it as of one view of the tail, so total and rows agree.
/// </summary>
internal sealed class ValuePages(Engine engine, string sourceId, string? channel, DateTimeOffset from, DateTimeOffset to)
{
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(366);
    private static readonly string[] Sortable = ["dataTime"];

    public async Task<Page<StoredValue>> Page(PageRequest page, CancellationToken cancellation)
    {
        Listing.Check(page, Sortable);
        CheckRange(from, to);
        await engine.Refresh(cancellation);
        var view = engine.Tail.Of(sourceId);
        var counts = await Counts(view, cancellation);
        await RefuseWhatIsNoLongerKept(counts.Keys, cancellation);
        var items = new List<StoredValue>(page.Size);
        var skip = (page.Number - 1L) * page.Size;
        foreach (var (hour, count) in page.Descending ? counts.Reverse() : counts)
        {
            if (skip >= count)
            {
                skip -= count;
                continue;
            }

            var values = await Values(view, hour, cancellation);
            if (page.Descending)
            {
                values.Reverse();
            }

            items.AddRange(values.Skip((int)skip).Take(page.Size - items.Count));
            skip = 0;
            if (items.Count == page.Size)
            {
                break;
            }
        }

        return new Page<StoredValue>(items, counts.Values.Sum(), page.Number, page.Size);
    }

    /// <exception cref="RefusedException">The range is longer than a year or ends before it begins.</exception>
    internal static void CheckRange(DateTimeOffset from, DateTimeOffset to)
    {
        if (to < from)
        {
            throw new RefusedException("range-reversed", "to", "The end of the range lies before its beginning.");
        }

        if (to - from > LongestRange)
        {
            throw new RefusedException(
                "range-too-long", "to",
                string.Create(CultureInfo.InvariantCulture, $"The range is {(to - from).TotalDays:0.#} days long; 366 are allowed. Ask in parts."));
        }
    }

    /// <summary>Nothing there is not the same as nothing kept.</summary>
    /// <exception cref="RefusedException">The range begins before readings are kept, and none of that time is kept as evidence.</exception>
    private async Task RefuseWhatIsNoLongerKept(IEnumerable<DateTimeOffset> hours, CancellationToken cancellation)
    {
        await engine.LoadKeptFrom(cancellation);
        var kept = engine.KeptFrom;
        if (from < kept && !hours.Any(h => h < kept))
        {
            var day = kept.ToChina().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            throw new RefusedException(
                "readings-not-kept", "from",
                $"{day} 以前的原始数据已不再保存，只保留小时值和违规证据。Readings before {day} are no longer kept one by one: ask for hourly values, or begin there.");
        }
    }

    private async Task<SortedDictionary<DateTimeOffset, long>> Counts(TailView view, CancellationToken cancellation)
    {
        var counts = new SortedDictionary<DateTimeOffset, long>();
        var count = channel is null ? "value_count" : $"{engine.ChannelCount("values", "$4")} + {engine.ChannelCount("texts", "$4")}";
        object?[] arguments = channel is null ? [sourceId, from.HourStart(), to] : [sourceId, from.HourStart(), to, channel];
        var rows = engine.Stream(
            new Statement($"SELECT hour, stream, first_seq, {count} FROM chunk WHERE source_id = $1 AND hour >= $2 AND hour < $3", arguments),
            r => (Hour: r.Time(0), Covered: view.Covers(r.GetInt64(1), r.GetInt64(2)), Count: r.GetInt32(3)),
            cancellation);
        await foreach (var row in rows)
        {
            if (row.Covered)
            {
                counts[row.Hour.HourStart()] = counts.GetValueOrDefault(row.Hour.HourStart()) + row.Count;
            }
        }

        foreach (var one in ReadingJournal.Decoded(view).Where(o => o.DataTime >= from && o.DataTime < to))
        {
            counts[one.DataTime.HourStart()] = counts.GetValueOrDefault(one.DataTime.HourStart()) + Flat(one).Count();
        }

        // Hours that the range cuts are counted by reading them.
        foreach (var hour in counts.Keys.Where(h => h < from || h.AddHours(1) > to).ToArray())
        {
            counts[hour] = (await Values(view, hour, cancellation)).Count;
        }

        return counts;
    }

    private async Task<List<StoredValue>> Values(TailView view, DateTimeOffset hour, CancellationToken cancellation)
    {
        var observations = await ReadingJournal.Hour(engine, view, sourceId, hour, cancellation);
        return [.. observations.Where(o => o.DataTime >= from && o.DataTime < to).OrderBy(o => o.DataTime).SelectMany(Flat)];
    }

    private IEnumerable<StoredValue> Flat(Observation one)
    {
        foreach (var reading in one.Readings)
        {
            if (channel is null || reading.Channel == channel)
            {
                yield return new StoredValue(
                    one.Mn, one.Period, one.DataTime, one.ReceivedAt, reading.Channel, reading.Value, null, reading.Quality, one.Arrival);
            }
        }

        foreach (var text in one.Texts)
        {
            if (channel is null || text.Channel == channel)
            {
                yield return new StoredValue(
                    one.Mn, one.Period, one.DataTime, one.ReceivedAt, text.Channel, null, text.Text, Quality.Valid, one.Arrival);
            }
        }
    }
}
