using BlueSky.Access;
using BlueSky.Decisions;
using BlueSky.Time;

namespace BlueSky.Tasks;

/// <summary>What a command leads to; reads like the plan's part 三（一） and （五）.</summary>
public sealed partial record PlanTask
{
    /// <summary>Most events of one task: a bound against a caller that repeats itself under new ids.</summary>
    public const int MostEvents = 5_000;

    /// <summary>The event that a command leads to now, or why not.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="at">When.</param>
    /// <param name="towns">The district's towns, which commands name by their codes.</param>
    public Decision<TaskEvent> Decide(TaskCommand command, Actor by, DateTimeOffset at, IReadOnlyList<Unit> towns)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(by);
        var digest = command.DigestBy(by);
        if (History.FirstOrDefault(e => e.Command == command.Id) is { } known)
            return known.Digest == digest ? new() : new(TaskRefusal.IdTaken);
        if (string.IsNullOrWhiteSpace(command.Id) || command.Id.Length > 64) return new(TaskRefusal.BadId);
        if (by.Unit is null || !by.ActsFor(by.Unit.Code)) return new(TaskRefusal.NoUnit);
        if (History.Count >= MostEvents) return new(TaskRefusal.Full);
        var header = new Header(command.Id, digest, at, by);
        return command switch
        {
            AssignShare c => Assign(c, header, towns),
            WithdrawShare c => Withdraw(c, header),
            ReportProgress c => Report(c, header),
            ApproveReport c => Approve(c, header),
            ReturnReport c => Return(c, header),
            OpenSupervision c => Supervise(c, header, towns),
            AnswerSupervision c => AnswerFor(c, header),
            LiftSupervision c => Lift(c, header),
            SetDeadline c => GiveDeadline(c, header),
            AnswerQuestion c => AnswerPlan(c, header),
            _ => throw new InvalidOperationException($"There is no command {command.GetType().Name}."),
        };
    }

    private sealed record Header(string Command, string Digest, DateTimeOffset At, Actor By)
    {
        public Unit Unit => By.Unit!;
    }

    // Towns carry out, guided by the lead departments; the command centre may step in anywhere (牵头揽总).
    private Decision<TaskEvent> Assign(AssignShare command, Header header, IReadOnlyList<Unit> towns)
    {
        var share = command.Share;
        if (!LeadsOrCommands(header.By)) return new(TaskRefusal.NotLead);
        if (share is null || towns.All(t => t.Code != share.Town)) return new(TaskRefusal.UnknownTown("share.town", share?.Town ?? ""));
        var missing = TaskText.Needed(share.Objective, "share.objective", "目标任务") ?? TaskText.Needed(share.Content, "share.content", "项目内容")
            ?? TaskText.Needed(share.Measures, "share.measures", "措施要求") ?? TaskText.Needed(share.Responsible, "share.responsible", "责任人员");
        if (missing is not null) return new(missing);
        if (share.Due.Year < Year - 1 || share.Due.Year > Year + 2) return new(TaskRefusal.NoDay("share.due", Year));
        if (Due is { } due && share.Due > due) return new(TaskRefusal.AfterDeadline(share.Due, due));
        return Take(new ShareAssigned(share), header);
    }

    private Decision<TaskEvent> Withdraw(WithdrawShare command, Header header)
    {
        if (!LeadsOrCommands(header.By)) return new(TaskRefusal.NotLead);
        if (Shares.All(s => s.Town != command.Town)) return new(TaskRefusal.NoShare("town"));
        if (TaskText.Needed(command.Reason, "reason", "原因") is { } missing) return new(missing);
        // What was found good is history that a town may point to.
        if (ApprovedOf(command.Town) is not null || Reports.Any(r => r.Unit.Code == command.Town && r.State == ReportState.Pending)) return new(TaskRefusal.ShareInUse);
        return Take(new ShareWithdrawn(command.Town, command.Reason), header);
    }

    private Decision<TaskEvent> Report(ReportProgress command, Header header)
    {
        var unit = header.Unit;
        var isTown = unit.Kind == UnitKind.Town;
        if (isTown && Shares.All(s => s.Town != unit.Code) && Item.LeadUnits.All(u => u.Code != unit.Code)) return new(TaskRefusal.NoShare(""));
        if (!isTown && !IsNamed(unit)) return new(TaskRefusal.NotNamed);
        if (command.Percent is < 0 or > 100) return new(TaskRefusal.BadPercent);
        if (TaskText.Needed(command.Text, "text", "进展情况") is { } missing) return new(missing);
        if (TaskText.Evidence(command.Evidence) is { } faulty) return new(faulty);
        if (command.Percent == 100 && command.Evidence.Count == 0) return new(TaskRefusal.NoEvidence);
        if (Reports.Any(r => r.Unit.Code == unit.Code && r.State == ReportState.Pending)) return new(TaskRefusal.ReportPending);
        return Take(new ProgressReported(Reports.Count + 1, command.Percent, command.Text, command.Evidence), header);
    }

    private Decision<TaskEvent> Approve(ApproveReport command, Header header)
    {
        if (Judged(command.Report, header.By) is { } refusal) return new(refusal);
        if (TaskText.Fits(command.Note, "note") is { } faulty) return new(faulty);
        return Take(new ReportApproved(command.Report, command.Note), header);
    }

    private Decision<TaskEvent> Return(ReturnReport command, Header header)
    {
        if (Judged(command.Report, header.By) is { } refusal) return new(refusal);
        if (TaskText.Needed(command.Reason, "reason", "退回原因") is { } missing) return new(missing);
        return Take(new ReportReturned(command.Report, command.Reason), header);
    }

    // Nobody approves their own report: neither the person under another unit's key, nor the unit.
    private Refusal? Judged(int number, Actor by)
    {
        if (Reports.FirstOrDefault(r => r.Number == number) is not { } report) return TaskRefusal.NoReport(number);
        if (report.By.Id == by.Id || report.Unit.Code == by.Unit!.Code) return TaskRefusal.OwnReport;
        var approvers = ApproversOf(report.Unit);
        if (approvers.All(u => u.Code != by.Unit.Code)) return TaskRefusal.NotApprover(approvers);
        return report.State == ReportState.Pending ? null : TaskRefusal.AlreadyDecided(report);
    }

    private Decision<TaskEvent> Supervise(OpenSupervision command, Header header, IReadOnlyList<Unit> towns)
    {
        if (!header.By.IsCommand) return new(TaskRefusal.NotCommand);
        if (OpenSupervision is not null) return new(TaskRefusal.AlreadySupervised);
        if (command.Towns is not { Count: > 0 }) return new(TaskRefusal.NoTown);
        if (command.Towns.FirstOrDefault(code => towns.All(t => t.Code != code)) is { } unknown) return new(TaskRefusal.UnknownTown("towns", unknown));
        if (TaskText.Needed(command.Reason, "reason", "督办事由") is { } missing) return new(missing);
        if (command.AnswerBy < header.At.Day()) return new(TaskRefusal.AnswerInThePast);
        var supervised = towns.Where(t => command.Towns.Contains(t.Code)).ToList();
        return Take(new SupervisionOpened(
            supervised, [.. Item.LeadUnits.Where(u => u.Kind == UnitKind.Department)], command.Reason, command.AnswerBy), header);
    }

    private Decision<TaskEvent> AnswerFor(AnswerSupervision command, Header header)
    {
        if (OpenSupervision is not { } open) return new(TaskRefusal.NotSupervised);
        if (open.Units.All(u => u.Code != header.Unit.Code)) return new(TaskRefusal.NotSupervisedUnit);
        if (TaskText.Needed(command.Text, "text", "回复内容") is { } missing) return new(missing);
        return Take(new SupervisionAnswered(command.Text), header);
    }

    private Decision<TaskEvent> Lift(LiftSupervision command, Header header)
    {
        if (!header.By.IsCommand) return new(TaskRefusal.NotCommand);
        if (OpenSupervision is not { } open) return new(TaskRefusal.NotSupervised);
        var silent = open.Units.Where(u => !open.Answers.ContainsKey(u.Code)).ToList();
        if (silent.Count > 0) return new(TaskRefusal.Unanswered(silent));
        if (TaskText.Needed(command.Reason, "reason", "解除理由") is { } missing) return new(missing);
        return Take(new SupervisionLifted(command.Reason), header);
    }

    private Decision<TaskEvent> GiveDeadline(SetDeadline command, Header header)
    {
        if (!header.By.IsCommand) return new(TaskRefusal.NotCommand);
        if (Deadline.Form is not (DeadlineForm.NotGiven or DeadlineForm.AfterEvent)) return new(TaskRefusal.DeadlinePrinted(Deadline.Text));
        if (command.Due.Year < Year - 1 || command.Due.Year > Year + 2) return new(TaskRefusal.NoDay("due", Year));
        if (TaskText.Needed(command.Document, "document", "文号") is { } missing) return new(missing);
        // 下发后20日内: the day after the event is the first of the twenty.
        var due = Deadline.DaysAfter is { } days ? command.Due.AddDays(days) : command.Due;
        return Take(new DeadlineGiven(due, command.Document), header);
    }

    private Decision<TaskEvent> AnswerPlan(AnswerQuestion command, Header header)
    {
        if (!LeadsOrCommands(header.By)) return new(TaskRefusal.NotLead);
        if (command.Question < 1 || command.Question > Item.OpenQuestions.Count) return new(TaskRefusal.NoQuestion(Item.OpenQuestions.Count));
        if ((TaskText.Needed(command.Answer, "answer", "答复") ?? TaskText.Needed(command.Document, "document", "文号")) is { } missing) return new(missing);
        return Take(new QuestionAnswered(command.Question, command.Answer, command.Document), header);
    }

    private static Decision<TaskEvent> Take(TaskEvent taken, Header header) =>
        new(taken with { Command = header.Command, Digest = header.Digest, At = header.At, By = header.By });

    private bool LeadsOrCommands(Actor by) =>
        by.IsCommand || Item.LeadUnits.Any(u => u.Kind == UnitKind.Department && u.Code == by.Unit?.Code);

    private bool IsNamed(Unit unit) => Item.LeadUnits.Concat(Item.CooperatingUnits).Any(u => u.Code == unit.Code);
}
