namespace BlueSky.Storage;

/// <summary>
/// The schema of the store and this program do not go together: changed after it was applied, of a newer program, or behind this
/// program while this role may not change it. Nothing was changed; the message names the way out.
/// </summary>
public sealed class SchemaException : Exception
{
    /// <summary>Without words.</summary>
    public SchemaException()
    {
    }

    /// <summary>In words.</summary>
    public SchemaException(string message) : base(message)
    {
    }

    /// <summary>In words, with the cause.</summary>
    public SchemaException(string message, Exception inner) : base(message, inner)
    {
    }
}
