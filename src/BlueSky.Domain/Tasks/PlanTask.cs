using BlueSky.Access;

namespace BlueSky.Tasks;

/// <summary>What became of a report.</summary>
public enum ReportState
{
    /// <summary>待审核.</summary>
    Pending = 0,

    /// <summary>已通过.</summary>
    Approved = 1,

    /// <summary>已退回.</summary>
    Returned = 2,
}

/// <summary>A report with what became of it.</summary>
/// <param name="Number">Number, from 1.</param>
/// <param name="Unit">Unit that reported.</param>
/// <param name="By">Who reported.</param>
/// <param name="At">When.</param>
/// <param name="Percent">0 to 100.</param>
/// <param name="Text">What was done.</param>
/// <param name="Evidence">Proof.</param>
/// <param name="State">What became of it.</param>
/// <param name="DecidedBy">Who approved or returned it; null while pending.</param>
/// <param name="DecidedAt">When; null while pending.</param>
/// <param name="Words">Remark of the approval or reason of the return; empty while pending.</param>
public sealed record TaskReport(
    int Number, Unit Unit, Actor By, DateTimeOffset At, int Percent, string Text, IReadOnlyList<Evidence> Evidence, ReportState State,
    Actor? DecidedBy, DateTimeOffset? DecidedAt, string Words);

/// <summary>A supervision of both lines (双重督办).</summary>
/// <param name="OpenedAt">When.</param>
/// <param name="By">Who opened it.</param>
/// <param name="Units">Supervised units: towns and lead departments.</param>
/// <param name="Reason">Why.</param>
/// <param name="AnswerBy">Last day for answers.</param>
/// <param name="Answers">Answers by code of the unit.</param>
/// <param name="LiftedAt">When it ended; null while open.</param>
public sealed record Supervision(
    DateTimeOffset OpenedAt, Actor By, IReadOnlyList<Unit> Units, string Reason, DateOnly AnswerBy,
    IReadOnlyDictionary<string, string> Answers, DateTimeOffset? LiftedAt);

/// <summary>
/// One task of the plan as its events have made it. Immutable and pure: <see cref="Decide"/> says what a command leads to,
/// <see cref="Apply"/> takes an event in. The order of duties is the plan's: lead departments guide and approve, towns carry out,
/// the command centre supervises both lines.
/// </summary>
public sealed partial record PlanTask
{
    /// <summary>The plan's row.</summary>
    public required PlanItem Item { get; init; }

    /// <summary>The time limit in the year of this ledger.</summary>
    public required TaskDeadline Deadline { get; init; }

    /// <summary>Year of this ledger: the plan's, or another for a rehearsal.</summary>
    public required int Year { get; init; }

    /// <summary>Last day that was given where the plan prints none; null else.</summary>
    public DateOnly? GivenDue { get; init; }

    /// <summary>Shares of towns, in the order in which they were first assigned.</summary>
    public IReadOnlyList<TownShare> Shares { get; init; } = [];

    /// <summary>Reports by number.</summary>
    public IReadOnlyList<TaskReport> Reports { get; init; } = [];

    /// <summary>Supervisions in order; at most the last is open.</summary>
    public IReadOnlyList<Supervision> Supervisions { get; init; } = [];

    /// <summary>Answers to the plan's open questions, by place from 1.</summary>
    public IReadOnlyDictionary<int, QuestionAnswered> Answers { get; init; } = new Dictionary<int, QuestionAnswered>();

    /// <summary>All that happened, in order.</summary>
    public IReadOnlyList<TaskEvent> History { get; init; } = [];

    /// <summary>Last day: given, or the plan's; null where there is none.</summary>
    public DateOnly? Due => GivenDue ?? Deadline.Due;

    /// <summary>The open supervision; null when there is none.</summary>
    public Supervision? OpenSupervision => Supervisions is [.., { LiftedAt: null } last] ? last : null;

    /// <summary>A task to which nothing has happened yet.</summary>
    /// <param name="item">The plan's row.</param>
    /// <param name="year">Year of the ledger.</param>
    public static PlanTask Begin(PlanItem item, int year)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new PlanTask { Item = item, Year = year, Deadline = item.Deadline.In(item.Plan, year) };
    }

    /// <summary>The task after all of <paramref name="history"/>.</summary>
    public PlanTask After(IEnumerable<TaskEvent> history) => history.Aggregate(this, (task, next) => task.Apply(next));

    /// <summary>The task after one more event.</summary>
    public PlanTask Apply(TaskEvent next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var task = next switch
        {
            ShareAssigned e => this with { Shares = [.. Replaced(Shares, e.Share)] },
            ShareWithdrawn e => this with { Shares = [.. Shares.Where(s => s.Town != e.Town)] },
            ProgressReported e => this with
            {
                Reports = [.. Reports, new(e.Report, e.By.Unit!, e.By, e.At, e.Percent, e.Text, e.Evidence, ReportState.Pending, null, null, "")],
            },
            ReportApproved e => Decided(e.Report, ReportState.Approved, e, e.Note),
            ReportReturned e => Decided(e.Report, ReportState.Returned, e, e.Reason),
            SupervisionOpened e => this with
            {
                Supervisions = [.. Supervisions, new(e.At, e.By, [.. e.Towns, .. e.Departments], e.Reason, e.AnswerBy, new Dictionary<string, string>(), null)],
            },
            SupervisionAnswered e => Supervised(s => s with { Answers = new Dictionary<string, string>(s.Answers) { [e.By.Unit!.Code] = e.Text } }),
            SupervisionLifted e => Supervised(s => s with { LiftedAt = e.At }),
            DeadlineGiven e => this with { GivenDue = e.Due },
            QuestionAnswered e => this with { Answers = new Dictionary<int, QuestionAnswered>(Answers) { [e.Question] = e } },
            _ => throw new InvalidOperationException($"There is no event {next.GetType().Name}."),
        };
        return task with { History = [.. History, next] };
    }

    /// <summary>The newest approved report of a unit; null when there is none.</summary>
    public TaskReport? ApprovedOf(string unit) => Reports.LastOrDefault(r => r.Unit.Code == unit && r.State == ReportState.Approved);

    /// <summary>
    /// Who may decide a report of this unit: the other lead departments; where that leaves none but the reporter itself (or the plan
    /// gives the lead to towns), the command centre, because nobody approves their own report.
    /// </summary>
    public IReadOnlyList<Unit> ApproversOf(Unit reporter)
    {
        var leads = Item.LeadUnits.Where(u => u.Kind == UnitKind.Department && u.Code != reporter.Code).ToList();
        return leads.Count > 0 && !IsCollective ? leads : [Unit.CommandCentre];
    }

    // 通告涉及各相关部门, 区重污染应急各成员单位: words for many, no unit that could decide.
    private bool IsCollective => Item.LeadUnits.All(u => u.Name.Contains('各', StringComparison.Ordinal));

    private static IEnumerable<TownShare> Replaced(IReadOnlyList<TownShare> shares, TownShare share) =>
        shares.Any(s => s.Town == share.Town) ? shares.Select(s => s.Town == share.Town ? share : s) : shares.Append(share);

    private PlanTask Decided(int report, ReportState state, TaskEvent by, string words) => this with
    {
        Reports = [.. Reports.Select(r => r.Number == report ? r with { State = state, DecidedBy = by.By, DecidedAt = by.At, Words = words } : r)],
    };

    private PlanTask Supervised(Func<Supervision, Supervision> change) => this with { Supervisions = [.. Supervisions.SkipLast(1), change(Supervisions[^1])] };
}
