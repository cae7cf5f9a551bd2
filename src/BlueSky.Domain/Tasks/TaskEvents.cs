using System.Text.Json.Serialization;
using BlueSky.Access;

namespace BlueSky.Tasks;

/// <summary>Something that happened to a task: a fact, never changed. Their order is the task's history.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ShareAssigned), "assigned")]
[JsonDerivedType(typeof(ShareWithdrawn), "withdrawn")]
[JsonDerivedType(typeof(ProgressReported), "reported")]
[JsonDerivedType(typeof(ReportApproved), "approved")]
[JsonDerivedType(typeof(ReportReturned), "returned")]
[JsonDerivedType(typeof(SupervisionOpened), "supervised")]
[JsonDerivedType(typeof(SupervisionAnswered), "supervision-answered")]
[JsonDerivedType(typeof(SupervisionLifted), "supervision-lifted")]
[JsonDerivedType(typeof(DeadlineGiven), "deadline-given")]
[JsonDerivedType(typeof(QuestionAnswered), "question-answered")]
public abstract record TaskEvent
{
    /// <summary>Id of the command it follows from.</summary>
    public string Command { get; init; } = "";

    /// <summary>Digest of that command.</summary>
    public string Digest { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public Actor By { get; init; } = Actor.OfTheSystem;
}

/// <summary>A town got its share, the first or a new one.</summary>
public sealed record ShareAssigned(TownShare Share) : TaskEvent;

/// <summary>A share was taken back.</summary>
public sealed record ShareWithdrawn(string Town, string Reason) : TaskEvent;

/// <summary>A unit reported. Reports of a task are numbered from 1.</summary>
public sealed record ProgressReported(int Report, int Percent, string Text, IReadOnlyList<Evidence> Evidence) : TaskEvent;

/// <summary>A report was found good.</summary>
public sealed record ReportApproved(int Report, string Note) : TaskEvent;

/// <summary>A report was sent back.</summary>
public sealed record ReportReturned(int Report, string Reason) : TaskEvent;

/// <summary>Towns and lead departments came under supervision.</summary>
public sealed record SupervisionOpened(IReadOnlyList<Unit> Towns, IReadOnlyList<Unit> Departments, string Reason, DateOnly AnswerBy) : TaskEvent;

/// <summary>A supervised unit answered.</summary>
public sealed record SupervisionAnswered(string Text) : TaskEvent;

/// <summary>The supervision ended.</summary>
public sealed record SupervisionLifted(string Reason) : TaskEvent;

/// <summary>The task has a last day that the plan does not print.</summary>
public sealed record DeadlineGiven(DateOnly Due, string Document) : TaskEvent;

/// <summary>An open question has an answer; a later one replaces it.</summary>
public sealed record QuestionAnswered(int Question, string Answer, string Document) : TaskEvent;
