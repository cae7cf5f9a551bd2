namespace BlueSky.Storage;

/// <summary>A backup cannot be taken or restored as asked. Nothing that was there is changed; the message names the way out.</summary>
public sealed class BackupException : Exception
{
    /// <summary>Without words.</summary>
    public BackupException()
    {
    }

    /// <summary>In words.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="isOfTheData">True where the backup itself is damaged or incomplete, rather than the command wrong.</param>
    public BackupException(string message, bool isOfTheData = false) : base(message) => IsOfTheData = isOfTheData;

    /// <summary>In words, with the cause.</summary>
    public BackupException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>True where the backup itself is damaged or incomplete.</summary>
    public bool IsOfTheData { get; }
}
