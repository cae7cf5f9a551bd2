using BlueSky.Devices;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Web;

/// <summary>Computes transmission rates when they are asked for: the source counts, and what was due follows from the register entry and the clock.</summary>
internal sealed class TransmissionReader(IGrainFactory grains, DevicePolicy policy, TimeProvider clock)
{
    /// <summary>The rate of one device.</summary>
    public async Task<TransmissionAnswer> Of(DeviceRegistration device)
    {
        var counts = device.SourceId is { } source ? await grains.GetGrain<ISourceGrain>(source).Packets(device.Mn) : [];
        var now = clock.GetUtcNow().ToChina();
        var tallies = counts.Where(c => c.Tally is not null).ToDictionary(c => c.Period, c => c.Tally!);
        var rate = Transmission.Of(device.Profile, tallies, policy.RateOf.Value, now);
        var standing = rate.Counted is not null ? RateStanding.Known
            : device.SourceId is null ? RateStanding.Unbound
            : counts.Any(c => !PacketTally.IsRegular(c.Period)) ? RateStanding.NoInterval
            : RateStanding.NothingReceived;
        return new TransmissionAnswer(
            device.Mn, now, standing, rate.Counted?.Period, policy.RateOf.Mark, policy.RateOf.Citation, [.. rate.Classes.Select(RateClass.Of)]);
    }

    /// <summary>True when the last seven days are below the policy's bound.</summary>
    public bool IsLow(TransmissionAnswer answer) => answer.Main?.Week.Percent < policy.MarkedBelow.Value;
}
