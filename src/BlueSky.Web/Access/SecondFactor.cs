using System.Security.Cryptography;
using BlueSky.Access;
using Microsoft.AspNetCore.DataProtection;

namespace BlueSky.Web;

/// <summary>
/// The second factor on this side of the grain: only web nodes can read a secret, by the keys that they share (<see cref="StoredKeyRing"/>).
/// </summary>
internal sealed class SecondFactor(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Issuer = "BlueSky";
    private static readonly TimeSpan SetUpWithin = TimeSpan.FromMinutes(15);
    private readonly IDataProtector secrets = protection.CreateProtector("second-factor");
    private readonly ITimeLimitedDataProtector offers = protection.CreateProtector("second-factor-offer").ToTimeLimitedDataProtector();

    /// <summary>A new secret for a person to take into an app. Nothing is stored before a code has proven that it arrived.</summary>
    public SecondFactorOffer Offer(string name)
    {
        var secret = Totp.NewSecret();
        return Show(name, secret, offers.Protect(Convert.ToBase64String(secret), SetUpWithin));
    }

    /// <summary>Shows an offer again, after a wrong code; null when its time is over or it is none.</summary>
    public SecondFactorOffer? Again(string name, string ticket) => Open(ticket) is { } secret ? Show(name, secret, ticket) : null;

    /// <summary>What to store and the step of the code; null when the code is not the offer's, or the offer's time is over.</summary>
    public (string ProtectedSecret, long Step)? Accept(string ticket, string code)
    {
        if (Open(ticket) is not { } secret || Totp.Match(secret, Digits(code), clock.GetUtcNow()) is not { } step) return null;
        return (secrets.Protect(Convert.ToBase64String(secret)), step);
    }

    /// <summary>The step that a code of this user belongs to; null when there is none.</summary>
    public async Task<long?> Match(IUserGrain user, string code)
    {
        if (await user.ProtectedSecret() is not { } secret) return null;
        try
        {
            return Totp.Match(Convert.FromBase64String(secrets.Unprotect(secret)), Digits(code), clock.GetUtcNow());
        }
        catch (CryptographicException e)
        {
            throw new Messages.StoreUnavailableException("两步验证的密钥无法读取，请联系管理员。The second factor's key cannot be read: the key ring is not this store's.", e);
        }
    }

    private byte[]? Open(string ticket)
    {
        try
        {
            return Convert.FromBase64String(offers.Unprotect(ticket));
        }
        catch (CryptographicException)
        {
            // Too old, of another ring, or made up: in each case a new offer is the way out.
            return null;
        }
    }

    private static SecondFactorOffer Show(string name, byte[] secret, string ticket) => new(Totp.Text(secret), Totp.Link(secret, Issuer, name), ticket);

    // Apps show 123 456.
    private static string Digits(string code) => code.Replace(" ", "", StringComparison.Ordinal);
}

/// <summary>A secret on its way into an app.</summary>
/// <param name="Text">For typing in.</param>
/// <param name="Link">For scanning or following.</param>
/// <param name="Ticket">The secret as only web nodes read it, good for a quarter of an hour.</param>
public sealed record SecondFactorOffer(string Text, Uri Link, string Ticket);
