using System.Runtime.CompilerServices;

namespace BlueSky.Districts;

/// <summary>The seeds in the source tree, and throw-away copies of them to spoil.</summary>
internal sealed class SeedFolder : IDisposable
{
    internal SeedFolder()
    {
        Folder = Directory.CreateTempSubdirectory("district-seed-").FullName;
        foreach (var file in Directory.GetFiles(Lanshan)) File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
    }

    internal static string Lanshan { get; } = Find();

    internal string Folder { get; }

    internal void Replace(string file, string from, string to)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Find([CallerFilePath] string here = "")
    {
        for (var folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, "seeds", "lanshan"))) return Path.Combine(folder, "seeds", "lanshan");
        }

        throw new DirectoryNotFoundException("seeds/lanshan is in no folder above the tests.");
    }
}
