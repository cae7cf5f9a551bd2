using System.Collections.Concurrent;
using BlueSky.Access;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>
/// Sessions verified a moment ago. Bounded; an answer “no” is not kept. While the cluster is away, a session that was right a
/// moment ago is no longer right when its time is over: who cannot be verified is asked to wait, not let in.
/// </summary>
internal sealed class SessionCache(IGrainFactory grains, TimeProvider clock, IOptions<WebOptions> options)
{
    private const int Most = 4_096;
    private readonly ConcurrentDictionary<(string Name, string Stamp), (UserHolder User, DateTimeOffset Until)> entries = new();

    /// <summary>The holder of a live session; null when it has ended.</summary>
    public async Task<UserHolder?> Find(string name, string stamp)
    {
        var now = clock.GetUtcNow();
        if (entries.TryGetValue((name, stamp), out var known) && known.Until > now) return known.User;
        var user = await grains.GetGrain<IUserGrain>(name).Session(stamp);
        if (user is null)
        {
            entries.TryRemove((name, stamp), out _);
            return null;
        }

        if (entries.Count >= Most) Sweep(now);
        if (entries.Count < Most) entries[(name, stamp)] = (user, now + options.Value.KeyCacheTime);
        return user;
    }

    /// <summary>Forgets a user who was changed through this node.</summary>
    public void Forget(string name)
    {
        foreach (var key in entries.Keys)
        {
            if (key.Name == name) entries.TryRemove(key, out _);
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var (key, entry) in entries)
        {
            if (entry.Until <= now) entries.TryRemove(key, out _);
        }
    }
}
