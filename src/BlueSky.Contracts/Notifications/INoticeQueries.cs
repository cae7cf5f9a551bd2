using BlueSky.Queries;

namespace BlueSky.Notifications;

/// <summary>Which notices; null means any. Times are of the event, from inclusive, to exclusive.</summary>
/// <param name="Unit">Code of the unit whose inbox it is.</param>
/// <param name="Person">Who reads: decides what is read; empty when nobody in particular does.</param>
/// <param name="Hidden">Kinds that this person leaves out.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Unread">True for unread ones, false for read ones.</param>
/// <param name="Duty">True for what asks something of the unit, false for the rest.</param>
/// <param name="Subject">Id of a problem or key of a task.</param>
/// <param name="From">Happened at or after.</param>
/// <param name="To">Happened before.</param>
public sealed record NoticeFilter(
    string Unit, string Person, IReadOnlyList<NoticeKind> Hidden, NoticeKind? Kind = null, bool? Unread = null, bool? Duty = null,
    string? Subject = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>A notice in an inbox.</summary>
/// <param name="Notice">The notice.</param>
/// <param name="ReadAt">When the person read it; null while unread.</param>
public sealed record InboxNotice(Notice Notice, DateTimeOffset? ReadAt);

/// <summary>How far a delivery to a sink is.</summary>
public enum DeliveryState
{
    /// <summary>待推送.</summary>
    Waiting = 0,

    /// <summary>已推送.</summary>
    Delivered = 1,

    /// <summary>死信: given up, until an administrator sends it again.</summary>
    Dead = 2,
}

/// <summary>A delivery to a sink.</summary>
/// <param name="Notice">What is delivered.</param>
/// <param name="State">How far it is.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="QueuedAt">When it was queued, or queued again.</param>
/// <param name="DueAt">When it is tried next, while it waits.</param>
/// <param name="TriedAt">When it was tried last; null for never.</param>
/// <param name="Words">What went wrong last, in words; empty for nothing.</param>
public sealed record DeliveryRow(
    Notice Notice, DeliveryState State, int Attempts, DateTimeOffset QueuedAt, DateTimeOffset DueAt, DateTimeOffset? TriedAt, string Words);

/// <summary>A sink with how it fares.</summary>
/// <param name="Sink">What is set.</param>
/// <param name="Waiting">Deliveries that wait.</param>
/// <param name="Dead">Deliveries given up.</param>
/// <param name="Failures">Attempts that failed since the last success.</param>
/// <param name="PausedUntil">Nothing is tried before; null when it is not paused.</param>
/// <param name="SucceededAt">Last success; null for none.</param>
/// <param name="FailedAt">Last failure; null for none.</param>
/// <param name="Words">The last failure in words.</param>
public sealed record SinkRow(
    SinkView Sink, long Waiting, long Dead, int Failures, DateTimeOffset? PausedUntil, DateTimeOffset? SucceededAt, DateTimeOffset? FailedAt, string Words);

/// <summary>Inboxes, sinks and deliveries as lists read them.</summary>
public interface INoticeQueries
{
    /// <summary>Notices, newest first. Sortable: <c>at</c>, <c>kind</c>.</summary>
    Task<Page<InboxNotice>> Notices(NoticeFilter filter, PageRequest page, CancellationToken cancellation);

    /// <summary>How many notices of the filter there are, by kind.</summary>
    Task<IReadOnlyDictionary<NoticeKind, long>> Count(NoticeFilter filter, CancellationToken cancellation);

    /// <summary>Sinks by id.</summary>
    Task<Page<SinkRow>> Sinks(PageRequest page, CancellationToken cancellation);

    /// <summary>Deliveries of a sink, newest first. Sortable: <c>queuedAt</c>, <c>attempts</c>.</summary>
    Task<Page<DeliveryRow>> Deliveries(string sink, DeliveryState? state, PageRequest page, CancellationToken cancellation);
}
