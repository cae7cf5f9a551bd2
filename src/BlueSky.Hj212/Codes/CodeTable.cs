using System.Collections.Frozen;

namespace BlueSky.Hj212;

/// <summary>Reads the code tables that travel in the assembly: lines of fields joined by <c>;</c>, <c>#</c> begins a comment.</summary>
internal static class CodeTable
{
    public static FrozenDictionary<string, T> Load<T>(string name, int columns, Func<string[], T> read, Func<T, string> key)
    {
        using var stream = typeof(CodeTable).Assembly.GetManifestResourceStream($"BlueSky.Hj212.Codes.{name}.csv")
            ?? throw new InvalidOperationException($"The code table {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        var rows = new List<T>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var cells = line.Split(';');
            if (cells.Length != columns)
                throw new InvalidDataException($"{name}.csv: {cells.Length} fields in place of {columns}: {line}");
            rows.Add(read(cells));
        }

        return rows.ToFrozenDictionary(key, StringComparer.Ordinal);
    }
}
