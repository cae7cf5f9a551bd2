using BlueSky.Notifications;

namespace BlueSky.Store;

/// <summary>A delivery that waits, as its sink takes it up.</summary>
/// <param name="Notice">What is to be delivered.</param>
/// <param name="Attempts">Attempts so far; taking it up names this number, so that of two only one succeeds.</param>
/// <param name="QueuedAt">When it was queued.</param>
public sealed record Delivery(Notice Notice, int Attempts, DateTimeOffset QueuedAt);

/// <summary>How an attempt left a delivery.</summary>
/// <param name="Notice">Id of the notice.</param>
/// <param name="State">How far it is now.</param>
/// <param name="DueAt">When it is tried again, while it waits.</param>
/// <param name="Words">What went wrong; empty for nothing.</param>
public sealed record DeliveryEnd(string Notice, DeliveryState State, DateTimeOffset DueAt, string Words);

/// <summary>What a sink wants without further asking.</summary>
/// <param name="Unit">Code of the unit, or <see cref="AllUnits"/>.</param>
/// <param name="Kind">Kind.</param>
public sealed record Subscription(string Unit, NoticeKind Kind)
{
    /// <summary>Notices of every unit.</summary>
    public const string AllUnits = "*";
}

/// <summary>Inboxes and the queues of sinks. Every call returns after its commit.</summary>
public interface INoticeStore
{
    /// <summary>
    /// Puts notices into their inboxes and into the queues of the sinks that want them, both at once and once: a notice that is there
    /// changes nothing.
    /// </summary>
    Task Publish(IReadOnlyList<Notice> notices);

    /// <summary>Marks notices of an inbox as read by a person; gives how many were unread.</summary>
    Task<int> Read(string person, string unit, IReadOnlyList<string> notices, DateTimeOffset at);

    /// <summary>The same for everything up to a moment.</summary>
    Task<int> ReadUntil(string person, string unit, DateTimeOffset until, DateTimeOffset at);

    /// <summary>
    /// The row of a sink and what administrators set that it wants. Persons keep what they chose there as far as the sink still is open to
    /// it and serves their unit.
    /// </summary>
    Task Publish(SinkView sink, IReadOnlyList<Subscription> wanted, DateTimeOffset now);

    /// <summary>Takes a sink away with its queue and all that was chosen for it.</summary>
    Task RemoveSink(string sink);

    /// <summary>What a person chose for sinks, instead of what the person chose before.</summary>
    Task Choose(string person, IReadOnlyList<(string Sink, Subscription Wanted)> chosen, DateTimeOffset now);

    /// <summary>Ids of sinks that are not resting.</summary>
    Task<IReadOnlyList<string>> Sinks(CancellationToken cancellation);

    /// <summary>Since when a sink has failed in a row, and until when it is left alone.</summary>
    Task<(int Failures, DateTimeOffset? PausedUntil)> Condition(string sink, CancellationToken cancellation);

    /// <summary>When a sink was tried, after a moment.</summary>
    Task<IReadOnlyList<DateTimeOffset>> TriedAfter(string sink, DateTimeOffset moment, CancellationToken cancellation);

    /// <summary>Deliveries of a sink that are due, oldest first.</summary>
    Task<IReadOnlyList<Delivery>> Due(string sink, DateTimeOffset now, int most, CancellationToken cancellation);

    /// <summary>
    /// Takes deliveries up for an attempt: nobody else then tries them before <paramref name="until"/>. Written before the attempt, so that
    /// one whose outcome was never written counts too.
    /// </summary>
    /// <returns>Those that nobody else took up.</returns>
    Task<IReadOnlyList<Delivery>> TakeUp(string sink, IReadOnlyList<Delivery> deliveries, DateTimeOffset now, DateTimeOffset until);

    /// <summary>How an attempt ended, for its deliveries and for the sink.</summary>
    /// <param name="sink">Id of the sink.</param>
    /// <param name="ends">What became of the deliveries.</param>
    /// <param name="now">When.</param>
    /// <param name="failures">Failures in a row with this one; 0 for a success.</param>
    /// <param name="pausedUntil">Until when the sink is left alone; null for not at all.</param>
    /// <param name="words">What went wrong; empty for nothing.</param>
    Task End(string sink, IReadOnlyList<DeliveryEnd> ends, DateTimeOffset now, int failures, DateTimeOffset? pausedUntil, string words);

    /// <summary>Gives up deliveries that were queued before a moment and still wait; gives how many.</summary>
    Task<int> GiveUp(string sink, DateTimeOffset queuedBefore, string words);

    /// <summary>Queues dead deliveries again, all when none are named; gives how many, and lets the sink be tried at once.</summary>
    Task<int> Resend(string sink, IReadOnlyList<string> notices, DateTimeOffset now);

    /// <summary>Drops notices from before a moment, and the oldest of inboxes that hold too many, with what hangs on them.</summary>
    Task Drop(DateTimeOffset before, int mostPerInbox);
}
