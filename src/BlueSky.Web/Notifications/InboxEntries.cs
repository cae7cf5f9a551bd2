using BlueSky.Notifications;

namespace BlueSky.Web;

/// <summary>What is read now: notices by id, or everything up to a moment; one of the two.</summary>
public sealed record ReadEntry
{
    /// <summary>Ids of notices, at most 500.</summary>
    public IReadOnlyList<string?>? Notices { get; init; }

    /// <summary>Everything that happened at or before this moment.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>How many were unread.</summary>
/// <param name="Marked">Number.</param>
public sealed record ReadAnswer(int Marked);

/// <summary>What a person wants to get.</summary>
public sealed record ChoiceEntry
{
    /// <summary>Kinds that the inbox leaves out; what asks something of the unit cannot be left out.</summary>
    public IReadOnlyList<NoticeKind>? Hidden { get; init; }

    /// <summary>What is to be sent to sinks as well.</summary>
    public IReadOnlyList<SinkChoiceEntry?>? Sinks { get; init; }
}

/// <summary>What is to be sent to one sink.</summary>
public sealed record SinkChoiceEntry
{
    /// <summary>Id of a sink that is open to choices. Required.</summary>
    public string? Sink { get; init; }

    /// <summary>Kinds. Required, at least one.</summary>
    public IReadOnlyList<NoticeKind>? Kinds { get; init; }
}

/// <summary>A choice with what there is to choose from.</summary>
/// <param name="Unit">Code of the unit whose inbox it is; empty for none.</param>
/// <param name="Choice">What is chosen.</param>
/// <param name="Kinds">All kinds of notices.</param>
/// <param name="OpenSinks">Sinks of the unit that are open to choices.</param>
public sealed record ChoiceAnswer(string Unit, NotificationChoice Choice, IReadOnlyList<KindOfNotice> Kinds, IReadOnlyList<OpenSink> OpenSinks);

/// <summary>A kind of notice.</summary>
/// <param name="Kind">Word.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Duty">True when it asks something of the unit.</param>
public sealed record KindOfNotice(NoticeKind Kind, string Name, bool Duty);

/// <summary>A sink as those who may choose it see it.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Format">Format.</param>
public sealed record OpenSink(string Id, string Name, SinkFormat Format);

/// <summary>A notice in an inbox.</summary>
/// <param name="Id">Id.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="KindName">Chinese name of the kind.</param>
/// <param name="Duty">True when it asks something of the unit.</param>
/// <param name="Unit">Code of the unit.</param>
/// <param name="UnitName">Its Chinese name.</param>
/// <param name="Subject">Id of the problem or key of the task.</param>
/// <param name="Link">Where it is in this API.</param>
/// <param name="Title">Source or task.</param>
/// <param name="Text">What happened and what is asked, in Chinese.</param>
/// <param name="TextEn">The same in English.</param>
/// <param name="Due">Until when; null for nothing.</param>
/// <param name="ReadAt">When the caller read it; null while unread.</param>
/// <param name="Demo">True for a demonstration.</param>
public sealed record NoticeAnswer(
    string Id, DateTimeOffset At, NoticeKind Kind, string KindName, bool Duty, string Unit, string UnitName, string Subject, string Link, string Title,
    string Text, string TextEn, DateTimeOffset? Due, DateTimeOffset? ReadAt, bool Demo)
{
    internal static NoticeAnswer Of(InboxNotice one) => Of(one.Notice, one.ReadAt);

    internal static NoticeAnswer Of(Notice n, DateTimeOffset? readAt = null) => new(
        n.Id, n.At, n.Kind, n.Kind.Chinese(), n.Kind.IsDuty(), n.Unit.Code, n.Unit.Name, n.Subject, LinkOf(n), n.Title, n.Chinese, n.English, n.Due, readAt, n.IsDemo);

    private static string LinkOf(Notice n) => n.IsOfTask && n.Subject.Split('/') is [_, var year, var number]
        ? $"/api/v1/tasks/{number}?year={year}"
        : "/api/v1/violations/" + n.Subject;
}

/// <summary>How much is unread.</summary>
/// <param name="Unit">Code of the unit.</param>
/// <param name="Unread">All that is unread and not hidden.</param>
/// <param name="Duties">How many of them ask something of the unit.</param>
/// <param name="Kinds">By kind.</param>
public sealed record UnreadAnswer(string Unit, long Unread, long Duties, IReadOnlyList<UnreadKind> Kinds);

/// <summary>Unread notices of a kind.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Unread">Number.</param>
public sealed record UnreadKind(NoticeKind Kind, string Name, long Unread);
