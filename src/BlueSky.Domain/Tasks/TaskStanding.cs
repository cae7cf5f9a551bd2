using BlueSky.Access;
using BlueSky.Time;

namespace BlueSky.Tasks;

/// <summary>How a task or a share stands (态势).</summary>
public enum TaskStanding
{
    /// <summary>未启动: nothing was approved, and it is not at risk yet.</summary>
    NotStarted = 0,

    /// <summary>推进中.</summary>
    InProgress = 1,

    /// <summary>有风险: may not be done in time.</summary>
    AtRisk = 2,

    /// <summary>已逾期.</summary>
    Overdue = 3,

    /// <summary>按期完成.</summary>
    Completed = 4,

    /// <summary>逾期完成.</summary>
    CompletedLate = 5,
}

/// <summary>Why a task is at risk.</summary>
[Flags]
public enum TaskRisk
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>临近时限: few days are left.</summary>
    DueSoon = 1,

    /// <summary>进度滞后: progress lags the time gone by.</summary>
    Behind = 2,

    /// <summary>久未上报: no report for long.</summary>
    Silent = 4,

    /// <summary>督办未回复: a supervised unit has not answered in time.</summary>
    SupervisionUnanswered = 8,
}

/// <summary>How a task, or a town's share of it, stands at a moment.</summary>
/// <param name="Standing">Standing.</param>
/// <param name="Risk">Why it is at risk; none for other standings.</param>
/// <param name="Approved">Approved progress, percent, 0 to 100.</param>
/// <param name="Reported">Reported progress, decided or not, percent.</param>
/// <param name="Due">Last day; null where there is none.</param>
/// <param name="DaysLeft">Whole days from today to the last day, negative when overdue; null where there is none.</param>
/// <param name="CompletedAt">When it was found complete; null while it is not.</param>
public sealed record PlanTaskStatus(
    TaskStanding Standing, TaskRisk Risk, int Approved, int Reported, DateOnly? Due, int? DaysLeft, DateTimeOffset? CompletedAt);

/// <summary>How tasks stand: follows from events, the clock and the policy alone, so it is the same wherever and whenever it is asked.</summary>
public sealed partial record PlanTask
{
    /// <summary>How the whole task stands.</summary>
    public PlanTaskStatus StatusAt(DateTimeOffset now, TaskPolicy policy)
    {
        var parties = Parties();
        var approved = Mean(parties.Select(p => Progress(p, approvedOnly: true)));
        var reported = Mean(parties.Select(p => Progress(p, approvedOnly: false)));
        var completions = parties.Select(CompletionOf).ToList();
        var completed = completions.Contains(null) ? null : completions.Max();
        return Judge(now, policy, From(), Due, approved, reported, completed, Reports is [.., var newest] ? newest.At : null, OpenSupervision);
    }

    /// <summary>How a town's share stands; null when it has none.</summary>
    public PlanTaskStatus? StatusOf(string town, DateTimeOffset now, TaskPolicy policy)
    {
        if (Shares.FirstOrDefault(s => s.Town == town) is not { } share) return null;
        var own = Reports.Where(r => r.Unit.Code == town).ToList();
        var supervision = OpenSupervision is { } open && open.Units.Any(u => u.Code == town) ? open : null;
        return Judge(now, policy, From(), share.Due, Progress(town, true), Progress(town, false), CompletionOf(town), own.LastOrDefault()?.At, supervision);
    }

    private PlanTaskStatus Judge(
        DateTimeOffset now, TaskPolicy policy, DateOnly from, DateOnly? due, int approved, int reported, DateTimeOffset? completedAt,
        DateTimeOffset? lastReport, Supervision? supervision)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var today = now.Day();
        var left = due is { } last ? last.DayNumber - today.DayNumber : (int?)null;
        if (completedAt is { } done)
        {
            var late = due is { } day && done.Day() > day;
            return new(late ? TaskStanding.CompletedLate : TaskStanding.Completed, TaskRisk.None, approved, reported, due, left, done);
        }

        if (left < 0) return new(TaskStanding.Overdue, TaskRisk.None, approved, reported, due, left, null);
        var risk = RiskOf(today, policy, from, due, approved, lastReport, supervision);
        var standing = risk != TaskRisk.None ? TaskStanding.AtRisk : Reports.Count > 0 || approved > 0 ? TaskStanding.InProgress : TaskStanding.NotStarted;
        return new(standing, risk, approved, reported, due, left, null);
    }

    private static TaskRisk RiskOf(
        DateOnly today, TaskPolicy policy, DateOnly from, DateOnly? due, int approved, DateTimeOffset? lastReport, Supervision? supervision)
    {
        var risk = TaskRisk.None;
        // Before its window opens nothing can be late.
        if (today < from) return risk;
        if (due is { } last)
        {
            if (last.DayNumber - today.DayNumber <= policy.AtRiskDays) risk |= TaskRisk.DueSoon;
            var whole = last.DayNumber - from.DayNumber + 1;
            var gone = today.DayNumber - from.DayNumber + 1;
            if (whole > 0 && (gone * 100 / whole) - approved > policy.BehindPercent) risk |= TaskRisk.Behind;
        }

        var heard = lastReport?.Day() ?? from;
        if (today.DayNumber - heard.DayNumber > policy.ReportEveryDays) risk |= TaskRisk.Silent;
        if (supervision is not null && today > supervision.AnswerBy && supervision.Units.Any(u => !supervision.Answers.ContainsKey(u.Code)))
            risk |= TaskRisk.SupervisionUnanswered;
        return risk;
    }

    private DateOnly From() => Deadline.From ?? new DateOnly(Year, 1, 1);

    // Whose progress is the task's: the towns that have a share; where nothing was broken down, the units that lead. A cooperating
    // department's report informs, it does not complete.
    private List<string> Parties()
    {
        var towns = Shares.Select(s => s.Town).Union(Item.LeadUnits.Where(u => u.Kind == UnitKind.Town).Select(u => u.Code), StringComparer.Ordinal).ToList();
        return towns.Count > 0 ? towns : [.. Item.LeadUnits.Select(u => u.Code)];
    }

    private int Progress(string unit, bool approvedOnly) => Latest([.. Reports.Where(r => r.Unit.Code == unit)], approvedOnly);

    private DateTimeOffset? CompletionOf(string unit) => Completion([.. Reports.Where(r => r.Unit.Code == unit)]);

    private static int Latest(List<TaskReport> reports, bool approvedOnly) =>
        reports.LastOrDefault(r => r.State == ReportState.Approved || (!approvedOnly && r.State == ReportState.Pending))?.Percent ?? 0;

    // A later approved report of less takes the completion back.
    private static DateTimeOffset? Completion(List<TaskReport> reports) =>
        reports.LastOrDefault(r => r.State == ReportState.Approved) is { Percent: 100 } last ? last.DecidedAt : null;

    // Rounded down: 100 only when all are.
    private static int Mean(IEnumerable<int> percents) => percents.ToList() is { Count: > 0 } all ? all.Sum() / all.Count : 0;
}
