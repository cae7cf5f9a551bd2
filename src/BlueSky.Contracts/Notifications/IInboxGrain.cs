using BlueSky.Access;
using Orleans.Concurrency;

namespace BlueSky.Notifications;

/// <summary>What one person has read and wants to get. Key: id of the person, which is the id of the API key.</summary>
[Alias("inbox")]
public interface IInboxGrain : IGrainWithStringKey
{
    /// <summary>What the person chose.</summary>
    [AlwaysInterleave]
    Task<NotificationChoice> Choice();

    /// <summary>Stores a choice.</summary>
    /// <exception cref="Messages.RefusedException">It cannot be taken, or the person has no unit; names the field and the fix.</exception>
    Task<NotificationChoice> Choose([Immutable] NotificationChoice choice, [Immutable] Actor by);

    /// <summary>Marks notices of a unit's inbox as read; those that are not there, or are read, change nothing.</summary>
    /// <returns>How many were unread.</returns>
    Task<int> Read(string unit, [Immutable] string[] notices);

    /// <summary>Marks everything in a unit's inbox up to a moment as read.</summary>
    /// <returns>How many were unread.</returns>
    Task<int> ReadUntil(string unit, DateTimeOffset until);
}

/// <summary>
/// The watch over notices. Key: district code. Once a minute it wakes the sinks, once an hour it looks which tasks are at risk or overdue,
/// and once a day it drops what inboxes keep no longer.
/// </summary>
[Alias("notice-watch")]
public interface INoticeWatchGrain : IGrainWithStringKey
{
    /// <summary>Sees to it that the watch runs (a reminder); idempotent.</summary>
    Task Start();

    /// <summary>One round. The reminder calls it.</summary>
    Task Round();
}
