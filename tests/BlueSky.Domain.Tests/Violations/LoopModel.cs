using BlueSky.Access;
using BlueSky.Violations;

namespace BlueSky.Tests.Violations;

/// <summary>
/// The regulation once more, as plainly as can be: what each command is answered, from a handful of fields. It knows nothing of
/// events, numbers or clocks of stages.
/// </summary>
internal sealed class LoopModel
{
    private readonly Dictionary<string, (string By, string What)> _done = [];
    private readonly HashSet<Line> _signed = [];
    private readonly Dictionary<Line, string> _passed = [];
    private (string Person, string Unit, MeasuredProof? Proof)? _handedIn;
    private string? _proposedBy;
    private bool _isGrave;

    public LoopState State { get; set; } = LoopState.Found;

    public string Town { get; set; } = Case.Town.Code;

    public string Industry { get; set; } = Case.Department.Code;

    public bool Fires { get; set; } = true;

    public DateTimeOffset LastFired { get; set; }

    public DateTimeOffset ClosedAt { get; private set; }

    public DateTimeOffset? RestsUntil { get; set; }

    public bool HasEnded => State is LoopState.Closed or LoopState.Withdrawn or LoopState.Merged;

    /// <summary>Time and graveness do by themselves: a rest ends, and what is grave is ordered.</summary>
    public void Pass(DateTimeOffset now, bool isGrave)
    {
        _isGrave |= isGrave;
        if (RestsUntil <= now) RestsUntil = null;
        if (State == LoopState.Found && _isGrave && RestsUntil is null) Order();
    }

    /// <summary>An order begins the loop anew.</summary>
    public void Order()
    {
        (State, _handedIn) = (LoopState.Assigned, null);
        _signed.Clear();
        _passed.Clear();
    }

    /// <summary>The code of the refusal, <c>again</c> for a repetition, or empty; what it means is done.</summary>
    public string Answer(ViolationCommand command, string source, DateTimeOffset start, string id)
    {
        var what = What(command);
        if (_done.TryGetValue(command.Id, out var before)) return before == (command.By.Id, what) ? "again" : "command-reused";
        var refusal = Refuse(command, source, start, id);
        if (refusal.Length > 0) return refusal;
        _done[command.Id] = (command.By.Id, what);
        Carry(command);
        return "";
    }

    private static string What(ViolationCommand command) => command switch
    {
        Review r => r.Passes ? "pass" : "reject",
        DecideWithdrawal d => d.Agrees ? "withdraw" : "keep",
        _ => command.GetType().Name,
    };

    private static string Who(Actor by) => (by.Role, by.Unit?.Kind) switch
    {
        (Role.Officer or Role.Lead, UnitKind.Command) => "command",
        (Role.Officer or Role.Lead, UnitKind.Town or UnitKind.Department) => "line",
        (Role.GridMember, UnitKind.Town) => "grid",
        _ => "nobody",
    };

    private static readonly Dictionary<string, string[]> May = new()
    {
        ["Accept"] = ["line"],
        ["Rectify"] = ["line", "grid"],
        ["pass"] = ["line", "command"],
        ["reject"] = ["line", "command"],
        ["ProposeWithdrawal"] = ["line", "grid", "command"],
        ["Comment"] = ["line", "grid", "command"],
    };

    private string Refuse(ViolationCommand command, string source, DateTimeOffset start, string id)
    {
        var (what, who) = (What(command), Who(command.By));
        if (!May.GetValueOrDefault(what, ["command"]).Contains(who)) return "role-not-permitted";
        if (who != "command" && command.By.Unit!.Code != Town && command.By.Unit.Code != Industry) return "not-yours";
        if (HasEnded) return "ended";
        if (command is Comment comment) return comment.Text.Length == 0 ? "missing" : "";
        if (command is Resume) return RestsUntil is null ? "not-suspended" : "";
        if (RestsUntil is not null) return "suspended";
        return command switch
        {
            Assign => State == LoopState.Found ? "" : "already-assigned",
            Reassign c => State switch
            {
                LoopState.Found => "not-assigned",
                LoopState.Rectified => "too-late-to-reassign",
                _ when c.Reason.Length == 0 => "missing",
                _ => (c.Town?.Code ?? Town, c.Industry?.Code ?? Industry) == (Town, Industry) ? "same-units" : "",
            },
            Accept c => State == LoopState.Found ? "not-assigned" : State != LoopState.Assigned || Lines(c.By).All(_signed.Contains) ? "already-accepted" : "",
            Rectify c => State == LoopState.Rectified ? "already-rectified" : State != LoopState.Accepted ? "not-accepted" : c.Text.Length == 0 ? "missing" : "",
            Review c => RefuseReview(c, who),
            ProposeWithdrawal c => _proposedBy is not null ? "withdrawal-pending" : c.Reason.Length == 0 ? "missing" : "",
            DecideWithdrawal c => _proposedBy is null ? "no-withdrawal" : _proposedBy == c.By.Id ? "second-person" : !c.Agrees && c.Note.Length == 0 ? "missing" : "",
            Merge c => c.Into == id ? "merge-into-itself" : c.Target is null || c.Target.IsEnded ? "target-ended" : c.Target.SourceId != source ? "other-source"
                : c.Target.Start >= start ? "merge-into-older" : "",
            Suspend c => c.Note.Length == 0 ? "missing" : c.Until <= c.At || c.Until - c.At > TimeSpan.FromDays(30) ? "bad-until" : "",
            _ => throw new InvalidOperationException(what),
        };
    }

    private string RefuseReview(Review c, string who)
    {
        if (State != LoopState.Rectified) return "not-rectified";
        Line line;
        if (who == "command")
        {
            if (c.Line is null) return "missing";
            line = c.Line.Value;
        }
        else
        {
            line = Lines(c.By).Single();
        }

        if (c.By.Id == _handedIn!.Value.Person || c.By.Unit!.Code == _handedIn.Value.Unit) return "own-rectification";
        if (who == "command" && (line == Line.Town ? Town : Industry) != _handedIn.Value.Unit) return "line-reviews-itself";
        if (_passed.ContainsKey(line)) return "already-reviewed";
        if (_passed.ContainsValue(c.By.Id)) return "same-reviewer";
        if (!c.Passes) return c.Note.Length == 0 ? "missing" : "";
        return Fires && !(_handedIn.Value.Proof is { } proof && proof.Value <= proof.Limit && proof.At > LastFired) ? "still-firing" : "";
    }

    private IEnumerable<Line> Lines(Actor by) => by.Unit!.Code == Town ? [Line.Town] : [Line.Industry];

    private void Carry(ViolationCommand command)
    {
        switch (command)
        {
            case Assign c: (Town, Industry) = (c.Town?.Code ?? Town, c.Industry?.Code ?? Industry); Order(); break;
            case Reassign c: (Town, Industry) = (c.Town?.Code ?? Town, c.Industry?.Code ?? Industry); Order(); break;
            case Accept c:
                _signed.UnionWith(Lines(c.By));
                if (_signed.Count == 2) State = LoopState.Accepted;
                break;
            case Rectify c: (State, _handedIn) = (LoopState.Rectified, (c.By.Id, c.By.Unit!.Code, c.Proof)); break;
            case Review { Passes: false }: State = LoopState.Accepted; _passed.Clear(); break;
            case Review c:
                _passed[c.By.Unit!.Kind == UnitKind.Command ? c.Line!.Value : Lines(c.By).Single()] = c.By.Id;
                if (_passed.Count == 2) (State, ClosedAt, _proposedBy) = (LoopState.Closed, c.At, null);
                break;
            case ProposeWithdrawal c: _proposedBy = c.By.Id; break;
            case DecideWithdrawal c: _proposedBy = null; if (c.Agrees) State = LoopState.Withdrawn; break;
            case Merge: State = LoopState.Merged; break;
            case Suspend c: RestsUntil = c.Until; break;
            case Resume: RestsUntil = null; break;
        }
    }
}
