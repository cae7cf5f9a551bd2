using System.Globalization;
using System.Text;

namespace BlueSky.Tables;

/// <summary>
/// Reads a comma-separated table with one header line, row by row in bounded memory. Columns are found by name (case does not
/// matter), others are ignored, empty lines are skipped, CRLF and a byte order mark are accepted. Every fault goes to
/// <see cref="Faults"/>; a row with a fault in its shape is not returned, the next one is. Not thread-safe.
/// </summary>
public sealed class CsvTable
{
    /// <summary>Longest line that is read, in characters: a file that is no table must not fill the memory.</summary>
    public const int LongestLine = 65_536;

    private readonly TextReader _text;
    private readonly char[] _buffer = new char[16_384];
    private readonly List<string> _fields = [];
    private readonly List<string> _header = [];
    private readonly List<TableFault> _faults = [];
    private int _at;
    private int _filled;

    /// <summary>Reads the header of <paramref name="text"/>; what is wrong with it is in <see cref="Faults"/>.</summary>
    /// <param name="text">The table; the caller closes it.</param>
    /// <param name="file">Name for the faults.</param>
    public CsvTable(TextReader text, string file)
    {
        _text = text;
        File = file;
        if (!NextLine(out var line))
        {
            if (_faults.Count > 0) return; // the first line was too long
            Line = 1;
            Fault("(line)", "", "a header line with column names");
            return;
        }
        if (CsvLine.Split(line.TrimStart('\uFEFF'), _header) is { } expected) Fault("(line)", line, expected);
    }

    /// <summary>Name of the file.</summary>
    public string File { get; }

    /// <summary>Line of the current row, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>All faults so far, in the order of the file.</summary>
    public IReadOnlyList<TableFault> Faults => _faults;

    /// <summary>Fields of the current row.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Position of the column <paramref name="name"/>, or -1 when the header has none.</summary>
    public int Column(string name) => _header.FindIndex(h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Position of a column that must be there exactly once; when it is not, that is a fault of line 1, and the answer is -1 when there is
    /// none.
    /// </summary>
    public int Demand(string name)
    {
        var column = Column(name);
        if (column < 0) _faults.Add(new TableFault(File, 1, name, string.Join(',', _header), $"a column named {name} in the header"));
        else if (_header.FindLastIndex(h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase)) != column)
            _faults.Add(new TableFault(File, 1, name, string.Join(',', _header), $"only one column named {name}"));
        return column;
    }

    /// <summary>Goes to the next well-formed row.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool Read()
    {
        while (NextLine(out var line))
        {
            if (line.Length == 0) continue;
            if (CsvLine.Split(line, _fields) is { } expected) Fault("(line)", line, expected);
            else if (_fields.Count != _header.Count)
                Fault("(line)", line, string.Create(CultureInfo.InvariantCulture, $"{_header.Count} fields as in the header, not {_fields.Count}"));
            else return true;
        }
        return false;
    }

    /// <summary>Adds a fault of the current row.</summary>
    public void Fault(string column, string value, string expected) => _faults.Add(new TableFault(File, Line, column, value, expected));

    /// <summary>The text of a field that must not be empty; a fault and null otherwise.</summary>
    public string? Text(int column)
    {
        var value = _fields[column];
        if (value.Contains('\uFFFD', StringComparison.Ordinal)) Fault(_header[column], value, "text in UTF-8");
        else if (string.IsNullOrWhiteSpace(value)) Fault(_header[column], value, "a text that is not empty");
        else return value;
        return null;
    }

    /// <summary>A number of 0 or more; null when the field is empty (missing), null and a fault when it is no such number.</summary>
    public decimal? Amount(int column)
    {
        var value = _fields[column];
        if (value.Length == 0) return null;
        if (PlainNumber.TryParse(value, out var number)) return number;
        Fault(_header[column], value, $"{PlainNumber.Expected}, or nothing when it is missing");
        return null;
    }

    private bool NextLine(out string line)
    {
        StringBuilder? begun = null;
        while (true)
        {
            if (_at == _filled)
            {
                _filled = _text.Read(_buffer, 0, _buffer.Length);
                _at = 0;
                if (_filled == 0)
                {
                    line = begun?.ToString() ?? "";
                    if (begun is not null) Line++;
                    return begun is not null;
                }
            }
            var rest = _buffer.AsSpan(_at, _filled - _at);
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            _at += end < 0 ? rest.Length : end + 1;
            if ((begun?.Length ?? 0) + part.Length > LongestLine)
            {
                Line++;
                Fault(
                    "(line)", part[..Math.Min(part.Length, 60)].ToString(),
                    string.Create(CultureInfo.InvariantCulture, $"lines of at most {LongestLine} characters; reading stops here"));
                (_at, _filled, line) = (0, 0, "");
                while (_text.Read(_buffer, 0, _buffer.Length) > 0) { } // nothing behind it can be trusted to begin a line
                return false;
            }
            if (end < 0)
            {
                (begun ??= new StringBuilder()).Append(part);
                continue;
            }
            Line++;
            if (begun is null) line = (part.Length > 0 && part[^1] == '\r' ? part[..^1] : part).ToString();
            else line = begun.Append(part).ToString().TrimEnd('\r');
            return true;
        }
    }
}
