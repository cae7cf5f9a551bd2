using System.Globalization;
using System.Security.Cryptography;
using BlueSky.Districts;
using BlueSky.Registers;
using BlueSky.Sources;

namespace BlueSky.Web;

/// <summary>
/// Reads a file of register entries of one kind. Each row becomes the same entry that the API takes and passes the same checks; what is wrong
/// is told by row and column, and no row is skipped in silence.
/// </summary>
internal sealed class RegisterFile(District district, IReadOnlyList<KindInfo> kinds, KindInfo kind)
{
    /// <summary>Largest file, bytes. [D]</summary>
    public const int LargestBytes = 8 * 1024 * 1024;

    /// <summary>Most rows of a file, with those above the table. [D]</summary>
    public const int MostRows = 5_000;

    private const int HeaderWithin = 10;
    private static readonly string[] Names = [.. RegisterFields.Common.Select(f => f.Name)];

    public IReadOnlyList<ImportRow> Rows { get; private set; } = [];

    /// <summary>Numbers that the file has a column for.</summary>
    public IReadOnlyList<string> Parameters { get; private set; } = [];

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public string Digest { get; private set; } = "";

    /// <exception cref="InvalidRequestException">The file cannot be read as a table of this kind at all.</exception>
    public RegisterFile Read(byte[] file)
    {
        Digest = Convert.ToHexStringLower(SHA256.HashData(file));
        var rows = SheetReader.IsWorkbook(file) ? SheetReader.Read(file, MostRows) : CsvRows.Read(file, MostRows);
        var at = rows.FindIndex(r => r.Number <= HeaderWithin && r.Cells.Any(c => FieldOf(c.Text) == "id") && r.Cells.Any(c => FieldOf(c.Text) == "town"));
        if (at < 0)
            throw new InvalidRequestException("file", "no-header", $"前 {HeaderWithin} 行中没有表头，请用模板。No header in the first {HeaderWithin} rows: use the template.");
        var columns = CheckHeader(rows[at]);
        Parameters = [.. columns.OfType<string>().Where(IsParameter).Select(c => c[RegisterFields.ParameterPrefix.Length..])];
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        Rows = [.. rows.Skip(at + 1).Select(r => ReadRow(r, columns, first))];
        if (Rows.Count == 0) throw new InvalidRequestException("file", "empty", "表头以下没有数据。There are no rows below the header.");
        return this;
    }

    private static List<string?> CheckHeader(SheetRow header)
    {
        var check = new FieldCheck();
        var columns = header.Cells.Select(c => c.Text.Length == 0 ? null : FieldOf(c.Text) ?? "").ToList();
        foreach (var (column, cell) in columns.Zip(header.Cells).Where(c => c.First == ""))
            check.Wrong(Short(cell.Text), "unknown-column", $"没有这一列，可用：{string.Join("、", Names)}、parameters.*。There is no such column.");
        foreach (var twice in columns.Where(c => c is { Length: > 0 }).GroupBy(c => c!, StringComparer.Ordinal).Where(g => g.Count() > 1))
            check.Wrong(twice.Key, "twice", "此列出现两次，请删去一列。The column is there twice.");
        // A column that is left out would empty its field in every entry: it must be there.
        foreach (var name in Names.Where(n => !columns.Contains(n)))
            check.Wrong(name, "missing-column", $"缺少“{RegisterFields.TitleOfField(name)}”列，请用模板。The column is missing: use the template.");
        check.Check();
        return columns;
    }

    private ImportRow ReadRow(SheetRow row, List<string?> columns, Dictionary<string, int> first)
    {
        var cells = new RegisterCells(row.Number, district);
        for (var i = 0; i < row.Cells.Count; i++)
        {
            if (i < columns.Count && columns[i] is { } field) cells.Take(field, row.Cells[i]);
            else if (row.Cells[i].Text.Length > 0) cells.Wrong("", "outside", "表头之外的列有内容，请移入或删除。There is text beyond the header's columns.");
        }

        var (entry, id) = (cells.ToEntry(), cells.Text("id"));
        if (id.Length > 0 && !first.TryAdd(id, row.Number))
            cells.Wrong("id", "twice", string.Create(CultureInfo.InvariantCulture, $"与第 {first[id]} 行编号相同，请删去其一。The same id as in row {first[id]}."));
        if (cells.Text("kind") is { Length: > 0 } written && written != kind.Code)
            cells.Wrong("kind", "other-kind", $"此文件只导入 {kind.Code} {kind.Name}。This import takes {kind.Code} alone.");
        return new ImportRow(row.Number, id, Checked(entry, id, cells), cells.Problems);
    }

    private SourceRegistration? Checked(SourceEntry entry, string id, RegisterCells cells)
    {
        try
        {
            return cells.Problems.Count > 0 && id.Length == 0 ? null : entry.Checked(id, district, kinds);
        }
        catch (InvalidRequestException e)
        {
            foreach (var problem in e.Problems.Where(p => cells.Problems.All(c => c.Column != p.Field))) cells.Wrong(problem.Field, problem.Reason, problem.Message);
            return null;
        }
    }

    /// <summary>The field that a header names, by the name beside the title or by the title alone; null when it is none.</summary>
    private static string? FieldOf(string header)
    {
        var name = header[(header.LastIndexOf(' ') + 1)..];
        if (Names.Contains(name, StringComparer.Ordinal) || (IsParameter(name) && name.Length > RegisterFields.ParameterPrefix.Length)) return name;
        return RegisterFields.Common.FirstOrDefault(f => f.Title == header.Trim()).Name;
    }

    private static bool IsParameter(string name) => name.StartsWith(RegisterFields.ParameterPrefix, StringComparison.Ordinal);

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
