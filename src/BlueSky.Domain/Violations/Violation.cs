using BlueSky.Access;
using BlueSky.Decisions;
using Decision = BlueSky.Decisions.Decision<BlueSky.Violations.ViolationEvent>;

namespace BlueSky.Violations;

/// <summary>
/// A problem (违规) and its closed loop: found 发现 → assigned 交办 to the town and the department, both → signed for 签收 by both →
/// rectified 整改 → reviewed 复核 by both → closed 销号. Each method below is one article: who may do it, when, on what condition,
/// and what then is so. It decides and changes nothing; the grain records what it decided.
/// </summary>
public sealed partial class Violation
{
    /// <summary>A problem takes at most so many decisions, so that its record stays bounded.</summary>
    private const int MostDecisions = 400;

    private const int MostComments = 100;

    /// <summary>What comes of a command.</summary>
    public Decision Decide(ViolationCommand command, HandlingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(policy);
        if (Earlier(command) is { } earlier) return earlier;
        if (_decisions >= MostDecisions && !command.MayEnd) return Refusals.TooManyDecisions;
        var decision = command switch
        {
            Assign c => Assign(c, policy),
            Reassign c => Reassign(c, policy),
            Accept c => Accept(c),
            Rectify c => Rectify(c, policy),
            Review c => Review(c, policy),
            ProposeWithdrawal c => ProposeWithdrawal(c),
            DecideWithdrawal c => DecideWithdrawal(c),
            Comment c => Comment(c),
            Merge c => Merge(c),
            Suspend c => Suspend(c, policy),
            Resume c => Resume(c, policy),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No article for this command."),
        };
        return decision.Refusal is null
            ? new Decision([.. decision.Events.Select(e => e with { At = command.At, By = command.By, Command = command.Id })])
            : decision;
    }

    // 交办: the command centre orders both lines. What is grave enough the policy orders at once, by itself.
    private Decision Assign(Assign c, HandlingPolicy policy)
    {
        if (!c.By.IsCommand) return ByCommandCentre;
        if (Rests() is { } no) return no;
        if (State != LoopState.Found) return Refusals.AlreadyAssigned;
        return new Assigned { Order = OrderTo(c.Town ?? Town, c.Industry ?? Industry, c.At, policy) };
    }

    // 改派: only before rectification is handed in; both lines then sign anew, with new deadlines.
    private Decision Reassign(Reassign c, HandlingPolicy policy)
    {
        if (!c.By.IsCommand) return ByCommandCentre;
        if (Rests() is { } no) return no;
        if (State == LoopState.Found) return Refusals.NotAssigned;
        if (State == LoopState.Rectified) return Refusals.TooLateToReassign;
        if (Missing(c.Reason)) return Refusals.Missing("reason", "改派理由", "the reason");
        var (town, industry) = (c.Town ?? Town, c.Industry ?? Industry);
        if (town.Code == Town.Code && industry.Code == Industry.Code) return Refusals.SameUnits;
        return new Reassigned { Order = OrderTo(town, industry, c.At, policy), Reason = c.Reason };
    }

    // 签收: each line signs for itself; the time to rectify runs from the order, so signing late gains nothing.
    private Decision Accept(Accept c)
    {
        if (!IsLine(c.By)) return Refusals.RoleNotPermitted("被交办的镇街或部门", "the town or department it is assigned to");
        if (!Concerns(c.By)) return Refusals.NotYours;
        if (Rests() is { } no) return no;
        if (State == LoopState.Found) return Refusals.NotAssigned;
        var open = LinesOf(c.By).Where(line => !_accepted.Contains(line)).ToList();
        if (State != LoopState.Assigned || open.Count == 0) return Refusals.AlreadyAccepted;
        return new Decision([.. open.Select(line => new Accepted { Line = line })]);
    }

    // 整改: handed in by the town, its grid members or the department, after both lines have signed. No reading will ever show that what
    // people saw is over, so there a photo or a measurement must.
    private Decision Rectify(Rectify c, HandlingPolicy policy)
    {
        if (!IsLine(c.By) && !IsGridMember(c.By)) return Refusals.RoleNotPermitted("镇街、网格员或部门", "the town, its grid members or the department");
        if (!Concerns(c.By)) return Refusals.NotYours;
        if (Rests() is { } no) return no;
        if (State == LoopState.Rectified) return Refusals.AlreadyRectified;
        if (State != LoopState.Accepted) return Refusals.NotAccepted;
        if (Missing(c.Text)) return Refusals.Missing("text", "整改情况", "what was done");
        if (c.Photos.Count == 0 && c.Proof is null && _origins.Values.Any(s => s.IsFinding)) return Refusals.NeedsEvidence;
        var review = StageClock.Set(Stage.Review, c.At, ClassNow(policy).Review, policy.RemindShare.Value, policy.Calendar);
        return new Rectified { Text = c.Text, Photos = c.Photos, Proof = c.Proof, Review = review };
    }

    // 复核: by both lines, by two persons, never by who handed it in; where a line handed it in, the command centre reviews for it.
    // Nothing is passed while the rule still fires, unless a later measurement shows the limit kept, nor when people saw it again after it
    // was handed in. 销号 follows the second pass.
    private Decision Review(Review c, HandlingPolicy policy)
    {
        if (!IsLine(c.By) && !c.By.IsCommand) return Refusals.RoleNotPermitted("属地、行业两条线或指挥部", "the two lines or the command centre");
        if (!Concerns(c.By)) return Refusals.NotYours;
        if (Rests() is { } no) return no;
        if (State != LoopState.Rectified) return Refusals.NotRectified;
        if (LineReviewed(c) is not { } line) return Refusals.Missing("line", "条线", "the line, town or industry");
        if (c.By.Id == _rectification!.By.Id || c.By.Unit?.Code == _rectification.By.Unit?.Code) return Refusals.OwnRectification;
        if (c.By.IsCommand && UnitOf(line).Code != _rectification.By.Unit?.Code) return Refusals.LineReviewsItself;
        if (_passes.ContainsKey(line)) return Refusals.AlreadyReviewed;
        if (_passes.ContainsValue(c.By.Id)) return Refusals.OtherLineReviewed;
        if (!c.Passes) return Reject(c, line, policy);
        if (RuleFires && _rectification.Proof?.ShowsKeptAfter(_lastFired) != true) return Refusals.StillFiring;
        if (_lastSeen > _rectification.At) return Refusals.SeenAgain;
        var passed = new ReviewPassed { Line = line, Note = c.Note };
        return _passes.Count == 0 ? passed : new Decision(passed, new Closed());
    }

    // 退回: one rejection is enough; the time to rectify begins anew, and rejections that repeat raise the level of supervision.
    private Decision Reject(Review c, Line line, HandlingPolicy policy)
    {
        if (Missing(c.Note)) return Refusals.Missing("note", "退回理由", "why it is rejected");
        var again = StageClock.Set(Stage.Rectify, c.At, ClassNow(policy).Rectify, policy.RemindShare.Value, policy.Calendar);
        return new RectificationRejected { Line = line, Note = c.Note, Rectify = again };
    }

    // 撤销 (误报): whoever it concerns may propose it, with a reason; clocks go on meanwhile.
    private Decision ProposeWithdrawal(ProposeWithdrawal c)
    {
        if (!IsLine(c.By) && !IsGridMember(c.By) && !c.By.IsCommand) return Refusals.RoleNotPermitted("镇街、网格员、部门或指挥部", "a town, its grid members, a department or the command centre");
        if (!Concerns(c.By)) return Refusals.NotYours;
        if (Rests() is { } no) return no;
        if (_withdrawal is not null) return Refusals.WithdrawalPending;
        return Missing(c.Reason) ? Refusals.Missing("reason", "撤销理由", "the reason") : new WithdrawalProposed { Reason = c.Reason };
    }

    // The command centre decides on it, by another person than who proposed it.
    private Decision DecideWithdrawal(DecideWithdrawal c)
    {
        if (!c.By.IsCommand) return ByCommandCentre;
        if (Rests() is { } no) return no;
        if (_withdrawal is null) return Refusals.NoWithdrawal;
        if (_withdrawal.By.Id == c.By.Id) return Refusals.SecondPerson;
        if (c.Agrees) return new Withdrawn { Note = c.Note };
        return Missing(c.Note) ? Refusals.Missing("note", "不同意的理由", "why it is not withdrawn") : new WithdrawalRefused { Note = c.Note };
    }

    // 备注: whoever it concerns adds words to the record, also while the clocks rest. So many only, that talk never takes the place of decisions.
    private Decision Comment(Comment c)
    {
        if (!IsLine(c.By) && !IsGridMember(c.By) && !c.By.IsCommand) return Refusals.RoleNotPermitted("镇街、网格员、部门或指挥部", "a town, its grid members, a department or the command centre");
        if (!Concerns(c.By)) return Refusals.NotYours;
        if (IsEnded) return Refusals.Ended;
        if (Missing(c.Text)) return Refusals.Missing("text", "备注", "the words");
        return _history.Count(e => e is Commented) >= MostComments ? Refusals.TooManyComments(MostComments) : new Commented { Text = c.Text };
    }

    // 并案: into an open problem of the same source that began earlier, which is then the one that is handled.
    private Decision Merge(Merge c)
    {
        if (!c.By.IsCommand) return ByCommandCentre;
        if (Rests() is { } no) return no;
        if (c.Into == Id) return Refusals.MergeIntoItself;
        if (c.Target is not { IsEnded: false } target) return Refusals.TargetEnded;
        if (target.SourceId != _first!.SourceId) return Refusals.OtherSource;
        if (target.Start > _first.Start || (target.Start == _first.Start && string.CompareOrdinal(c.Into, Id) > 0)) return Refusals.MergeIntoOlder;
        return new MergedInto { Into = c.Into };
    }

    // 中止: clocks rest by a recorded decision only, and to a named end.
    private Decision Suspend(Suspend c, HandlingPolicy policy)
    {
        if (!c.By.IsCommand) return ByCommandCentre;
        if (Rests() is { } no) return no;
        if (Missing(c.Note)) return Refusals.Missing("note", "中止说明", "what was decided");
        var longest = policy.LongestSuspensionDays.Value;
        if (c.Until <= c.At || c.Until > c.At.AddDays(longest)) return Refusals.BadUntil(longest);
        return new Suspended { Cause = c.Cause, Note = c.Note, Until = c.Until };
    }

    // 恢复: what remained of each deadline remains.
    private Decision Resume(Resume c, HandlingPolicy policy)
    {
        if (!c.By.IsCommand) return ByCommandCentre;
        if (IsEnded) return Refusals.Ended;
        return _suspension is null ? Refusals.NotSuspended : ResumedFrom(c.At, policy);
    }

    /// <summary>The answer to a command that was carried out before, or whose id was used before; null for a new one.</summary>
    private Decision? Earlier(ViolationCommand command)
    {
        var same = _history.FindAll(e => e.Command == command.Id);
        if (same.Count == 0) return null;
        return same.TrueForAll(e => e.By.Id == command.By.Id) && same.Exists(command.LeadsTo) ? new Decision() : Refusals.CommandReused;
    }

    /// <summary>Nothing can be decided on what has ended or rests.</summary>
    private Refusal? Rests() => IsEnded ? Refusals.Ended : _suspension is not null ? Refusals.IsSuspended : null;

    private static Refusal ByCommandCentre => Refusals.RoleNotPermitted("指挥部", "the command centre");

    private static bool IsLine(Actor by) => by.Role is Role.Officer or Role.Lead && by.Unit?.Kind is UnitKind.Town or UnitKind.Department;

    private static bool IsGridMember(Actor by) => by.Role == Role.GridMember && by.Unit?.Kind == UnitKind.Town;

    private static bool Missing(string text) => string.IsNullOrWhiteSpace(text);

    /// <summary>A town and a department see and answer their own alone.</summary>
    private bool Concerns(Actor by) => by.IsCommand || by.Unit?.Code == Town.Code || by.Unit?.Code == Industry.Code;

    // In some trades the towns themselves are the industry line (plan, ledger 39): such a town is both.
    private IEnumerable<Line> LinesOf(Actor by)
    {
        if (by.Unit?.Code == Town.Code) yield return Line.Town;
        if (by.Unit?.Code == Industry.Code) yield return Line.Industry;
    }

    private Line? LineReviewed(Review c)
    {
        if (c.By.IsCommand) return c.Line;
        var lines = LinesOf(c.By).ToList();
        if (c.Line is { } named && lines.Contains(named)) return named;
        return lines.Exists(l => !_passes.ContainsKey(l)) ? lines.Find(l => !_passes.ContainsKey(l)) : lines[0];
    }

    private Unit UnitOf(Line line) => line == Line.Town ? Town : Industry;
}
