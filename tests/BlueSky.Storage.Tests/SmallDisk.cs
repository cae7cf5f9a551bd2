using System.Diagnostics;

namespace BlueSky.Storage;

/// <summary>A file system of a few megabytes that a test can fill. Needs root on Linux.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string filler;

    private SmallDisk(string directory) => (Directory, filler) = (directory, Path.Combine(directory, "filler"));

    public string Directory { get; }

    /// <summary>Mounts one; null where that is not permitted.</summary>
    public static async Task<SmallDisk?> TryMount(int megabytes)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return null;
        }

        var directory = System.IO.Directory.CreateTempSubdirectory("bluesky-disk-").FullName;
        if (await Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0777", "tmpfs", directory))
        {
            return new SmallDisk(directory);
        }

        System.IO.Directory.Delete(directory);
        return null;
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        var zeros = new byte[4096];
        try
        {
            using var file = new FileStream(filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                file.Write(zeros);
            }
        }
        catch (IOException)
        {
            // Full: that was the aim.
        }
    }

    public void MakeRoom() => File.Delete(filler);

    public async ValueTask DisposeAsync()
    {
        // Lazily: the server that used it may take a moment to let go.
        await Run("umount", "-l", Directory);
        System.IO.Directory.Delete(Directory);
    }

    private static async Task<bool> Run(string file, params string[] arguments)
    {
        using var running = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true })!;
        await running.StandardError.ReadToEndAsync();
        await running.WaitForExitAsync();
        return running.ExitCode == 0;
    }
}
