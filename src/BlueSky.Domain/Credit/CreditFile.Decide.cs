using BlueSky.Access;
using BlueSky.Decisions;
using BlueSky.Tasks;
using BlueSky.Time;

namespace BlueSky.Credit;

// What commands lead to. It decides and changes nothing; the grain records what it decided.
public sealed partial record CreditFile
{
    private const int LongestReference = 256;

    /// <summary>The event that a command leads to now, or why not; neither when it was carried out before.</summary>
    public Decision<CreditEvent> Decide(CreditCommand command, Actor by, DateTimeOffset at, CreditContext context)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(context);
        var digest = command.DigestBy(by);
        if (Events.FirstOrDefault(e => e.Command == command.Id) is { } known) return known.CommandDigest == digest ? new Decision<CreditEvent>() : CreditRefusal.IdTaken;
        if (string.IsNullOrWhiteSpace(command.Id) || command.Id.Length > 64) return CreditRefusal.BadId;
        if (by.Unit is null || !by.ActsFor(by.Unit.Code)) return CreditRefusal.NoUnit;
        if (Version >= MostEvents - (command is FreezePeriod ? 0 : KeptForFreezing)) return CreditRefusal.Full;
        var decision = command switch
        {
            EnterPoints c => Enter(c, by, at, context),
            FileAppeal c => Appeal(c, by, at, context),
            DecideAppeal c => DecideOn(c, by, context),
            CorrectLine c => Correct(c, by, context),
            FreezePeriod c => Freeze(c, by, at, context),
            _ => throw new InvalidOperationException($"There is no command {command.GetType().Name}."),
        };
        return decision.Refusal is null
            ? new Decision<CreditEvent>([.. decision.Events.Select((e, i) => e with { Number = Version + i + 1, Command = command.Id, CommandDigest = digest, At = at, By = by })])
            : decision;
    }

    /// <summary>
    /// The new revisions that frozen periods need after an event: a decision on a line of a frozen period is carried into it at once, with its reason.
    /// Only of periods that the context counts: an older account would come out otherwise because its problems are not fetched any more.
    /// </summary>
    /// <param name="decided">The file with the event.</param>
    /// <param name="happened">The event.</param>
    /// <param name="context">As for <see cref="Decide"/>, counting from the file with the event.</param>
    public static IReadOnlyList<CreditEvent> Revisions(CreditFile decided, CreditEvent happened, CreditContext context)
    {
        ArgumentNullException.ThrowIfNull(decided);
        ArgumentNullException.ThrowIfNull(context);
        var why = happened switch
        {
            PointsEntered e => $"补录{context.Scheme.Entered(e.Clause)?.Name}",
            AppealDecided { Upheld: true } e => $"申诉成立：{e.Reason}",
            LineCorrected e => $"更正：{e.Reason}",
            _ => "",
        };
        if (why.Length == 0) return [];
        var revised = new List<CreditEvent>();
        foreach (var period in decided.Events.OfType<PeriodFrozen>().Select(f => f.Period).Distinct().Where(context.Periods.Contains))
        {
            var (last, now) = (decided.Frozen(period).Last(), context.Count(period));
            if (now.Statement.Digest == last.Digest) continue;
            revised.Add(FrozenAs(last, now, happened.At, why, decided.Version) with
            {
                Number = decided.Version + revised.Count + 1, Command = happened.Command, CommandDigest = happened.CommandDigest, At = happened.At, By = happened.By,
            });
        }

        return revised;
    }

    // 录入: by a department or the command centre, with its evidence.
    private static Decision<CreditEvent> Enter(EnterPoints c, Actor by, DateTimeOffset at, CreditContext context)
    {
        if (by.Unit!.Kind is not (UnitKind.Department or UnitKind.Command)) return CreditRefusal.NotDepartment;
        if (context.Scheme.Entered(c.Clause) is null) return CreditRefusal.NoClause([.. context.Scheme.Clauses.Where(x => x.On == CreditOccasion.Entered).Select(x => x.Code)]);
        var days = context.Policy.EnterWithinDays.Value;
        if (c.HappenedAt > at || c.HappenedAt < at.AddDays(-days)) return CreditRefusal.BadMoment(days);
        if ((TaskText.Needed(c.Evidence, "evidence", "证据出处") ?? TaskText.Needed(c.Text, "text", "事实")) is { } missing) return missing;
        if (c.Evidence.Length > LongestReference) return CreditRefusal.TooLong("evidence", LongestReference);
        return new PointsEntered(c.Clause, c.HappenedAt, c.Evidence, c.Text);
    }

    // 申诉: by the town or the department that answers for the source, on its behalf; once against each deduction, within the policy's days.
    private Decision<CreditEvent> Appeal(FileAppeal c, Actor by, DateTimeOffset at, CreditContext context)
    {
        if (by.Unit!.Code != context.Town.Code && by.Unit.Code != context.Industry.Code) return CreditRefusal.NotAnswering(context.Town, context.Industry);
        if (context.Lines.FirstOrDefault(l => l.Id == c.Line) is not { } line) return CreditRefusal.NoLine;
        if (Appeals.Any(a => a.Filed.Line == c.Line)) return CreditRefusal.AlreadyAppealed;
        if (line.Points >= 0) return CreditRefusal.NoDeduction;
        var recorded = Events.OfType<PointsEntered>().FirstOrDefault(e => e.Line == c.Line)?.At ?? line.At;
        var days = context.Policy.AppealWithinDays.Value;
        if (at > recorded.AddDays(days)) return CreditRefusal.TooLate(days, recorded.ToChina());
        if (TaskText.Needed(c.Grounds, "grounds", "申诉理由") is { } missing) return missing;
        if (c.Evidence is null || c.Evidence.Length > LongestReference) return CreditRefusal.TooLong("evidence", LongestReference);
        return new AppealFiled(c.Line, EnteredBy(c.Line)?.Unit, c.Grounds, c.Evidence);
    }

    // 申诉决定: neither by who entered the deduction nor by who appeals, person or unit. So it is the other line that decides, or, where both have
    // spoken, the command centre.
    private Decision<CreditEvent> DecideOn(DecideAppeal c, Actor by, CreditContext context)
    {
        if (Appeals.FirstOrDefault(a => a.Filed.Number == c.Appeal) is not { } appeal) return CreditRefusal.NoAppeal;
        var filed = appeal.Filed;
        if (!by.IsCommand && by.Unit!.Code != context.Town.Code && by.Unit.Code != context.Industry.Code) return CreditRefusal.NotAnswering(context.Town, context.Industry);
        if (by.Id == filed.By.Id || by.Unit!.Code == filed.By.Unit?.Code) return CreditRefusal.OwnAppeal;
        if (by.Id == EnteredBy(filed.Line)?.Id || by.Unit.Code == filed.EnteredBy?.Code) return CreditRefusal.OwnEntry;
        if (appeal.Decided is not null) return CreditRefusal.AlreadyDecided;
        if (TaskText.Needed(c.Reason, "reason", "决定理由") is { } missing) return missing;
        return new AppealDecided(c.Appeal, filed.Line, c.Upholds, c.Reason);
    }

    // 更正: by the command centre, by another person than who entered it, on a document.
    private Decision<CreditEvent> Correct(CorrectLine c, Actor by, CreditContext context)
    {
        if (!by.IsCommand) return CreditRefusal.NotCommand;
        if (context.Lines.FirstOrDefault(l => l.Id == c.Line) is not { } line || line.Clause == CreditAccount.GoodMonthClause) return CreditRefusal.NoLine;
        if (by.Id == EnteredBy(c.Line)?.Id) return CreditRefusal.OwnEntry;
        if (HasPending(c.Line)) return CreditRefusal.AppealPending;
        if (c.Points is < 0 or > 1_000 || decimal.Round(c.Points, 4) != c.Points) return CreditRefusal.BadPoints;
        if (-line.Points == c.Points) return CreditRefusal.NothingChanged;
        if ((TaskText.Needed(c.Reason, "reason", "更正理由") ?? TaskText.Needed(c.Document, "document", "文号")) is { } missing) return missing;
        if (c.Document.Length > LongestReference) return CreditRefusal.TooLong("document", LongestReference);
        return new LineCorrected(c.Line, c.Points, c.Reason, c.Document);
    }

    // 定格: when the period is over. Again only when its digits changed, and with a reason.
    private Decision<CreditEvent> Freeze(FreezePeriod c, Actor by, DateTimeOffset at, CreditContext context)
    {
        if (!by.IsCommand) return CreditRefusal.NotCommand;
        if (c.Period.Type != context.Scheme.Period) return CreditRefusal.WrongPeriod;
        if (c.Period.End > at) return CreditRefusal.NotOver;
        var now = context.Count(c.Period);
        if (Frozen(c.Period).LastOrDefault() is not { } last)
            return new PeriodFrozen(1, at, "", "", now.Holder, now.HasData, now.Inputs, Version, now.Statement, now.Statement.Digest);
        if (last.Digest == now.Statement.Digest) return CreditRefusal.NothingChanged;
        return TaskText.Needed(c.Reason, "reason", "更正理由") is { } missing ? missing : FrozenAs(last, now, at, c.Reason, Version);
    }

    private static PeriodFrozen FrozenAs(PeriodFrozen last, CreditCount now, DateTimeOffset at, string why, int ownEvents) => new(
        last.Revision + 1, at, why, CreditDifference.Words(last.Statement, now.Statement), now.Holder, now.HasData, now.Inputs, ownEvents, now.Statement, now.Statement.Digest);
}
