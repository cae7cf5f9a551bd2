using Microsoft.Extensions.Logging;

namespace BlueSky.Gateway;

/// <summary>Every log message of the gateway. None holds a password or key.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Connection {Connection} from {Address} opened")]
    public static partial void Opened(this ILogger log, string connection, string address);

    [LoggerMessage(2, LogLevel.Debug, "Connection {Connection} from {Address} ended after {Frames} frames")]
    public static partial void Ended(this ILogger log, string connection, string address, long frames);

    [LoggerMessage(3, LogLevel.Warning, "Connection {Connection} from {Address} closed: {Reason}: {Words}")]
    public static partial void Closed(this ILogger log, string connection, string address, string reason, string words);

    [LoggerMessage(4, LogLevel.Warning, "Connection from {Address} refused: {Words}")]
    public static partial void ConnectionRefused(this ILogger log, string address, string words);

    [LoggerMessage(5, LogLevel.Error, "Connection {Connection} from {Address} failed unexpectedly")]
    public static partial void ConnectionFailed(this ILogger log, Exception exception, string connection, string address);

    [LoggerMessage(6, LogLevel.Debug, "Device {Mn} admitted on {Connection}, session {Epoch}")]
    public static partial void Admitted(this ILogger log, string mn, string connection, long epoch);

    [LoggerMessage(7, LogLevel.Information, "Device {Mn} on {Connection} superseded by a newer connection")]
    public static partial void Superseded(this ILogger log, string mn, string connection);

    [LoggerMessage(8, LogLevel.Debug, "Frame of {Mn} from {Address} refused: {Reason}: {Words}")]
    public static partial void FrameRefused(this ILogger log, string mn, string address, string reason, string words);

    [LoggerMessage(9, LogLevel.Debug, "Framing fault from {Address} at byte {Offset}: {Kind}: {Detail}")]
    public static partial void Fault(this ILogger log, string address, long offset, string kind, string detail);

    [LoggerMessage(10, LogLevel.Warning, "Device {Mn} could not be presented: the cluster gave no answer")]
    public static partial void AdmissionFailed(this ILogger log, Exception exception, string mn);

    [LoggerMessage(11, LogLevel.Error, "Device {Mn} could not be presented: unexpected failure")]
    public static partial void AdmissionFailedUnexpectedly(this ILogger log, Exception exception, string mn);

    [LoggerMessage(12, LogLevel.Warning, "Batch of {Count} to shard {Shard} failed, {Failures} in a row; its answers are held back")]
    public static partial void BatchFailed(this ILogger log, Exception exception, int shard, int count, int failures);

    [LoggerMessage(13, LogLevel.Error, "Batch of {Count} to shard {Shard} failed unexpectedly, {Failures} in a row; its answers are held back")]
    public static partial void BatchFailedUnexpectedly(this ILogger log, Exception exception, int shard, int count, int failures);

    [LoggerMessage(14, LogLevel.Error, "Shard {Shard} gave {Received} results for a batch of {Sent}")]
    public static partial void WrongResultCount(this ILogger log, int shard, int sent, int received);

    [LoggerMessage(15, LogLevel.Warning, "{Count} audit entries could not be written; they are kept and tried again")]
    public static partial void AuditFailed(this ILogger log, Exception exception, int count);

    [LoggerMessage(16, LogLevel.Warning, "Session report of device {Mn} failed; the next one repeats it")]
    public static partial void ReportFailed(this ILogger log, Exception exception, string mn);

    [LoggerMessage(17, LogLevel.Information, "Device {Mn} is asked {Command}")]
    public static partial void Asked(this ILogger log, string mn, string command);

    [LoggerMessage(18, LogLevel.Warning, "Device {Mn}: {Words}")]
    public static partial void RequestFailed(this ILogger log, string mn, string words);

    [LoggerMessage(19, LogLevel.Error, "The gateway's watch failed; it goes on with its next round")]
    public static partial void WatchFailed(this ILogger log, Exception exception);

    [LoggerMessage(20, LogLevel.Information, "HJ 212 gateway listens on {Address}:{Port}")]
    public static partial void Listening(this ILogger log, string address, int port);

    [LoggerMessage(21, LogLevel.Error, "An upload of shard {Shard} could not be completed")]
    public static partial void CompletionFailed(this ILogger log, Exception exception, int shard);
}
