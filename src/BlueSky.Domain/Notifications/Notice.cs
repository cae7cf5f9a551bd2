using System.Globalization;
using BlueSky.Access;
using BlueSky.Time;

namespace BlueSky.Notifications;

/// <summary>
/// One notice (通知) to one unit: what happened and what is asked of it. It follows from the stored event alone, and so does its id:
/// made again after a crash, by whichever node, it is the same notice, and an inbox takes it once.
/// </summary>
public sealed record Notice
{
    /// <summary>Longest <see cref="Chinese"/> and <see cref="English"/>, characters.</summary>
    public const int LongestText = 600;

    /// <summary>What it is about.</summary>
    public required NoticeKind Kind { get; init; }

    /// <summary>The unit that gets it.</summary>
    public required Unit Unit { get; init; }

    /// <summary>Id of the problem, or key of the task (<c>district/year/number</c>).</summary>
    public required string Subject { get; init; }

    /// <summary>The event within the subject: its number, or for what time alone brings about a word with its period.</summary>
    public required string Event { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it is about, in a few Chinese words: the source or the task.</summary>
    public required string Title { get; init; }

    /// <summary>What happened and what is asked, in Chinese.</summary>
    public required string Chinese { get; init; }

    /// <summary>The same in English.</summary>
    public required string English { get; init; }

    /// <summary>Until when something is to be done; null where nothing is.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>True for a demonstration (演示).</summary>
    public bool IsDemo { get; init; }

    /// <summary>Subject, event and recipient: one delivery each.</summary>
    public string Id => $"{Subject}~{Event}~{Unit.Code}";

    /// <summary>True when it is of a task of the plan, false when of a problem.</summary>
    public bool IsOfTask => Kind >= NoticeKind.TaskShare;

    /// <summary>What a moment is called in a notice: China time to the minute.</summary>
    internal static string Moment(DateTimeOffset at) => at.ToChina().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A text that is not longer than a notice may be.</summary>
    public static string Bounded(string text, int longest = LongestText) => text.Length <= longest ? text : text[..(longest - 1)] + "…";
}
