using System.Net;
using Microsoft.Extensions.Options;

namespace BlueSky.Gateway;

/// <summary>
/// Limits and times of the TCP gateway, bound from the configuration section <c>Gateway</c>. Every limit has a reason in
/// the project's README; every breach is logged and, where a device is to blame, audited.
/// </summary>
public sealed class GatewayOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway";

    /// <summary>Name of this gateway node in sessions and audit entries; empty takes the machine's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Address to listen on; an IP address. The default is loopback: opening the port to a network is a decision.</summary>
    public string ListenAddress { get; set; } = "127.0.0.1";

    /// <summary>TCP port, 0..65535; 0 takes a free one.</summary>
    public int Port { get; set; } = 9212;

    /// <summary>Longest data segment in bytes, 1024..9999. The standard says 1024; devices send up to 1623 unsplit.</summary>
    public int MaxFrameBytes { get; set; } = 8192;

    /// <summary>Bytes without one good frame after which a connection is closed, 4096 or more.</summary>
    public int MaxGarbageBytes { get; set; } = 65536;

    /// <summary>A new connection must bring its first good frame within this time.</summary>
    public TimeSpan FirstFrameWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A frame that has begun must be complete within this time.</summary>
    public TimeSpan FrameWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Shortest idle time; the limit is the greater of this and three report intervals of the slowest device.</summary>
    public TimeSpan IdleAtLeast { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Connections from one address, 1 or more.</summary>
    public int MaxConnectionsPerAddress { get; set; } = 50;

    /// <summary>True lifts <see cref="MaxConnectionsPerAddress"/> for loopback (simulator, forwarder on the same machine).</summary>
    public bool LoopbackUnlimited { get; set; }

    /// <summary>Connections in all, 1 or more.</summary>
    public int MaxConnections { get; set; } = 100_000;

    /// <summary>MNs that one connection may carry (a forwarder), 1 or more.</summary>
    public int MaxDevicesPerConnection { get; set; } = 1000;

    /// <summary>Frames per second and MN in the long run; above it frames are not taken and not answered.</summary>
    public double MaxFramesPerSecond { get; set; } = 50;

    /// <summary>Frames that one MN may send at once above the rate (a backlog after an outage).</summary>
    public int FrameBurst { get; set; } = 500;

    /// <summary>Frames refused at the door (unknown MN, wrong PW …) after which a connection is closed, 1 or more.</summary>
    public int MaxRefusedFrames { get; set; } = 10;

    /// <summary>Uploads of one connection that wait for their commit; at the limit nothing more is read from its socket.</summary>
    public int MaxUnanswered { get; set; } = 256;

    /// <summary>
    /// Bytes of one connection that wait unread, 4096 or more: so many with the operating system and as many with the server. Small, so that
    /// a device is slowed within moments; in megabytes its packets would be answered when it has long given up on them.
    /// </summary>
    public int ReceiveBufferBytes { get; set; } = 65536;

    /// <summary>Uploads of all connections that wait in the queues to the shards; at the limit connections stop reading.</summary>
    public int QueueBound { get; set; } = 32_768;

    /// <summary>Observations in one call to a shard, 1..5000.</summary>
    public int MaxBatch { get; set; } = 500;

    /// <summary>Calls in flight per shard, 1..8. A source always takes the same of them, so its order is kept.</summary>
    public int CallsPerShard { get; set; } = 2;

    /// <summary>How long a batch is tried before its answers are withheld.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How long one call to the cluster may take before the next attempt, within <see cref="AnswerTimeout"/>. Shorter than that, because
    /// a call that a dying silo took with it is never answered.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The shorter of both: how long to wait for one call.</summary>
    internal TimeSpan Attempt => AttemptTimeout < AnswerTimeout ? AttemptTimeout : AnswerTimeout;

    /// <summary>How far in the future a DataTime may lie; beyond it the packet is refused and the clock is set where possible.</summary>
    public TimeSpan MaxLead { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Clock drift beyond which a device that obeys commands gets the time set (CN 1012).</summary>
    public TimeSpan MaxDrift { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between two reports of a session to its device grain.</summary>
    public TimeSpan ReportEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Equal refusals are folded into one audit entry for this time.</summary>
    public TimeSpan FoldAuditFor { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an MN that the register does not know is refused without asking again.</summary>
    public TimeSpan RememberUnknownFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Unknown MNs remembered and refusals folded at a time, 100 or more: bounds memory under a flood.</summary>
    public int MaxRemembered { get; set; } = 10_000;

    /// <summary>Time-out of a request to a device before it is sent again (HJ 212-2017 table 1: 10 s on radio links).</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Re-sends of a request (HJ 212-2017: 3).</summary>
    public int RequestResends { get; set; } = 3;

    /// <summary>How long a device that has accepted a request may stay silent before it counts as failed.</summary>
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How far back history is asked for; 0 asks for none.</summary>
    public TimeSpan BackfillAtMost { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Devices that send history on request at the same time, so that back-fill never delays fresh data.</summary>
    public int MaxBackfills { get; set; } = 16;

    /// <summary>True asks a device after connecting to start its momentary upload (CN 2011).</summary>
    public bool StartUploadOnConnect { get; set; }
}

/// <summary>Refuses options that cannot work, naming the field, before the port is opened.</summary>
internal sealed class GatewayOptionsCheck : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var errors = new List<string>();
        void Demand(bool ok, string field, string rule)
        {
            if (!ok) errors.Add($"{GatewayOptions.Section}:{field} {rule}.");
        }

        void Positive(TimeSpan value, string field) => Demand(value > TimeSpan.Zero, field, "must be longer than 0");

        Demand(IPAddress.TryParse(options.ListenAddress, out _), nameof(options.ListenAddress), "must be an IP address");
        Demand(options.Port is >= 0 and <= 65535, nameof(options.Port), "must be 0..65535");
        Demand(options.MaxFrameBytes is >= 1024 and <= 9999, nameof(options.MaxFrameBytes), "must be 1024..9999");
        Demand(options.MaxGarbageBytes >= 4096, nameof(options.MaxGarbageBytes), "must be 4096 or more");
        Positive(options.FirstFrameWithin, nameof(options.FirstFrameWithin));
        Positive(options.FrameWithin, nameof(options.FrameWithin));
        Positive(options.IdleAtLeast, nameof(options.IdleAtLeast));
        Demand(options.MaxConnectionsPerAddress > 0, nameof(options.MaxConnectionsPerAddress), "must be 1 or more");
        Demand(options.MaxConnections > 0, nameof(options.MaxConnections), "must be 1 or more");
        Demand(options.MaxDevicesPerConnection > 0, nameof(options.MaxDevicesPerConnection), "must be 1 or more");
        Demand(options.MaxFramesPerSecond > 0, nameof(options.MaxFramesPerSecond), "must be greater than 0");
        Demand(options.FrameBurst > 0, nameof(options.FrameBurst), "must be 1 or more");
        Demand(options.MaxRefusedFrames > 0, nameof(options.MaxRefusedFrames), "must be 1 or more");
        Demand(options.MaxUnanswered > 0, nameof(options.MaxUnanswered), "must be 1 or more");
        Demand(options.ReceiveBufferBytes >= 4096, nameof(options.ReceiveBufferBytes), "must be 4096 or more");
        Demand(options.QueueBound >= 128, nameof(options.QueueBound), "must be 128 or more");
        Demand(options.MaxBatch is >= 1 and <= 5000, nameof(options.MaxBatch), "must be 1..5000");
        Demand(options.CallsPerShard is >= 1 and <= 8, nameof(options.CallsPerShard), "must be 1..8");
        Positive(options.AnswerTimeout, nameof(options.AnswerTimeout));
        Positive(options.AttemptTimeout, nameof(options.AttemptTimeout));
        Demand(options.MaxLead >= TimeSpan.Zero, nameof(options.MaxLead), "must not be negative");
        Positive(options.MaxDrift, nameof(options.MaxDrift));
        Positive(options.ReportEvery, nameof(options.ReportEvery));
        Positive(options.FoldAuditFor, nameof(options.FoldAuditFor));
        Demand(options.RememberUnknownFor >= TimeSpan.Zero, nameof(options.RememberUnknownFor), "must not be negative");
        Demand(options.MaxRemembered >= 100, nameof(options.MaxRemembered), "must be 100 or more");
        Positive(options.RequestTimeout, nameof(options.RequestTimeout));
        Demand(options.RequestResends is >= 0 and <= 99, nameof(options.RequestResends), "must be 0..99");
        Positive(options.ExecutionTimeout, nameof(options.ExecutionTimeout));
        Demand(options.BackfillAtMost >= TimeSpan.Zero, nameof(options.BackfillAtMost), "must not be negative");
        Demand(options.MaxBackfills >= 0, nameof(options.MaxBackfills), "must not be negative");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
