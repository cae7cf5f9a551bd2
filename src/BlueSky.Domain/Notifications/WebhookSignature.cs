using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BlueSky.Notifications;

/// <summary>Signatures of webhooks.</summary>
public static class WebhookSignature
{
    /// <summary>
    /// DingTalk's (加签): <c>timestamp</c> in milliseconds and <c>sign</c> as Base64 of HMAC-SHA256, keyed by the secret, over
    /// <c>timestamp\nsecret</c>, both put into the query. The robot takes it for an hour around the moment. [S]
    /// </summary>
    /// <param name="address">The robot's address.</param>
    /// <param name="secret">Its secret, <c>SEC…</c>.</param>
    /// <param name="at">The moment of the request.</param>
    public static string DingTalk(string address, string secret, DateTimeOffset at)
    {
        var milliseconds = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var sign = Convert.ToBase64String(Mac(secret, $"{milliseconds}\n{secret}"));
        var joint = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return $"{address}{joint}timestamp={milliseconds}&sign={Uri.EscapeDataString(sign)}";
    }

    /// <summary>
    /// Ours: lower-case hex of HMAC-SHA256, keyed by the secret, over <c>timestamp.body</c>, the timestamp in seconds. A receiver refuses
    /// what is older than a few minutes and remembers the idempotency keys of that time, so nothing can be played to it again.
    /// </summary>
    /// <param name="secret">Secret.</param>
    /// <param name="seconds">Seconds since 1970 UTC, as sent.</param>
    /// <param name="body">The body, exactly.</param>
    public static string Json(string secret, long seconds, string body) =>
        Convert.ToHexStringLower(Mac(secret, $"{seconds.ToString(CultureInfo.InvariantCulture)}.{body}"));

    private static byte[] Mac(string secret, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));
}
