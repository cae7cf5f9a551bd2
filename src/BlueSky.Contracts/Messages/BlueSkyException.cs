using BlueSky.Decisions;

namespace BlueSky.Messages;

/// <summary>
/// A failure that may cross node borders: store and provider exceptions cannot be serialised, so the boundary turns them
/// into one of these.
/// </summary>
[GenerateSerializer]
public class BlueSkyException : Exception
{
    /// <summary>A failure without words.</summary>
    public BlueSkyException()
    {
    }

    /// <summary>A failure in words that a person can act on.</summary>
    public BlueSkyException(string message) : base(message)
    {
    }

    /// <summary>A failure in words with its cause (which stays on the node where it happened).</summary>
    public BlueSkyException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>存储不可用或已满载: the store cannot take more now; nothing was stored for certain. Try the same command again.</summary>
[GenerateSerializer]
public sealed class StoreUnavailableException : BlueSkyException
{
    /// <summary>Without words.</summary>
    public StoreUnavailableException()
    {
    }

    /// <summary>In words.</summary>
    public StoreUnavailableException(string message) : base(message)
    {
    }

    /// <summary>In words, with the cause.</summary>
    public StoreUnavailableException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>A command that the rules refuse, with the field and the reason; trying again changes nothing.</summary>
[GenerateSerializer]
public sealed class RefusedException : BlueSkyException
{
    /// <summary>Without words.</summary>
    public RefusedException()
    {
    }

    /// <summary>In words.</summary>
    public RefusedException(string message) : base(message)
    {
    }

    /// <summary>In words, with the cause.</summary>
    public RefusedException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>A refusal of one field.</summary>
    public RefusedException(string reason, string field, string message) : base(message) => (Reason, Field) = (reason, field);

    /// <summary>A rule's refusal, so that it can travel between nodes.</summary>
    public RefusedException(Refusal refusal) : this(refusal.Code, refusal.Field, refusal.Words) => Ground = refusal.Ground;

    /// <summary>Short stable word, e.g. <c>unknown-kind</c>.</summary>
    [Id(0)] public string Reason { get; private set; } = "refused";

    /// <summary>Name of the field at fault; empty when it is the whole.</summary>
    [Id(1)] public string Field { get; private set; } = "";

    /// <summary>Nature of a rule's refusal.</summary>
    [Id(2)] public RefusalGround Ground { get; private set; }
}
