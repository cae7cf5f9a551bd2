using System.Runtime.InteropServices;
using BlueSky.Time;

namespace BlueSky.Sources;

/// <summary>
/// Which values of the last few hours a source already has, so that a re-sent packet is known at once. One small entry per
/// packet, not per value: the set of its channels and an order-free hash of its values. Where the entry cannot tell (another
/// value under the same identity, part of a split packet again) the caller looks into the journal. A source that reports
/// every 30 seconds has 120 packets an hour, so an entry is 12 bytes in a sorted list: packets come in their order, nearly
/// always at its end, and nearly all have the same channels.
/// </summary>
internal sealed class SeenReadings
{
    private const int HoursHeld = 3;

    private readonly List<string> _channels = [];
    private readonly List<string> _devices = [];
    private readonly List<ChannelSet> _sets = [];
    private readonly List<Hour> _hours = new(HoursHeld);
    private int _channelHint;
    private int _deviceHint;

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
        var at = hour.Find(KeyOf(observation));
        if (at < 0) return Verdict.New;
        var (channels, hash) = Describe(observation);
        var entry = hour.Packets[at];
        var seen = _sets[entry.Set];
        if (!channels.Overlaps(seen)) return Verdict.New;
        return channels.Equals(seen) && hash == entry.Hash ? Verdict.Same : Verdict.LookCloser;
    }

    /// <summary>Remembers an observation of a held hour. Revisions change nothing: the first value stays the current one.</summary>
    public void Add(Observation observation)
    {
        var hour = Find(observation.DataTime.HourStart());
        if (hour is null) return;
        var (channels, hash) = Describe(observation);
        if (channels.IsEmpty) return;
        var key = KeyOf(observation);
        var at = hour.Find(key);
        if (at < 0)
        {
            hour.Packets.Insert(~at, new Packet(key, hash, IndexOf(channels)));
            return;
        }

        ref var entry = ref CollectionsMarshal.AsSpan(hour.Packets)[at];
        entry = new Packet(key, entry.Hash ^ hash, IndexOf(_sets[entry.Set].Union(channels)));
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
        return second | ((int)o.Period << 12) | (IndexOf(_devices, o.Mn, ref _deviceHint) << 16);
    }

    private (ChannelSet Channels, int Hash) Describe(Observation o)
    {
        var channels = new ChannelSet();
        var hash = 0;
        foreach (ref readonly var reading in o.Readings.AsSpan())
        {
            if ((reading.Quality & Quality.Revision) != 0) continue;
            var index = IndexOf(_channels, reading.Channel, ref _channelHint);
            channels = channels.With(index);
            hash ^= HashCode.Combine(index, reading.Value);
        }

        foreach (ref readonly var text in o.Texts.AsSpan())
        {
            var index = IndexOf(_channels, text.Channel, ref _channelHint);
            channels = channels.With(index);
            hash ^= HashCode.Combine(index, text.Text);
        }

        return (channels, hash);
    }

    private int IndexOf(ChannelSet set)
    {
        for (var i = 0; i < _sets.Count; i++)
            if (_sets[i].Equals(set)) return i;
        _sets.Add(set);
        return _sets.Count - 1;
    }

    // Packets repeat the same channels in the same order: the next name is nearly always the one behind the last.
    private static int IndexOf(List<string> table, string name, ref int hint)
    {
        for (var i = 0; i < table.Count; i++)
        {
            var index = hint + i < table.Count ? hint + i : hint + i - table.Count;
            if (!string.Equals(table[index], name, StringComparison.Ordinal)) continue;
            hint = index + 1 < table.Count ? index + 1 : 0;
            return index;
        }

        table.Add(name);
        hint = 0;
        return table.Count - 1;
    }

    private sealed class Hour(DateTimeOffset start)
    {
        public DateTimeOffset Start { get; } = start;

        /// <summary>Sorted by <see cref="Packet.Key"/>.</summary>
        public List<Packet> Packets { get; } = [];

        /// <summary>Place of a key; where it is not there, the complement of where it belongs.</summary>
        public int Find(int key)
        {
            var packets = CollectionsMarshal.AsSpan(Packets);
            if (packets.Length == 0 || packets[^1].Key < key) return ~packets.Length;
            return packets.BinarySearch(new Packet(key, 0, 0));
        }
    }

    private readonly record struct Packet(int Key, int Hash, int Set) : IComparable<Packet>
    {
        public int CompareTo(Packet other) => Key.CompareTo(other.Key);
    }
}
