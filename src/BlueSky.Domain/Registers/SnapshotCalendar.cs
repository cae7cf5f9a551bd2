using System.Globalization;
using BlueSky.Access;
using BlueSky.Decisions;
using BlueSky.Time;

namespace BlueSky.Registers;

/// <summary>When snapshots are due, and who may have one taken in between.</summary>
public static class SnapshotCalendar
{
    /// <summary>
    /// How long after a month's end its snapshot waits [D]: a change that was entered in the month's last seconds is published by then.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    /// <summary>Most months that are made up for after an outage or at a first start; older ones would say nothing any more. [D]</summary>
    public const int MostMonths = 36;

    /// <summary>Months that are over and have no snapshot yet, oldest first.</summary>
    /// <param name="since">When the first version of an entry was kept; null when there is none.</param>
    /// <param name="taken">Months that have one, as <c>2026-10</c>.</param>
    /// <param name="now">The moment.</param>
    public static IReadOnlyList<DateOnly> Due(DateTimeOffset? since, IReadOnlyCollection<string> taken, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(taken);
        if (since is not { } first) return [];
        var last = FirstOf((now - Settling).Day()).AddMonths(-1);
        var months = new List<DateOnly>();
        for (var month = FirstOf(first.Day()); month <= last; month = month.AddMonths(1)) months.Add(month);
        return [.. months.TakeLast(MostMonths).Where(m => !taken.Contains(NameOf(m)))];
    }

    /// <summary>A month's name: <c>2026-10</c>.</summary>
    public static string NameOf(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The first moment after a month, China time.</summary>
    public static DateTimeOffset EndOf(DateOnly month) => new(FirstOf(month).AddMonths(1), TimeOnly.MinValue, ChinaTime.Offset);

    /// <summary>Most snapshots on demand: they are kept for good and read together, so that a caller that repeats itself must come to an end. [D]</summary>
    public const int MostOnDemand = 500;

    /// <summary>Why none can be taken on demand any more; null when one can. A month's is never refused.</summary>
    /// <param name="snapshots">All that there are.</param>
    public static Refusal? HasRoom(IEnumerable<RegisterSnapshot> snapshots) => snapshots.Count(s => s.Month is null) < MostOnDemand
        ? null
        : new Refusal("snapshots-full", RefusalGround.NotNow, "", $"临时快照已满 {MostOnDemand} 份，请使用月度快照。", "There are as many snapshots on demand as may be kept: use those of the months.");

    /// <summary>Why this one may not have a snapshot taken; null when it may: officers and leads of the command centre, which scores (量化考核).</summary>
    public static Refusal? MayTake(Actor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.IsCommand || by.Role == Role.System
            ? null
            : new Refusal("not-command", RefusalGround.NotPermitted, "", "只有指挥部的经办人和负责人可以制作清单快照。", "Officers and leads of the command centre have snapshots taken.");
    }

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);
}
