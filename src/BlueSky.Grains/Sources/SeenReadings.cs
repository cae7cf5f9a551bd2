using System.Runtime.InteropServices;
using BlueSky.Time;

namespace BlueSky.Sources;

/// <summary>
/// Which values of the last few hours a source already has, so that a re-sent packet is known at once. One small entry per
/// packet, not per value: the set of its channels and an order-free hash of its values. Where the entry cannot tell (another
/// value under the same identity, part of a split packet again) the caller looks into the journal.
/// </summary>
internal sealed class SeenReadings
{
    private const int HoursHeld = 3;

    private readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _devices = new(StringComparer.Ordinal);
    private readonly List<Hour> _hours = new(HoursHeld);

    /// <summary>What is known of one value against what was seen.</summary>
    public enum Verdict
    {
        /// <summary>No value of this packet was seen.</summary>
        New,

        /// <summary>Every value was seen with the same figures.</summary>
        Same,

        /// <summary>Some value was seen, and the entry alone cannot say whether it is the same.</summary>
        LookCloser,
    }

    /// <summary>True when the hour's identities are held, so that <see cref="Judge"/> may be asked.</summary>
    public bool Holds(DateTimeOffset hourStart) => Find(hourStart) is not null;

    /// <summary>Begins to hold an hour, with everything the store has of it; the hour unused longest is let go.</summary>
    public void Hold(DateTimeOffset hourStart, IReadOnlyList<Observation> stored)
    {
        if (_hours.Count == HoursHeld) _hours.RemoveAt(0);
        _hours.Add(new Hour(hourStart));
        foreach (var observation in stored) Add(observation);
    }

    /// <summary>Compares an observation with what is held of its hour.</summary>
    public Verdict Judge(Observation observation)
    {
        var hour = Find(observation.DataTime.HourStart())!;
        if (!hour.Packets.TryGetValue(KeyOf(observation), out var entry)) return Verdict.New;
        var (channels, hash) = Describe(observation);
        if (!channels.Overlaps(entry.Channels)) return Verdict.New;
        return channels.Equals(entry.Channels) && hash == entry.Hash ? Verdict.Same : Verdict.LookCloser;
    }

    /// <summary>Remembers an observation of a held hour. Revisions change nothing: the first value stays the current one.</summary>
    public void Add(Observation observation)
    {
        var hour = Find(observation.DataTime.HourStart());
        if (hour is null) return;
        var (channels, hash) = Describe(observation);
        if (channels.IsEmpty) return;
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(hour.Packets, KeyOf(observation), out _);
        entry = new Packet(entry.Channels.Union(channels), entry.Hash ^ hash);
    }

    private Hour? Find(DateTimeOffset hourStart)
    {
        for (var i = _hours.Count - 1; i >= 0; i--)
        {
            if (_hours[i].Start != hourStart) continue;
            var hour = _hours[i];
            if (i < _hours.Count - 1)
            {
                _hours.RemoveAt(i);
                _hours.Add(hour);
            }

            return hour;
        }

        return null;
    }

    // Second within the hour, period and device in one number: 12 + 4 + 16 bits.
    private int KeyOf(Observation o)
    {
        var second = (int)((o.DataTime.Ticks % TimeSpan.TicksPerHour) / TimeSpan.TicksPerSecond);
        return second | ((int)o.Period << 12) | (IndexOf(_devices, o.Mn) << 16);
    }

    private (ChannelSet Channels, int Hash) Describe(Observation o)
    {
        var channels = new ChannelSet();
        var hash = 0;
        foreach (ref readonly var reading in o.Readings.AsSpan())
        {
            if ((reading.Quality & Quality.Revision) != 0) continue;
            var index = IndexOf(_channels, reading.Channel);
            channels = channels.With(index);
            hash ^= HashCode.Combine(index, reading.Value);
        }

        foreach (ref readonly var text in o.Texts.AsSpan())
        {
            var index = IndexOf(_channels, text.Channel);
            channels = channels.With(index);
            hash ^= HashCode.Combine(index, text.Text);
        }

        return (channels, hash);
    }

    private static int IndexOf(Dictionary<string, int> table, string name)
    {
        if (table.TryGetValue(name, out var index)) return index;
        table.Add(name, table.Count);
        return table.Count - 1;
    }

    private sealed class Hour(DateTimeOffset start)
    {
        public DateTimeOffset Start { get; } = start;

        public Dictionary<int, Packet> Packets { get; } = [];
    }

    private readonly record struct Packet(ChannelSet Channels, int Hash);
}
