using System.Text;
using BlueSky.Tables;

namespace BlueSky.Host.Commands;

/// <summary>Opens table files for the offline commands, and says what is wrong with them.</summary>
internal static class TableFile
{
    public const int Ok = 0;
    public const int DataFaults = 1;
    public const int Usage = 2;
    private const int BufferSize = 1 << 16;

    /// <summary>
    /// Opens a file that can be read twice. What comes through a pipe is put into a file that vanishes when it is closed.
    /// </summary>
    public static Stream Open(FileInfo file)
    {
        var source = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        if (source.CanSeek) return source;
        using (source)
        {
            var copy = new FileStream(
                Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
                FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose);
            source.CopyTo(copy);
            return copy;
        }
    }

    /// <summary>
    /// The text of a file from its start: UTF-8, with or without byte order mark. Bytes that are none become U+FFFD and are found as faults
    /// of their field. The stream stays open.
    /// </summary>
    public static StreamReader Text(Stream file)
    {
        file.Position = 0;
        return new StreamReader(file, new UTF8Encoding(false), true, BufferSize, leaveOpen: true);
    }

    /// <summary>Standard output in UTF-8.</summary>
    public static StreamWriter Output() => new(Console.OpenStandardOutput(), new UTF8Encoding(false), BufferSize) { AutoFlush = false };

    /// <summary>Runs a command on a file; a file that cannot be read is a fault of usage, told in one line.</summary>
    public static int Run(FileInfo file, Func<int> command)
    {
        if (!file.Exists) return Refused($"{file}: no such file");
        try
        {
            return command();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Refused($"{file}: {refused.Message}");
        }
    }

    /// <summary>Prints the faults, one line each, to standard error.</summary>
    public static int Report(IReadOnlyList<TableFault> faults)
    {
        foreach (var fault in faults) Console.Error.WriteLine(fault);
        return faults.Count == 0 ? Ok : DataFaults;
    }

    private static int Refused(string message)
    {
        Console.Error.WriteLine(message);
        return Usage;
    }
}
