using BlueSky.Access;
using Microsoft.Extensions.Logging;

namespace BlueSky.Web;

/// <summary>What came of a person's attempt to sign in.</summary>
public enum PersonOutcome
{
    /// <summary>Signed in.</summary>
    Accepted,

    /// <summary>Name, password or code is wrong.</summary>
    Refused,

    /// <summary>The password is right, the code is missing.</summary>
    NeedsCode,

    /// <summary>The user rests after failures.</summary>
    LockedOut,

    /// <summary>The address has failed too often.</summary>
    Throttled,

    /// <summary>Nobody could be asked.</summary>
    Unavailable,
}

/// <summary>Takes a person's name, password and code to the user's grain; slows down whoever guesses; audits what was refused.</summary>
internal sealed class PersonSignIn(
    IGrainFactory grains, SecondFactor secondFactor, FailureBrake brake, FoldedAudit audit, ILogger<PersonSignIn> logger)
{
    private const int LongestName = 32;

    /// <summary>Judges an attempt. One answer for all that is wrong: it does not tell whether the name exists.</summary>
    public async Task<(PersonOutcome Outcome, UserHolder? User)> Verify(string name, string password, string code, RemoteCaller remote)
    {
        name = Normal(name);
        if (brake.Holds(remote))
        {
            logger.SignInThrottled(remote.Address);
            audit.Add("anonymous", "user.sign-in-refused", "", "throttled", remote.Address);
            return (PersonOutcome.Throttled, null);
        }

        if (!CouldBeName(name) || password.Length is 0 or > PasswordRules.Longest) return Refused("?", "malformed");
        try
        {
            var user = grains.GetGrain<IUserGrain>(name);
            var step = code.Length == 0 ? null : await secondFactor.Match(user, code);
            var answer = await user.SignIn(password, code.Length > 0, step, remote.Address);
            return answer.Outcome switch
            {
                UserSignIn.Accepted => (PersonOutcome.Accepted, answer.Session),
                UserSignIn.NeedsCode => (PersonOutcome.NeedsCode, null),
                UserSignIn.LockedOut => Refused(name, "locked-out", PersonOutcome.LockedOut),
                _ => Refused(name, "wrong"),
            };
        }
        catch (Exception e) when (FailureAnswers.IsOutage(e))
        {
            logger.Unavailable("Sign-in", name, e);
            return (PersonOutcome.Unavailable, null);
        }

        (PersonOutcome, UserHolder?) Refused(string subject, string reason, PersonOutcome outcome = PersonOutcome.Refused)
        {
            brake.Failed(remote);
            logger.PersonRefused(subject, remote.Address, reason);
            audit.Add("anonymous", "user.sign-in-refused", subject, reason, remote.Address);
            return (outcome, null);
        }
    }

    /// <summary>A name as it is kept.</summary>
    public static string Normal(string name) => name.Trim().ToLowerInvariant();

    // What cannot be a name wakes no grain.
    private static bool CouldBeName(string name) =>
        name.Length is >= 1 and <= LongestName && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');
}
