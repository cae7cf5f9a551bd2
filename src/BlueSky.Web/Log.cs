using Microsoft.Extensions.Logging;

namespace BlueSky.Web;

/// <summary>All log messages of this assembly.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Sign-in refused: key {KeyId} from {Address}")]
    public static partial void SignInRefused(this ILogger logger, string keyId, string address);

    [LoggerMessage(2, LogLevel.Warning, "Sign-ins of {Address} are not looked at: too many failed")]
    public static partial void SignInThrottled(this ILogger logger, string address);

    [LoggerMessage(3, LogLevel.Warning, "{Method} {Path}: the cluster or the store is not available")]
    public static partial void Unavailable(this ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(4, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void Failed(this ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "{Count} folded audit entries could not be written; they are kept and tried again")]
    public static partial void AuditKept(this ILogger logger, int count, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "{Count} folded audit entries were lost at shutdown")]
    public static partial void AuditLost(this ILogger logger, int count, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "Export of {Path} broke off after {Rows} rows; the connection was cut so that nobody takes the part for the whole")]
    public static partial void ExportBroken(this ILogger logger, string path, long rows, Exception exception);

    [LoggerMessage(8, LogLevel.Warning, "Shard {Shard}: {Count} observations could not be handed over")]
    public static partial void IngestUnavailable(this ILogger logger, int shard, int count, Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "Cross-site {Method} {Path} refused")]
    public static partial void CrossSiteRefused(this ILogger logger, string method, string path);

    [LoggerMessage(10, LogLevel.Warning, "Sign-in refused: user {Name} from {Address}: {Reason}")]
    public static partial void PersonRefused(this ILogger logger, string name, string address, string reason);

    [LoggerMessage(11, LogLevel.Warning, "The provider's user {Subject} is not let in: {Reason}")]
    public static partial void ProviderRefused(this ILogger logger, string subject, string reason);

    [LoggerMessage(12, LogLevel.Warning, "A live view of {Value} could not be read; it is tried again")]
    public static partial void ViewFailed(this ILogger logger, string value, Exception exception);
}
