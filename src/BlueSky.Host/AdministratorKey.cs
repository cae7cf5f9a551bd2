using System.Globalization;
using BlueSky.Access;
using BlueSky.Messages;

namespace BlueSky.Host;

/// <summary>The first key of a new store, with every scope, shown this once.</summary>
internal static class AdministratorKey
{
    private const string KeyId = "admin";
    private const string Actor = "system";
    private const string FileName = "admin.key";

    /// <summary>
    /// Makes the key where there is none and writes it to a file in the data directory that only its owner can read. Never to the
    /// console or a log: those are collected and kept by others.
    /// </summary>
    public static async Task Ensure(IGrainFactory grains, NodeOptions options, ILogger log)
    {
        options.Data.Create();
        var path = Path.Combine(options.Data.FullName, FileName);
        var unfinished = path + ".unfinished";
        for (var number = 1; ; number++)
        {
            var id = number == 1 ? KeyId : string.Create(CultureInfo.InvariantCulture, $"{KeyId}{number}");
            var grain = grains.GetGrain<IApiKeyGrain>(id);
            if (await grain.Exists())
            {
                if (!File.Exists(unfinished) || await File.ReadAllTextAsync(unfinished) != id) return;

                // A start died between making this key and writing it down: nobody knows its secret, so it ends and another is made.
                await grain.Revoke(Actor);
                continue;
            }

            await File.WriteAllTextAsync(unfinished, id);
            if (await Create(grain) is { } key)
            {
                await PrivateFile.Write(path, key);
                log.AdministratorKeyWritten(path);
            }

            File.Delete(unfinished);
            return;
        }
    }

    // Two silos of a new cluster may start at once: one of them makes the key, the other is told that it is there.
    private static async Task<string?> Create(IApiKeyGrain grain)
    {
        try
        {
            return await grain.Create("administrator", Scopes.All, null, Actor);
        }
        catch (RefusedException e) when (e.Reason == "key-exists")
        {
            return null;
        }
    }
}
