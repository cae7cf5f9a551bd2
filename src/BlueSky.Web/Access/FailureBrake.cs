using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>Slows down whoever guesses keys or passwords: so many failures an address and minute, then nothing is looked at any more.</summary>
internal sealed class FailureBrake(IOptions<WebOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> failures = PartitionedRateLimiter.Create<string, string>(network =>
        RateLimitPartition.GetFixedWindowLimiter(network, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.FailedSignInsPerMinute,
            Window = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));

    /// <summary>True when this caller has failed too often.</summary>
    public bool Holds(RemoteCaller remote)
    {
        using var room = failures.AttemptAcquire(remote.Network, 0);
        return !room.IsAcquired;
    }

    /// <summary>Counts a failure.</summary>
    public void Failed(RemoteCaller remote)
    {
        using var spent = failures.AttemptAcquire(remote.Network, 1);
    }

    public void Dispose() => failures.Dispose();
}
