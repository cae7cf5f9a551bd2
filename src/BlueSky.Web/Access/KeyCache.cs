using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using BlueSky.Access;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>
/// Keys verified a moment ago, by SHA-256 of the whole key, so that no secret stays in memory. Bounded; only right keys enter,
/// so guessing cannot fill it.
/// </summary>
internal sealed class KeyCache(TimeProvider clock, IOptions<WebOptions> options)
{
    private const int Most = 1_024;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, (KeyHolder Holder, DateTimeOffset Until)> entries = new(StringComparer.Ordinal);

    public KeyHolder? Find(string key)
    {
        var now = clock.GetUtcNow();
        return entries.TryGetValue(Hash(key), out var entry) && entry.Until > now && !IsExpired(entry.Holder, now) ? entry.Holder : null;
    }

    public void Keep(string key, KeyHolder holder)
    {
        var now = clock.GetUtcNow();
        if (entries.Count >= Most)
        {
            foreach (var (hash, entry) in entries)
            {
                if (entry.Until <= now) entries.TryRemove(hash, out _);
            }
        }

        var time = options.Value.KeyCacheTime < Longest ? options.Value.KeyCacheTime : Longest;
        if (entries.Count < Most) entries[Hash(key)] = (holder, now + time);
    }

    /// <summary>Forgets a key that was revoked through this node.</summary>
    public void Forget(string keyId)
    {
        foreach (var (hash, entry) in entries)
        {
            if (entry.Holder.KeyId == keyId) entries.TryRemove(hash, out _);
        }
    }

    public static bool IsExpired(KeyHolder holder, DateTimeOffset now) => holder.ExpiresAt is { } end && end <= now;

    private static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
