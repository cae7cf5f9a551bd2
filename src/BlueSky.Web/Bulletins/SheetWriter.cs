using System.Globalization;
using System.Xml;
using BlueSky.Bulletins;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using SheetCell = DocumentFormat.OpenXml.Spreadsheet.Cell;
using SheetColumn = DocumentFormat.OpenXml.Spreadsheet.Column;

namespace BlueSky.Web;

/// <summary>Writes the sections of one sheet below each other. Tables share the sheet's columns, so a column is as wide as its widest.</summary>
internal sealed class SheetWriter
{
    private const double LineHeight = 16;

    /// <summary>A table's header is frozen with the title when it stands this high; further down it would fill the screen.</summary>
    private const int HighestFrozenRow = 8;

    private readonly SheetData data = new();
    private readonly List<string> merges = [];
    private readonly WorkbookStyles styles;
    private readonly IReadOnlyList<BulletinSection> sections;
    private readonly double[] widths;
    private int row;

    public SheetWriter(WorkbookStyles styles, IReadOnlyList<BulletinSection> sections)
    {
        (this.styles, this.sections) = (styles, sections);
        var tables = sections.SelectMany(s => s.Tables).ToList();
        widths = [.. Enumerable.Range(0, tables.Max(t => t.Columns.Count)).Select(i => tables.Where(t => t.Columns.Count > i).Max(t => t.Columns[i].Width))];
    }

    /// <summary>Rows that stay in sight and are printed on every page.</summary>
    public int FrozenRows { get; private set; }

    /// <summary>Text without characters that XML cannot hold.</summary>
    public static string Clean(string text) =>
        text.All(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)) && !HasLoneSurrogate(text)
            ? text
            : string.Concat(text.EnumerateRunes().Select(r => r.IsBmp && !XmlConvert.IsXmlChar((char)r.Value) ? "\uFFFD" : r.ToString()));

    public void Write(Bulletin bulletin)
    {
        Line(bulletin.Title, CellLook.Title, 28);
        Line(BulletinLayout.Subtitle(bulletin), CellLook.Subtitle);
        if (bulletin.IsDemo) Line("演示数据：含程序生成的演示数据，不是监测结果，不得用于考核和资金结算。", CellLook.Demo);
        FrozenRows = row;
        foreach (var section in sections)
        {
            Line(section.Title, CellLook.Section, 22);
            foreach (var paragraph in section.Paragraphs) Line(paragraph, CellLook.Paragraph);
            foreach (var table in section.Tables) Write(table);
        }
    }

    public Worksheet ToWorksheet()
    {
        var columns = new Columns(widths.Select((w, i) => (OpenXmlElement)new SheetColumn { Min = (uint)i + 1, Max = (uint)i + 1, Width = w, CustomWidth = true }));
        var merged = new MergeCells(merges.Select(m => (OpenXmlElement)new MergeCell { Reference = m })) { Count = (uint)merges.Count };
        var pane = new Pane
        {
            VerticalSplit = FrozenRows,
            TopLeftCell = Address(FrozenRows + 1, 0),
            ActivePane = PaneValues.BottomLeft,
            State = PaneStateValues.Frozen,
        };
        return new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(pane, new Selection { Pane = PaneValues.BottomLeft }) { WorkbookViewId = 0, ShowGridLines = false }),
            new SheetFormatProperties { DefaultRowHeight = LineHeight },
            columns,
            data,
            merged,
            new PrintOptions { HorizontalCentered = true },
            new PageMargins { Left = 0.5, Right = 0.5, Top = 0.6, Bottom = 0.6, Header = 0.3, Footer = 0.3 },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 },
            new HeaderFooter(new OddFooter("&C第 &P 页，共 &N 页&R&A")));
    }

    private void Write(BulletinTable table)
    {
        Line(table.Caption, CellLook.Caption);
        if (table.Groups.Count > 0) WriteGroups(table);
        WriteRow([.. table.Columns.Select(c => (Cell)c.Title)], table, CellLook.Head);
        if (row <= HighestFrozenRow && sections is [{ Tables.Count: 1 }]) FrozenRows = row;
        foreach (var cells in table.Rows) WriteRow(cells, table, CellLook.Text);
        if (table.Rows.Count == 0) WriteRow([table.WhenEmpty, .. Enumerable.Repeat(Cell.Blank, table.Columns.Count - 1)], table, CellLook.Text);
        foreach (var cells in table.Totals) WriteRow(cells, table, CellLook.Total);
        row++;
    }

    private void WriteGroups(BulletinTable table)
    {
        var cells = new List<Cell>();
        foreach (var group in table.Groups)
        {
            merges.Add($"{Address(row + 1, cells.Count)}:{Address(row + 1, cells.Count + group.Columns - 1)}");
            cells.AddRange([group.Title, .. Enumerable.Repeat(Cell.Blank, group.Columns - 1)]);
        }

        WriteRow(cells, table, CellLook.Head);
    }

    private void WriteRow(IReadOnlyList<Cell> cells, BulletinTable table, CellLook look)
    {
        var lines = cells.Select((c, i) => Lines(c.Print(), widths[i])).Max();
        var line = NewRow(lines * LineHeight);
        for (var i = 0; i < cells.Count; i++)
            line.Append(Make(cells[i], i, look == CellLook.Text && table.Columns[i].IsLong ? CellLook.LongText : look));
    }

    /// <summary>A line of text over all columns.</summary>
    private void Line(string text, CellLook look, double height = 0)
    {
        var line = NewRow(height > 0 ? height : Lines(text, widths.Sum()) * LineHeight);
        line.Append(Make(text, 0, look));
        for (var i = 1; i < widths.Length; i++) line.Append(new SheetCell { CellReference = Address(row, i), StyleIndex = styles.Id(look) });
        if (widths.Length > 1) merges.Add($"{Address(row, 0)}:{Address(row, widths.Length - 1)}");
    }

    private Row NewRow(double height)
    {
        row++;
        var line = new Row { RowIndex = (uint)row, Height = height, CustomHeight = true };
        data.Append(line);
        return line;
    }

    private SheetCell Make(Cell cell, int column, CellLook look)
    {
        var address = Address(row, column);
        if (cell.Text is null && cell.Value is { } value)
        {
            return new SheetCell
            {
                CellReference = address,
                StyleIndex = styles.Id(look, WorkbookStyles.FormatOf(cell)),
                CellValue = new CellValue(value.ToString(CultureInfo.InvariantCulture)),
                DataType = CellValues.Number,
            };
        }

        var text = Clean(cell.Print());
        var style = styles.Id(look);
        return text.Length == 0
            ? new SheetCell { CellReference = address, StyleIndex = style }
            : new SheetCell(new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }))
            {
                CellReference = address,
                StyleIndex = style,
                DataType = CellValues.InlineString,
            };
    }

    /// <summary>How many lines a text takes; a Chinese character is two wide. Merged cells do not find their height themselves.</summary>
    private static int Lines(string text, double width) =>
        Math.Max(1, (int)Math.Ceiling(text.Sum(c => c > '\u2E7F' ? 2.1 : 1.1) / Math.Max(1, width - 1)));

    private static string Address(int row, int column) => $"{(char)('A' + column)}{row.ToString(CultureInfo.InvariantCulture)}";

    private static bool HasLoneSurrogate(string text) => text.EnumerateRunes().Any(r => r == System.Text.Rune.ReplacementChar);
}
