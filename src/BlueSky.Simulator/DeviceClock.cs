using BlueSky.Districts;
using BlueSky.Time;

namespace BlueSky.Simulator;

/// <summary>A device's own clock: right, or wrong by up to ten minutes and drifting by up to 200 parts in a million, until it is set.</summary>
internal sealed class DeviceClock
{
    private readonly double _drift;
    private DateTimeOffset _setAt;
    private TimeSpan _offset;

    internal DeviceClock(bool isWrong, SeededRandom random, DateTimeOffset start)
    {
        _setAt = start;
        if (!isWrong) return;
        _offset = TimeSpan.FromSeconds(random.Next(-600, 600));
        _drift = random.Next(-200, 200) / 1e6;
    }

    /// <summary>What the device believes the time is, +08:00.</summary>
    internal DateTimeOffset Read(DateTimeOffset now) => (now + _offset + ((now - _setAt) * _drift)).ToChina();

    /// <summary>CN 1012: sets it; the drift stays, it is in the crystal.</summary>
    internal void Set(DateTimeOffset to, DateTimeOffset now)
    {
        _offset = to - now;
        _setAt = now;
    }
}
