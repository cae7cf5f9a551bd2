using System.Text;
using BlueSky.Tables;

namespace BlueSky.Host;

/// <summary>Opens table files for the offline commands, and says what is wrong with them.</summary>
internal static class TableFile
{
    public const int Ok = 0;
    public const int DataFaults = 1;
    public const int Usage = 2;

    /// <summary>UTF-8, with or without byte order mark; bytes that are none become U+FFFD and are found as faults of their field.</summary>
    public static StreamReader Open(FileInfo file) =>
        new(new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan), new UTF8Encoding(false), true, 1 << 16);

    /// <summary>Standard output in UTF-8 with line feeds; nothing reaches it before the first line is complete.</summary>
    public static StreamWriter Output() => new(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16) { AutoFlush = false };

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
