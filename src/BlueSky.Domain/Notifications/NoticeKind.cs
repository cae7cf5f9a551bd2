namespace BlueSky.Notifications;

/// <summary>What a notice (通知) is about. The numbers are stored: none is ever given another meaning.</summary>
public enum NoticeKind
{
    /// <summary>疑似问题: something for the command centre to judge, assigned to nobody yet.</summary>
    Suspected = 0,

    /// <summary>交办.</summary>
    Assigned = 1,

    /// <summary>改派 to this unit.</summary>
    Reassigned = 2,

    /// <summary>提级提速: it became worse and its deadlines came nearer.</summary>
    Hastened = 3,

    /// <summary>催办: most of the time has passed.</summary>
    Reminded = 4,

    /// <summary>升级: a step of supervision (督办、约谈、移交、问责).</summary>
    Escalated = 5,

    /// <summary>待复核: rectification is handed in, this unit is to review it.</summary>
    ToReview = 6,

    /// <summary>整改退回.</summary>
    Rejected = 7,

    /// <summary>撤销待决定: the command centre is to decide on a withdrawal.</summary>
    WithdrawalProposed = 8,

    /// <summary>不同意撤销.</summary>
    WithdrawalRefused = 9,

    /// <summary>已撤销.</summary>
    Withdrawn = 10,

    /// <summary>已销号.</summary>
    Closed = 11,

    /// <summary>重新打开.</summary>
    Reopened = 12,

    /// <summary>中止.</summary>
    Suspended = 13,

    /// <summary>恢复.</summary>
    Resumed = 14,

    /// <summary>已并案.</summary>
    Merged = 15,

    /// <summary>已改派他处: this unit need do nothing more.</summary>
    Relieved = 16,

    /// <summary>任务分解: a share of a task of the plan.</summary>
    TaskShare = 20,

    /// <summary>撤销分解.</summary>
    TaskShareWithdrawn = 21,

    /// <summary>任务上报待审核.</summary>
    TaskToApprove = 22,

    /// <summary>任务上报通过.</summary>
    TaskApproved = 23,

    /// <summary>任务上报退回.</summary>
    TaskReturned = 24,

    /// <summary>任务双重督办.</summary>
    TaskSupervised = 25,

    /// <summary>督办已回复.</summary>
    TaskAnswered = 26,

    /// <summary>督办已解除.</summary>
    TaskLifted = 27,

    /// <summary>任务明确时限.</summary>
    TaskDeadline = 28,

    /// <summary>任务有风险.</summary>
    TaskAtRisk = 29,

    /// <summary>任务逾期.</summary>
    TaskOverdue = 30,
}

/// <summary>What kinds have in common.</summary>
public static class NoticeKinds
{
    /// <summary>
    /// True for what asks the unit to do something (须办): nobody of the unit can choose not to see it in the inbox.
    /// </summary>
    public static bool IsDuty(this NoticeKind kind) => kind is
        NoticeKind.Suspected or NoticeKind.Assigned or NoticeKind.Reassigned or NoticeKind.Hastened or NoticeKind.Reminded or NoticeKind.Escalated
        or NoticeKind.ToReview or NoticeKind.Rejected or NoticeKind.WithdrawalProposed or NoticeKind.Reopened
        or NoticeKind.TaskShare or NoticeKind.TaskToApprove or NoticeKind.TaskReturned or NoticeKind.TaskSupervised or NoticeKind.TaskOverdue;

    /// <summary>Chinese name, as people in the district say it.</summary>
    public static string Chinese(this NoticeKind kind) => kind switch
    {
        NoticeKind.Suspected => "疑似问题",
        NoticeKind.Assigned => "交办",
        NoticeKind.Reassigned => "改派",
        NoticeKind.Hastened => "提级提速",
        NoticeKind.Reminded => "催办",
        NoticeKind.Escalated => "督办升级",
        NoticeKind.ToReview => "待复核",
        NoticeKind.Rejected => "整改退回",
        NoticeKind.WithdrawalProposed => "撤销待决定",
        NoticeKind.WithdrawalRefused => "不同意撤销",
        NoticeKind.Withdrawn => "已撤销",
        NoticeKind.Closed => "已销号",
        NoticeKind.Reopened => "重新打开",
        NoticeKind.Suspended => "中止",
        NoticeKind.Resumed => "恢复",
        NoticeKind.Merged => "已并案",
        NoticeKind.Relieved => "已改派他处",
        NoticeKind.TaskShare => "任务分解",
        NoticeKind.TaskShareWithdrawn => "撤销分解",
        NoticeKind.TaskToApprove => "上报待审核",
        NoticeKind.TaskApproved => "上报通过",
        NoticeKind.TaskReturned => "上报退回",
        NoticeKind.TaskSupervised => "双重督办",
        NoticeKind.TaskAnswered => "督办已回复",
        NoticeKind.TaskLifted => "督办已解除",
        NoticeKind.TaskDeadline => "明确时限",
        NoticeKind.TaskAtRisk => "任务有风险",
        NoticeKind.TaskOverdue => "任务逾期",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of notice."),
    };
}
