namespace BlueSky.Tables;

/// <summary>Splits one line of comma-separated text (RFC 4180, except that a quoted field ends on its own line).</summary>
public static class CsvLine
{
    /// <summary>Splits <paramref name="line"/> into <paramref name="fields"/>, which is emptied first.</summary>
    /// <returns>Null when the line is well-formed, else what is expected of it.</returns>
    public static string? Split(string line, List<string> fields)
    {
        fields.Clear();
        var at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                var fault = Quoted(line, ref at, fields);
                if (fault is not null) return fault;
            }
            else
            {
                var comma = line.IndexOf(',', at);
                var end = comma < 0 ? line.Length : comma;
                if (line.AsSpan(at, end - at).Contains('"')) return "a quote only around a whole field";
                fields.Add(end == at ? "" : line[at..end]);
                at = end;
            }
            if (at == line.Length) return null;
            at++; // the comma
        }
    }

    /// <summary><paramref name="text"/> as one field: quoted only when it must be.</summary>
    public static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static string? Quoted(string line, ref int at, List<string> fields)
    {
        var start = at + 1;
        var end = start;
        while (true)
        {
            end = line.IndexOf('"', end);
            if (end < 0) return "a closing quote on the same line";
            if (end + 1 == line.Length || line[end + 1] != '"') break;
            end += 2; // a doubled quote stands for one
        }
        if (end + 1 < line.Length && line[end + 1] != ',') return "a comma after the closing quote";
        fields.Add(line[start..end].Replace("\"\"", "\"", StringComparison.Ordinal));
        at = end + 1;
        return null;
    }
}
