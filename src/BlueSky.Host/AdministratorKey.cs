using BlueSky.Access;
using BlueSky.Messages;

namespace BlueSky.Host;

/// <summary>The first key of a new store, with every scope, shown this once.</summary>
internal static class AdministratorKey
{
    private const string KeyId = "admin";
    private const string FileName = "admin.key";

    /// <summary>Makes the key where there is none and writes it to a file in the data directory that only its owner can read.</summary>
    public static async Task Ensure(IGrainFactory grains, NodeOptions options, ILogger log)
    {
        string key;
        try
        {
            key = await grains.GetGrain<IApiKeyGrain>(KeyId).Create("administrator", Scopes.All, null, "system");
        }
        catch (RefusedException e) when (e.Reason == "key-exists")
        {
            return;
        }

        // Never to the console or a log: those are collected and kept by others.
        options.Data.Create();
        var path = Path.Combine(options.Data.FullName, FileName);
        var mode = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new StreamWriter(path, mode);
        await file.WriteLineAsync(key);
        log.AdministratorKeyWritten(path);
    }
}
