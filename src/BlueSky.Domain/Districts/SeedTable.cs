using System.Globalization;
using System.Text;

namespace BlueSky.Districts;

/// <summary>
/// A small CSV file (RFC 4180 quoting, one record per line, UTF-8) whose errors say file, line, field and fix.
/// Columns are found by name, so a file may carry more columns than its reader knows.
/// </summary>
internal sealed class SeedTable
{
    private readonly Dictionary<string, int> _columns;

    private SeedTable(string file, Dictionary<string, int> columns, List<Row> rows)
    {
        File = file;
        _columns = columns;
        Rows = rows;
    }

    internal string File { get; }

    internal IReadOnlyList<Row> Rows { get; private set; }

    internal static SeedTable Load(string path, params string[] required)
    {
        var file = Path.GetFileName(path);
        if (!System.IO.File.Exists(path))
        {
            throw new DistrictSeedException(file, 0, "", $"the file is missing in '{Path.GetDirectoryName(path)}'; add it with the columns {string.Join(',', required)}");
        }

        var lines = System.IO.File.ReadAllLines(path, Encoding.UTF8);
        if (lines.Length == 0) throw new DistrictSeedException(file, 0, "", $"the file is empty; its first line must be {string.Join(',', required)}");
        var header = Split(file, 1, lines[0]);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < header.Count; i++)
        {
            if (!columns.TryAdd(header[i], i)) throw new DistrictSeedException(file, 1, header[i], "the column is there twice; remove one");
        }

        foreach (var name in required)
        {
            if (!columns.ContainsKey(name)) throw new DistrictSeedException(file, 1, name, "the column is missing in the header; add it");
        }

        var table = new SeedTable(file, columns, []);
        var rows = new List<Row>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0) continue;
            var fields = Split(file, i + 1, lines[i]);
            if (fields.Count != header.Count)
            {
                throw new DistrictSeedException(file, i + 1, "", $"the line has {fields.Count} fields and the header {header.Count}; quote fields that hold a comma");
            }

            rows.Add(new Row(table, i + 1, fields));
        }

        table.Rows = rows;
        return table;
    }

    private static List<string> Split(string file, int line, string text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        if (quoted) throw new DistrictSeedException(file, line, "", "a quote is not closed; a field may not run over a line end");
        fields.Add(field.ToString().Trim());
        return fields;
    }

    /// <summary>One record with its line number.</summary>
    internal sealed record Row(SeedTable Table, int Line, List<string> Fields)
    {
        internal string Text(string column) => Fields[Table._columns[column]];

        internal string Optional(string column) => Table._columns.ContainsKey(column) ? Text(column) : "";

        internal string Required(string column, string meaning) =>
            Text(column) is { Length: > 0 } text ? text : throw Fault(column, $"is empty; give {meaning}");

        internal string OneOf(string column, params string[] allowed) =>
            Text(column) is var text && allowed.Contains(text, StringComparer.Ordinal)
                ? text
                : throw Fault(column, $"is '{text}'; allowed are {string.Join(", ", allowed)}");

        internal decimal? Degrees(string column, decimal bound)
        {
            var text = Text(column);
            if (text.Length == 0) return null;
            return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                && Math.Abs(value) <= bound
                    ? value
                    : throw Fault(column, $"is '{text}'; give degrees between -{bound} and {bound} with a decimal point, or leave it empty");
        }

        internal DistrictSeedException Fault(string column, string fix) => new(Table.File, Line, column, fix);
    }
}
