namespace BlueSky.Host;

/// <summary>Secrets that are shown once: in files of the data directory that only their owner can read.</summary>
internal static class PrivateFile
{
    /// <summary>Writes one line, in place of what was there.</summary>
    public static async Task Write(string path, string line)
    {
        var mode = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new StreamWriter(path, mode);
        await file.WriteLineAsync(line);
    }
}
