using System.Text;
using BlueSky.Tables;

namespace BlueSky.Web;

/// <summary>Reads a CSV file (UTF-8) as rows of a sheet.</summary>
internal static class CsvRows
{
    /// <exception cref="InvalidRequestException">It is not UTF-8, has too many rows, or a line is no CSV.</exception>
    public static List<SheetRow> Read(byte[] file, int mostRows)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidRequestException("file", "not-utf-8", "CSV 须为 UTF-8 编码，请另存为“CSV UTF-8”。A CSV file must be UTF-8: save it as “CSV UTF-8”.");
        }

        var (rows, fields, problems) = (new List<SheetRow>(), new List<string>(), new List<FieldProblem>());
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (CsvLine.Split(line.TrimEnd('\r'), fields) is { } expected)
            {
                if (problems.Count < 50) problems.Add(new($"line {number}", "csv", $"第 {number} 行不是合法的 CSV。Line {number}: expected {expected}."));
                continue;
            }

            rows.Add(new SheetRow(number, [.. fields.Select(f => new SheetCellText(Csv.Unescape(f.Trim())))]));
            if (rows.Count > mostRows)
                throw new InvalidRequestException("file", "too-many-rows", $"一次最多 {mostRows} 行，请分成几个文件。At most {mostRows} rows: split the file.");
        }

        return problems.Count == 0 ? rows : throw new InvalidRequestException(problems);
    }
}
