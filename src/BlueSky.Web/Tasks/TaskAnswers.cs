using BlueSky.Tasks;

namespace BlueSky.Web;

/// <summary>Progress that the system counted itself (系统测算), apart from what units report.</summary>
/// <param name="Numerator">Numerator.</param>
/// <param name="Denominator">Denominator; 0 when there is nothing to count.</param>
/// <param name="Percent">Percent, one decimal, rounded down; null when there is nothing to count.</param>
/// <param name="Target">Wanted percentage.</param>
/// <param name="Reached">True when it is reached; null when there is nothing to count.</param>
/// <param name="NumeratorWords">What the numerator counts.</param>
/// <param name="DenominatorWords">What the denominator counts.</param>
/// <param name="Demo">Part of the denominator that is invented.</param>
/// <param name="Mark">How sure it is that this is what the plan means; K and D are the district's to confirm.</param>
/// <param name="Note">What it does not show.</param>
/// <param name="At">When it was counted.</param>
public sealed record ComputedAnswer(
    decimal Numerator, decimal Denominator, decimal? Percent, int Target, bool? Reached, string NumeratorWords, string DenominatorWords,
    decimal Demo, string Mark, string Note, DateTimeOffset At)
{
    internal static ComputedAnswer? Of(ComputedProgress? c) => c is null ? null : new(
        c.Numerator, c.Denominator, c.Percent, c.Measure.Target, c.Reached, c.Measure.Numerator, c.Measure.Denominator, c.Demo, c.Measure.Mark,
        c.Measure.Note, c.At);
}

/// <summary>A task in the list.</summary>
/// <param name="Number">序号.</param>
/// <param name="Category">类别.</param>
/// <param name="KeyTask">重点任务.</param>
/// <param name="Measure">具体措施.</param>
/// <param name="Deadline">完成时限 as printed; empty where the plan's cell is.</param>
/// <param name="Due">Last day; null where there is none.</param>
/// <param name="DaysLeft">Days left, negative when overdue.</param>
/// <param name="Lead">牵头部门 as printed.</param>
/// <param name="Cooperating">配合部门 as printed.</param>
/// <param name="Standing">态势.</param>
/// <param name="Risk">Why it is at risk.</param>
/// <param name="Approved">Approved progress, percent.</param>
/// <param name="Reported">Reported progress, percent, decided or not.</param>
/// <param name="Computed">What the system counts; null where it cannot.</param>
/// <param name="Disagrees">True when 100 % is approved while the system counts less than the target.</param>
/// <param name="Towns">Towns with a share.</param>
/// <param name="PendingReports">Reports that wait for a decision.</param>
/// <param name="Supervised">True while it is under dual supervision.</param>
/// <param name="OpenQuestions">Questions of the plan without an answer.</param>
/// <param name="Events">Events so far.</param>
/// <param name="Demo">True for a rehearsal with invented history.</param>
public sealed record TaskRow(
    int Number, string Category, string KeyTask, string Measure, string Deadline, DateOnly? Due, int? DaysLeft, string Lead, string Cooperating,
    TaskStanding Standing, TaskRisk Risk, int Approved, int Reported, ComputedAnswer? Computed, bool Disagrees, int Towns, int PendingReports,
    bool Supervised, int OpenQuestions, int Events, bool Demo)
{
    internal static TaskRow Of(TaskView view, ComputedProgress? computed, DateTimeOffset now, TaskPolicy policy)
    {
        var (task, item) = (view.Task, view.Task.Item);
        var status = task.StatusAt(now, policy);
        return new(
            item.Number, item.Category, item.KeyTask, item.Measure, item.Deadline.Text, status.Due, status.DaysLeft, item.Lead, item.Cooperating,
            status.Standing, status.Risk, status.Approved, status.Reported, ComputedAnswer.Of(computed), status.Approved == 100 && computed?.Reached == false,
            task.Shares.Count, task.Reports.Count(r => r.State == ReportState.Pending), task.OpenSupervision is not null,
            item.OpenQuestions.Count - task.Answers.Count, view.Events, view.IsDemo);
    }
}

/// <summary>A town's share with how it stands.</summary>
/// <param name="Share">The five requirements.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Numerator">What the system counts in this town; null where it cannot.</param>
/// <param name="Denominator">The same.</param>
public sealed record ShareAnswer(TownShare Share, PlanTaskStatus Status, decimal? Numerator, decimal? Denominator);

/// <summary>A question that the plan leaves open.</summary>
/// <param name="Number">Place, from 1.</param>
/// <param name="Question">The question.</param>
/// <param name="Answer">Its answer; null while there is none.</param>
/// <param name="Document">Document of the answer; null while there is none.</param>
public sealed record QuestionRow(int Number, string Question, string? Answer, string? Document);

/// <summary>A line of a task's history.</summary>
/// <param name="Number">Place, from 1.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Unit">For which unit.</param>
/// <param name="What">Short word, e.g. <c>report-approved</c>.</param>
/// <param name="Words">What happened, in Chinese.</param>
/// <param name="WordsEn">The same in English; what people wrote stays as they wrote it.</param>
/// <param name="Command">Id of the command.</param>
public sealed record HistoryLine(int Number, DateTimeOffset At, string By, string Unit, string What, string Words, string WordsEn, string Command);

/// <summary>A task with everything.</summary>
/// <param name="Row">What the list shows.</param>
/// <param name="Shares">Shares of towns.</param>
/// <param name="Reports">Reports by number.</param>
/// <param name="Approvers">Codes of the units that decide the reports of each unit that may report.</param>
/// <param name="Supervisions">Supervisions, the last may be open.</param>
/// <param name="Questions">Questions of the plan.</param>
/// <param name="History">Everything that happened.</param>
public sealed record TaskAnswer(
    TaskRow Row, IReadOnlyList<ShareAnswer> Shares, IReadOnlyList<TaskReport> Reports, IReadOnlyDictionary<string, string[]> Approvers,
    IReadOnlyList<Supervision> Supervisions, IReadOnlyList<QuestionRow> Questions, IReadOnlyList<HistoryLine> History)
{
    internal static TaskAnswer Of(TaskView view, ComputedProgress? computed, DateTimeOffset now, TaskPolicy policy)
    {
        var task = view.Task;
        var reporters = task.Item.LeadUnits.Concat(task.Item.CooperatingUnits).Concat(task.Reports.Select(r => r.Unit)).Distinct();
        return new(
            TaskRow.Of(view, computed, now, policy),
            [
                .. task.Shares.Select(s => (Share: s, Count: computed?.Towns.FirstOrDefault(t => t.Town == s.Town)))
                    .Select(s => new ShareAnswer(s.Share, task.StatusOf(s.Share.Town, now, policy)!, s.Count?.Numerator, s.Count?.Denominator)),
            ],
            task.Reports,
            reporters.ToDictionary(u => u.Code, u => task.ApproversOf(u).Select(a => a.Code).ToArray(), StringComparer.Ordinal),
            task.Supervisions,
            [.. task.Item.OpenQuestions.Select((q, i) => (q, Answer: task.Answers.GetValueOrDefault(i + 1), Number: i + 1)).Select(q => new QuestionRow(q.Number, q.q, q.Answer?.Answer, q.Answer?.Document))],
            [.. task.History.Select((e, i) => new HistoryLine(i + 1, e.At, e.By.Name, e.By.Unit?.Name ?? "", TaskWords.Code(e), TaskWords.Of(e), TaskWords.English(e), e.Command))]);
    }
}
