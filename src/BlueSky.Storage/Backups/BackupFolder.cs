using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BlueSky.Storage;

/// <summary>
/// The folder of a backup: its files, <c>manifest.json</c>, and at last <c>SHA256SUMS</c> over all of them in the form of sha256sum.
/// A folder without that file is the rest of a backup that was broken off. Only the owner can read it: it holds everything.
/// </summary>
internal sealed class BackupFolder
{
    private const string Sums = "SHA256SUMS";
    private const string ManifestFile = "manifest.json";
    private readonly Dictionary<string, string> _sums = new(StringComparer.Ordinal);

    private BackupFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>A new folder, which must be empty or not be there.</summary>
    public static BackupFolder Create(string path)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new BackupException($"--to: {path} is not empty. A backup is never written over another: name a new directory.");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new BackupFolder(path);
    }

    /// <summary>An existing folder after a check of every byte.</summary>
    /// <exception cref="BackupException">Incomplete or damaged; says which file.</exception>
    public static async Task<(BackupFolder Folder, BackupManifest Manifest)> Open(string path, CancellationToken cancellation)
    {
        if (!Directory.Exists(path)) throw new BackupException($"--from: {path}: no such directory.");
        var sums = System.IO.Path.Combine(path, Sums);
        if (!File.Exists(sums))
            throw new BackupException($"--from: {path} has no {Sums}: it is no backup, or one that was broken off. Restore another one.", isOfTheData: true);
        var folder = new BackupFolder(path);
        foreach (var line in await File.ReadAllLinesAsync(sums, cancellation))
        {
            if (line.Split("  ", 2) is not [{ Length: 64 } sum, var name] || name != System.IO.Path.GetFileName(name)) throw Damaged(Sums);
            folder._sums[name] = sum;
            if (!File.Exists(folder.PathOf(name)) || await folder.Sum(name, cancellation) != sum) throw Damaged(name);
        }

        if (!folder._sums.ContainsKey(ManifestFile)) throw Damaged(Sums);
        try
        {
            return (folder, BackupManifest.Parse(await File.ReadAllBytesAsync(folder.PathOf(ManifestFile), cancellation)));
        }
        catch (JsonException)
        {
            throw Damaged(ManifestFile);
        }
    }

    public static BackupException Damaged(string name) =>
        new($"The backup is damaged: {name} is missing or not what was written. Nothing was restored; use another backup.", isOfTheData: true);

    /// <summary>Path of a file in it.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A new file in it that only its owner can read.</summary>
    public FileStream New(string name) => NewFile(PathOf(name));

    /// <summary>A new file anywhere that only its owner can read.</summary>
    public static FileStream NewFile(string path)
    {
        var form = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) form.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, form);
    }

    /// <summary>Notes the checksum of a finished file as it is on the disk.</summary>
    public async Task Keep(string name, CancellationToken cancellation) => _sums[name] = await Sum(name, cancellation);

    /// <summary>Writes manifest and checksums: from here on the backup is one.</summary>
    public async Task Seal(BackupManifest manifest, CancellationToken cancellation)
    {
        await Write(ManifestFile, manifest.ToJson(), cancellation);
        await Keep(ManifestFile, cancellation);
        var lines = string.Concat(_sums.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Value}  {s.Key}\n"));
        await Write(Sums, Encoding.UTF8.GetBytes(lines), cancellation);
    }

    private async Task Write(string name, byte[] content, CancellationToken cancellation)
    {
        await using var file = New(name);
        await file.WriteAsync(content, cancellation);
        file.Flush(flushToDisk: true);
    }

    private async Task<string> Sum(string name, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(PathOf(name));
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }
}
