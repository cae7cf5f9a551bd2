namespace BlueSky.Sources;

/// <summary>
/// A kind file (污染源类型文件) that cannot be used. The message names the file, the place in it, what is wrong and how to
/// put it right, so that a clerk can do so without a programmer.
/// </summary>
public sealed class KindFileException : Exception
{
    /// <summary>File, JSON path, what is wrong, what to do.</summary>
    public KindFileException(string file, string path, string problem, string fix)
        : base($"{file}: {path}: {problem} 改法 fix: {fix}")
    {
        File = file;
        Path = path;
    }

    /// <summary>The same with the error of the JSON reader beneath.</summary>
    public KindFileException(string file, string path, string problem, string fix, Exception inner)
        : base($"{file}: {path}: {problem} 改法 fix: {fix}", inner)
    {
        File = file;
        Path = path;
    }

    /// <summary>The file as given to the reader.</summary>
    public string File { get; }

    /// <summary>Place in the file, e.g. <c>$.limits[2].factor</c>.</summary>
    public string Path { get; }
}
