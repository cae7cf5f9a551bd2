using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using BlueSky.Bulletins;

namespace BlueSky.Web;

/// <summary>
/// The bulletin as one printable page in Chinese (A4): no scripts and nothing from elsewhere. All text is encoded. It holds no AQI,
/// so it has no AQI colours.
/// </summary>
public static class BulletinPage
{
    private const int LongestWhole = 20;

    // Chinese stays readable in the source; markup characters and quotes are always encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Draws the page.</summary>
    /// <param name="bulletin">The bulletin.</param>
    /// <param name="workbook">Address of the same bulletin as a workbook, relative to the page; null without.</param>
    public static string Render(Bulletin bulletin, string? workbook = null)
    {
        ArgumentNullException.ThrowIfNull(bulletin);
        var html = new StringBuilder(32_768);
        html.Append("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>{Text(bulletin.Title)}</title>\n<style>\n{BulletinStyle.Css}</style>\n</head>\n<body>\n");
        if (bulletin.IsDemo) html.Append("<p class=\"watermark\" aria-hidden=\"true\">演示数据</p>\n");
        html.Append(CultureInfo.InvariantCulture, $"<header>\n<h1>{Text(bulletin.Title)}</h1>\n<p class=\"run\">{Text(BulletinLayout.Subtitle(bulletin))}</p>\n");
        if (bulletin.IsDemo) html.Append("<p class=\"demo\"><strong>演示数据</strong>　含程序生成的演示数据，不是监测结果，不得用于考核和资金结算。</p>\n");
        if (workbook is not null) html.Append(CultureInfo.InvariantCulture, $"<p class=\"screen\"><a href=\"{Text(workbook)}\">下载电子表格（XLSX）</a></p>\n");
        html.Append("</header>\n<main>\n");
        foreach (var section in BulletinLayout.Of(bulletin)) Write(html, section);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder html, BulletinSection section)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{Text(section.Title)}</h2>\n");
        foreach (var paragraph in section.Paragraphs) html.Append(CultureInfo.InvariantCulture, $"<p>{Text(paragraph)}</p>\n");
        foreach (var table in section.Tables) Write(html, table);
        html.Append("</section>\n");
    }

    private static void Write(StringBuilder html, BulletinTable table)
    {
        // A table that fits on a page is not torn.
        var isShort = table.Rows.Count + table.Totals.Count <= LongestWhole && !table.Columns.Any(c => c.IsLong);
        html.Append(CultureInfo.InvariantCulture, $"<table{(isShort ? " class=\"whole\"" : "")}>\n<caption>{Text(table.Caption)}</caption>\n<colgroup>");
        var width = table.Columns.Sum(c => c.Width);
        foreach (var column in table.Columns) html.Append(CultureInfo.InvariantCulture, $"<col width=\"{column.Width * 100 / width:F1}%\">");
        html.Append("</colgroup>\n<thead>\n");
        if (table.Groups.Count > 0)
        {
            html.Append("<tr>");
            foreach (var group in table.Groups) html.Append(CultureInfo.InvariantCulture, $"<th scope=\"colgroup\" colspan=\"{group.Columns}\">{Text(group.Title)}</th>");
            html.Append("</tr>\n");
        }

        html.Append("<tr>");
        foreach (var column in table.Columns) html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{(column.IsLong ? " class=\"long\"" : "")}>{Text(column.Title)}</th>");
        html.Append("</tr>\n</thead>\n<tbody>\n");
        foreach (var row in table.Rows) Write(html, table, row);
        if (table.Rows.Count == 0) html.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"{table.Columns.Count}\">{Text(table.WhenEmpty)}</td></tr>\n");
        html.Append("</tbody>\n");
        if (table.Totals.Count > 0)
        {
            html.Append("<tbody class=\"total\">\n");
            foreach (var row in table.Totals) Write(html, table, row);
            html.Append("</tbody>\n");
        }

        html.Append("</table>\n");
    }

    private static void Write(StringBuilder html, BulletinTable table, IReadOnlyList<Cell> row)
    {
        html.Append("<tr>");
        for (var i = 0; i < row.Count; i++)
        {
            var style = row[i].Text is null ? " class=\"number\"" : table.Columns[i].IsLong ? " class=\"long\"" : "";
            html.Append(CultureInfo.InvariantCulture, $"<td{style}>{Text(row[i].Print())}</td>");
        }

        html.Append("</tr>\n");
    }

    private static string Text(string text) => Encoder.Encode(text);
}
