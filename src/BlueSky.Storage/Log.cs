using Microsoft.Extensions.Logging;

namespace BlueSky.Storage;

/// <summary>All log messages of this assembly.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A commit of {Writer} with {Count} requests failed; its callers are told that the store is not available")]
    public static partial void CommitFailed(ILogger logger, Exception exception, string writer, int count);

    [LoggerMessage(2, LogLevel.Warning, "A commit of {Writer} with {Count} requests holds one that cannot be stored; each is now committed alone")]
    public static partial void GroupSplit(ILogger logger, Exception exception, string writer, int count);

    [LoggerMessage(3, LogLevel.Information, "Rolled {Observations} observations into {Chunks} chunks: stream {Stream}, blocks {First} to {Last}")]
    public static partial void Rolled(ILogger logger, int observations, int chunks, long stream, long first, long last);

    [LoggerMessage(4, LogLevel.Warning, "Rolling the journal failed; it is tried again")]
    public static partial void RollFailed(ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Information, "Applied migration {Name} to the {Engine} store")]
    public static partial void Migrated(ILogger logger, string name, string engine);

    [LoggerMessage(6, LogLevel.Warning, "The outcome of commit {Seq} of stream {Stream} was unknown; the store now says: {Outcome}")]
    public static partial void Resolved(ILogger logger, long seq, long stream, string outcome);

    [LoggerMessage(7, LogLevel.Information, "The store is open: {Engine}, {Bytes} bytes of the journal not yet rolled")]
    public static partial void Opened(ILogger logger, string engine, long bytes);

    [LoggerMessage(8, LogLevel.Warning, "Whether the last commit of the journal succeeded cannot be learned yet: PostgreSQL cannot be reached")]
    public static partial void StillUncertain(ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Critical, "本节点已被隔离。{Reason} This process must end")]
    public static partial void Fenced(ILogger logger, string reason);

    [LoggerMessage(10, LogLevel.Warning, "Fenced {Silo}, which the membership table says is dead: it can append nothing any more")]
    public static partial void FencedOff(ILogger logger, string silo);

    [LoggerMessage(11, LogLevel.Information, "Readings of {Month:yyyy-MM} are older than they are kept: {Chunks} chunks would be reduced to hourly values (RetentionDryRun)")]
    public static partial void WouldDrop(ILogger logger, DateTimeOffset month, long chunks);

    [LoggerMessage(12, LogLevel.Information, "Reduced the readings of {Month:yyyy-MM} to hourly values: {Chunks} chunks, of which those of {Evidence} hours are kept as evidence")]
    public static partial void Dropped(ILogger logger, DateTimeOffset month, long chunks, int evidence);

    [LoggerMessage(13, LogLevel.Warning, "Reducing old readings to hourly values failed; it is tried again")]
    public static partial void RetentionFailed(ILogger logger, Exception exception);

    [LoggerMessage(20, LogLevel.Warning, "The database has {Name} of a newer program, which only adds: this program runs on beside it")]
    public static partial void NewerSchema(ILogger logger, string name);
}
