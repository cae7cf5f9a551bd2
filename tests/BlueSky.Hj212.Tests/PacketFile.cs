using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BlueSky.Hj212.Tests;

/// <summary>One item of Data/hj212-packets.txt: bytes and what the file says about them.</summary>
public sealed record PacketItem(string Id, string Length, string Crc, string Terminator, string StCn, string Class, byte[] Bytes)
{
    public override string ToString() => $"{Id} {Class} {StCn}";

    public bool LengthFits => Length.StartsWith("ok(", StringComparison.Ordinal);

    public bool CrcFits => Crc.StartsWith("ok", StringComparison.Ordinal);

    public string St => Regex.Match(StCn, @"ST=(\S+)").Groups[1].Value;

    public string Cn => Regex.Match(StCn, @"CN=(\S+)").Groups[1].Value;

    /// <summary>The bytes with the terminator seen at the source; CRLF where the source does not say.</summary>
    public byte[] OnTheWire => [.. Bytes, .. Encoding.ASCII.GetBytes(Terminator switch
    {
        "none" => "",
        "lf" => "\n",
        "literal" => @"\r\n",
        _ => "\r\n",
    })];
}

internal static class PacketFile
{
    public static IReadOnlyList<PacketItem> Items { get; } = Read();

    public static PacketItem Get(string id) => Items.Single(i => i.Id == id);

    public static IEnumerable<TheoryDataRow<string>> Ids(Func<PacketItem, bool> which) =>
        Items.Where(which).Select(i => new TheoryDataRow<string>(i.Id));

    private static List<PacketItem> Read()
    {
        var items = new List<PacketItem>();
        string[]? about = null;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "hj212-packets.txt")))
        {
            if (line == "#" || line.StartsWith("# ", StringComparison.Ordinal))
            {
                about = line.Length > 2 ? line[2..].Split(" | ") : null;
                continue;
            }

            if (about is not { Length: >= 9 })
                throw new InvalidDataException($"No line of verdicts before: {line}");
            var escaped = about[^1] == "esc=1";
            items.Add(new PacketItem(
                about[0], Value(about[3], "len="), Value(about[4], "crc="), Value(about[5], "term="), about[6], about[7],
                escaped ? Unescape(line) : Encoding.UTF8.GetBytes(line)));
            about = null;
        }

        return items;
    }

    private static string Value(string cell, string prefix) => cell.StartsWith(prefix, StringComparison.Ordinal)
        ? cell[prefix.Length..]
        : throw new InvalidDataException($"{prefix} expected: {cell}");

    private static byte[] Unescape(string line)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                bytes.Add(byte.Parse(line.AsSpan(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 3;
            }
            else
            {
                bytes.Add((byte)line[i]);
            }
        }

        return [.. bytes];
    }
}
