using System.Globalization;

namespace BlueSky.Tasks;

/// <summary>Events in words, for the history that people read and for the audit log.</summary>
public static class TaskWords
{
    /// <summary>Short stable word of an event.</summary>
    public static string Code(TaskEvent happened) => happened switch
    {
        ShareAssigned => "share-assigned",
        ShareWithdrawn => "share-withdrawn",
        ProgressReported => "reported",
        ReportApproved => "report-approved",
        ReportReturned => "report-returned",
        SupervisionOpened => "supervision-opened",
        SupervisionAnswered => "supervision-answered",
        SupervisionLifted => "supervision-lifted",
        DeadlineGiven => "deadline-given",
        QuestionAnswered => "question-answered",
        _ => throw new InvalidOperationException($"There is no event {happened?.GetType().Name}."),
    };

    /// <summary>What happened, in Chinese, with figures.</summary>
    public static string Of(TaskEvent happened) => happened switch
    {
        ShareAssigned e => Text($"分解到镇街 {e.Share.Town}：{e.Share.Objective}，{e.Share.Due:yyyy-MM-dd} 前，责任人员 {e.Share.Responsible}"),
        ShareWithdrawn e => Text($"撤销镇街 {e.Town} 的分解：{e.Reason}"),
        ProgressReported e => Text($"第 {e.Report} 号上报：{e.Percent}%，佐证 {e.Evidence.Count} 件；{e.Text}"),
        ReportApproved e => Text($"第 {e.Report} 号上报通过{(e.Note.Length > 0 ? "：" + e.Note : "")}"),
        ReportReturned e => Text($"第 {e.Report} 号上报退回：{e.Reason}"),
        SupervisionOpened e => Text($"双重督办：属地 {string.Join("、", e.Towns.Select(u => u.Name))}；行业 {string.Join("、", e.Departments.Select(u => u.Name))}；{e.AnswerBy:yyyy-MM-dd} 前回复；{e.Reason}"),
        SupervisionAnswered e => Text($"督办回复：{e.Text}"),
        SupervisionLifted e => Text($"解除督办：{e.Reason}"),
        DeadlineGiven e => Text($"明确时限 {e.Due:yyyy-MM-dd}（{e.Document}）"),
        QuestionAnswered e => Text($"答复存疑事项 {e.Question}：{e.Answer}（{e.Document}）"),
        _ => throw new InvalidOperationException($"There is no event {happened?.GetType().Name}."),
    };

    /// <summary>The same in English; what people wrote stays as they wrote it.</summary>
    public static string English(TaskEvent happened) => happened switch
    {
        ShareAssigned e => Text($"Share of town {e.Share.Town}: {e.Share.Objective}, by {e.Share.Due:yyyy-MM-dd}, responsible {e.Share.Responsible}"),
        ShareWithdrawn e => Text($"Share of town {e.Town} withdrawn: {e.Reason}"),
        ProgressReported e => Text($"Report {e.Report}: {e.Percent}%, {e.Evidence.Count} pieces of evidence; {e.Text}"),
        ReportApproved e => Text($"Report {e.Report} approved{(e.Note.Length > 0 ? ": " + e.Note : "")}"),
        ReportReturned e => Text($"Report {e.Report} returned: {e.Reason}"),
        SupervisionOpened e => Text($"Dual supervision: territory {string.Join(", ", e.Towns.Select(u => u.Name))}; industry {string.Join(", ", e.Departments.Select(u => u.Name))}; answer by {e.AnswerBy:yyyy-MM-dd}; {e.Reason}"),
        SupervisionAnswered e => Text($"Supervision answered: {e.Text}"),
        SupervisionLifted e => Text($"Supervision lifted: {e.Reason}"),
        DeadlineGiven e => Text($"Deadline {e.Due:yyyy-MM-dd} given ({e.Document})"),
        QuestionAnswered e => Text($"Question {e.Question} answered: {e.Answer} ({e.Document})"),
        _ => throw new InvalidOperationException($"There is no event {happened?.GetType().Name}."),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
