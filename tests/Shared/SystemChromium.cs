namespace BlueSky.Testing;

/// <summary>The Chromium of this machine: <c>BLUESKY_CHROMIUM</c>, else the first of the usual names on the path. Nothing is downloaded.</summary>
internal static class SystemChromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    public static string Path { get; } = Environment.GetEnvironmentVariable("BLUESKY_CHROMIUM") is { Length: > 0 } set
        ? set
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium on the path: install Debian's package chromium, or name one in BLUESKY_CHROMIUM.");
}
