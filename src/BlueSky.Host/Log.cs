namespace BlueSky.Host;

/// <summary>All log messages of the host.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Entering the demo register (演示清单): {Sources} invented sources, {Devices} devices")]
    public static partial void EnteringDemoRegister(this ILogger log, int sources, int devices);

    [LoggerMessage(Level = LogLevel.Information, Message = "Entered station hours (演示): {Measured} measured in 2019, {Invented} invented")]
    public static partial void StationHoursSeeded(this ILogger log, int measured, int invented);

    [LoggerMessage(Level = LogLevel.Critical, Message = "A seed was refused: field {Field}: {Reason}")]
    public static partial void SeedRefused(this ILogger log, string field, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "First start of this store. The administrator's key is in {Path}; keep it safe and remove the file")]
    public static partial void AdministratorKeyWritten(this ILogger log, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "First start of this store. The console's user admin signs in with the password in {Path}, changes it, and removes the file")]
    public static partial void AdministratorPasswordWritten(this ILogger log, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo of the cluster can be reached yet: {Reason} Waiting for one")]
    public static partial void NoSiloYet(this ILogger log, string reason);
}
