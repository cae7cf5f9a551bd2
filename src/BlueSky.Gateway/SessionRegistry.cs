using System.Collections.Concurrent;
using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>One live session per MN within this gateway: the newest wins. Also shares what equal profiles have in common.</summary>
internal sealed class SessionRegistry
{
    private const int MaxProfiles = 10_000;
    private readonly ConcurrentDictionary<string, DeviceSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ProfileMap> _profiles = new(StringComparer.Ordinal);

    /// <summary>Live sessions.</summary>
    public int Count => _sessions.Count;

    /// <summary>Live sessions, at a moment or nearly so.</summary>
    public IEnumerable<DeviceSession> All => _sessions.Select(entry => entry.Value);

    /// <summary>The live session of an MN; null when there is none.</summary>
    public DeviceSession? Find(string mn) => _sessions.GetValueOrDefault(mn);

    /// <summary>Puts a new session in the place of any other of its MN and gives that back, ended; null when there was none.</summary>
    public DeviceSession? Claim(DeviceSession session)
    {
        DeviceSession? previous = null;
        _sessions.AddOrUpdate(
            session.Mn,
            static (_, s) => s,
            (_, old, s) =>
            {
                previous = old;
                return s;
            },
            session);
        return previous is not null && previous.TryEnd(SessionEnd.Superseded) ? previous : null;
    }

    /// <summary>Takes a session out if it still is the one of its MN.</summary>
    public void Release(DeviceSession session) => _sessions.TryRemove(new KeyValuePair<string, DeviceSession>(session.Mn, session));

    /// <summary>The shared map of a profile.</summary>
    public ProfileMap MapOf(DeviceProfile profile)
    {
        var content = ProfileMap.ContentOf(profile);
        if (_profiles.TryGetValue(content, out var map)) return map;
        if (_profiles.Count >= MaxProfiles) _profiles.Clear(); // sessions keep theirs; the next ones build anew
        return _profiles.GetOrAdd(content, static (_, p) => new ProfileMap(p), profile);
    }
}
