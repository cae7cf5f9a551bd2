namespace BlueSky.Decisions;

/// <summary>
/// What an aggregate answers to a command: events to store, or a refusal, or neither, when the command was carried out
/// before and a repetition changes nothing.
/// </summary>
/// <typeparam name="TEvent">Events of the aggregate.</typeparam>
public sealed record Decision<TEvent>
{
    /// <summary>Taken; without events: carried out before.</summary>
    public Decision(params TEvent[] events) => Events = events;

    /// <summary>Refused.</summary>
    public Decision(Refusal refusal) => (Events, Refusal) = ([], refusal);

    /// <summary>Events in order; empty for a refusal and for a repetition.</summary>
    public IReadOnlyList<TEvent> Events { get; }

    /// <summary>Why not; null when it is taken.</summary>
    public Refusal? Refusal { get; }

    /// <summary>True when the command was carried out before.</summary>
    public bool IsRepetition => Refusal is null && Events.Count == 0;

    /// <summary>One event to store, so that a rule reads as what it says.</summary>
    public static implicit operator Decision<TEvent>(TEvent only) => new(only);

    /// <summary>A refusal.</summary>
    public static implicit operator Decision<TEvent>(Refusal refusal) => new(refusal);
}
