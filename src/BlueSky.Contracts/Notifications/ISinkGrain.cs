using BlueSky.Access;
using Orleans.Concurrency;

namespace BlueSky.Notifications;

/// <summary>A sink as it may be shown: never its secret, of its address only the beginning.</summary>
/// <param name="Id">Id of the sink.</param>
/// <param name="Settings">What is set; <see cref="SinkSettings.Address"/> as <see cref="SinkAddress.Shown"/>.</param>
/// <param name="HasSecret">True when requests are signed.</param>
/// <param name="Version">Grows with every change.</param>
[GenerateSerializer, Immutable]
public sealed record SinkView(
    [property: Id(0)] string Id, [property: Id(1)] SinkSettings Settings, [property: Id(2)] bool HasSecret, [property: Id(3)] int Version);

/// <summary>
/// A place outside to which notices are sent (推送渠道): a chat robot or a web service. Key: id of the sink. Each has a queue in the store
/// and sends for itself, so a slow or dead one holds up nobody else.
/// </summary>
[Alias("sink")]
public interface ISinkGrain : IGrainWithStringKey
{
    /// <summary>What is set; null when there is no such sink.</summary>
    [AlwaysInterleave]
    Task<SinkView?> Get();

    /// <summary>Sets it up, or anew.</summary>
    /// <param name="settings">What is set.</param>
    /// <param name="secret">Secret of the signature; null keeps the one that is set, empty takes it away.</param>
    /// <param name="by">Administrator.</param>
    /// <exception cref="Messages.RefusedException">Something cannot be used; names the field and the fix.</exception>
    Task<SinkView> Configure([Immutable] SinkSettings settings, string? secret, [Immutable] Actor by);

    /// <summary>Takes it away with its queue; idempotent.</summary>
    /// <returns>False when there was none.</returns>
    Task<bool> Remove([Immutable] Actor by);

    /// <summary>Puts dead deliveries (死信) into the queue again.</summary>
    /// <param name="notices">Ids of notices; empty for all that are dead.</param>
    /// <param name="by">Administrator.</param>
    /// <returns>How many there were.</returns>
    Task<int> Resend([Immutable] string[] notices, [Immutable] Actor by);

    /// <summary>
    /// Sends one message of no notice at once, also while the sink rests, so that an administrator sees whether it is reached. Changes neither
    /// its queue nor what is known of how it fares.
    /// </summary>
    /// <param name="by">Administrator.</param>
    /// <returns>How the sink answered.</returns>
    /// <exception cref="Messages.RefusedException">There is no such sink, or its rate lets no request in now.</exception>
    Task<SinkReply> Test([Immutable] Actor by);

    /// <summary>Sends what is due, as much as a few seconds and the sink's rate allow.</summary>
    /// <returns>How many requests were made.</returns>
    Task<int> Deliver();

    /// <summary>Sees to it that the sink is active somewhere and goes on sending. Nobody waits for it.</summary>
    [OneWay]
    Task Wake();
}
