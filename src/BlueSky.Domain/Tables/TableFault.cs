using System.Globalization;
using System.Text;

namespace BlueSky.Tables;

/// <summary>One fault in a table that a person supplied. Faults are collected, so that one run shows all of them.</summary>
/// <param name="File">Name of the file as the person gave it.</param>
/// <param name="Line">Line in the file, from 1; the header is line 1.</param>
/// <param name="Column">Column name as the header writes it, or <c>(line)</c> when the whole line is at fault.</param>
/// <param name="Value">The text that is there.</param>
/// <param name="Expected">What is expected in its place.</param>
public sealed record TableFault(string File, long Line, string Column, string Value, string Expected)
{
    private const int ShownCharacters = 60;

    /// <summary>The fault on one line: <c>file:line: column pm25: "abc": expected …</c>; control characters are escaped, long values cut.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: column {Shown(Column)}: \"{Shown(Value)}\": expected {Expected}");

    private static string Shown(string value)
    {
        var text = new StringBuilder();
        foreach (var c in value.Length > ShownCharacters ? value[..ShownCharacters] + "…" : value)
            if (char.IsControl(c)) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else text.Append(c);
        return text.ToString();
    }
}
