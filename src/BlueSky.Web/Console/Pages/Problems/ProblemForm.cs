using BlueSky.Time;
using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>What a person fills in to act on a problem; becomes the same entry as the API takes.</summary>
/// <param name="handling">What is to be done.</param>
/// <param name="command">Id of the command: one for one intention, so that it is carried out once however often it is sent.</param>
public sealed class ProblemForm(Handling handling, string command)
{
    /// <summary>A verdict of a review.</summary>
    public const string Pass = "pass", Reject = "reject";

    /// <summary>What is to be done.</summary>
    public Handling Handling { get; } = handling;

    /// <summary>Note, reason or text.</summary>
    public string Note { get; set; } = "";

    /// <summary>What a review comes to: <see cref="Pass"/> or <see cref="Reject"/>. A word, since a choice of the page cannot hold a yes or no.</summary>
    public string Verdict { get; set; } = Pass;

    /// <summary>True to pass a review.</summary>
    public bool Passes => Verdict == Pass;

    /// <summary>Line that the command centre reviews for; null of a line itself.</summary>
    public Line? Line { get; set; }

    /// <summary>Why the clocks rest.</summary>
    public SuspensionCause Cause { get; set; }

    /// <summary>Until when they rest, China time.</summary>
    public DateTime Until { get; set; }

    /// <summary>Code of the town; empty leaves it as it is.</summary>
    public string Town { get; set; } = "";

    /// <summary>Code of the department; empty leaves it as it is.</summary>
    public string Department { get; set; } = "";

    /// <summary>Id of the problem to merge into.</summary>
    public string Into { get; set; } = "";

    /// <summary>Ids of photos that were uploaded.</summary>
    public List<string> Photos { get; } = [];

    /// <summary>True while photos are on their way.</summary>
    public bool IsUploading { get; set; }

    /// <summary>True when a measurement is handed in too.</summary>
    public bool HasProof { get; set; }

    /// <summary>What was measured.</summary>
    public string Factor { get; set; } = "";

    /// <summary>Result.</summary>
    public decimal? Value { get; set; }

    /// <summary>The limit it is held against.</summary>
    public decimal? Limit { get; set; }

    /// <summary>Unit of both.</summary>
    public string Unit { get; set; } = "";

    /// <summary>When it was measured, China time.</summary>
    public DateTime MeasuredAt { get; set; }

    /// <summary>Number or reference of the report.</summary>
    public string Document { get; set; } = "";

    /// <summary>True when a note is to be filled in.</summary>
    public bool AsksForNote => Handling is not (Handling.Accept or Handling.Assign or Handling.Merge or Handling.Resume);

    /// <summary>True when it cannot go without the note.</summary>
    public bool NeedsNote => Handling != Handling.Agree && (Handling != Handling.Review || !Passes);

    /// <summary>Longest note, characters.</summary>
    public int LongestNote => Handling == Handling.Rectify ? RectificationEntry.LongestText : HandlingEntry.LongestNote;

    /// <summary>What it makes.</summary>
    public HandlingEntry Entry => Handling switch
    {
        Handling.Assign => new AssignmentEntry { Command = command, Town = Named(Town), Department = Named(Department) },
        Handling.Accept => new AcceptanceEntry { Command = command },
        Handling.Rectify => new RectificationEntry { Command = command, Text = Note.Trim(), Photos = [.. Photos], Proof = HasProof ? Proof : null },
        Handling.Review => new ReviewEntry { Command = command, Passes = Passes, Note = Note.Trim(), Line = Line },
        Handling.Comment => new CommentEntry { Command = command, Text = Note.Trim() },
        Handling.Propose => new WithdrawalEntry { Command = command, Reason = Note.Trim() },
        Handling.Agree => new WithdrawalDecisionEntry { Command = command, Agrees = true, Note = Note.Trim() },
        Handling.Decline => new WithdrawalDecisionEntry { Command = command, Agrees = false, Note = Note.Trim() },
        Handling.Reassign => new ReassignmentEntry { Command = command, Town = Named(Town), Department = Named(Department), Reason = Note.Trim() },
        Handling.Merge => new MergerEntry { Command = command, Into = Into },
        Handling.Suspend => new SuspensionEntry { Command = command, Cause = Cause, Note = Note.Trim(), Until = InChina(Until) },
        _ => new ResumptionEntry { Command = command },
    };

    private ProofEntry Proof => new()
    {
        Factor = Factor.Trim(), Value = Value, Limit = Limit, Unit = Unit.Trim(), At = InChina(MeasuredAt), Document = Document.Trim(),
    };

    private static string? Named(string code) => code.Length == 0 ? null : code;

    private static DateTimeOffset InChina(DateTime local) => new(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), ChinaTime.Offset);
}
