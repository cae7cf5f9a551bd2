using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using SheetCell = DocumentFormat.OpenXml.Spreadsheet.Cell;
using SheetColumn = DocumentFormat.OpenXml.Spreadsheet.Column;

namespace BlueSky.Web;

/// <summary>A column of a sheet.</summary>
/// <param name="Title">Header.</param>
/// <param name="Width">Width in characters.</param>
/// <param name="Options">What its cells may hold, offered as a list; empty when they are free.</param>
internal sealed record TableColumn(string Title, double Width, IReadOnlyList<string> Options)
{
    public TableColumn(string title, double width) : this(title, width, [])
    {
    }
}

/// <summary>A sheet: lines of text, then a table.</summary>
/// <param name="Name">Name of the sheet, at most 31 characters.</param>
/// <param name="Notes">Lines above the table.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Rows">Cells as text, a list a row.</param>
internal sealed record TableSheet(string Name, IReadOnlyList<string> Notes, IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>
/// Writes tables of text as a workbook (Office Open XML, ECMA-376). Every cell is text and marked as quoted (<c>quotePrefix</c>), so that one
/// which begins like a formula is none, and stays none when somebody edits it.
/// </summary>
internal static class TableWorkbook
{
    private const string OptionSheet = "选项";
    private const uint LastValidatedRow = 6_000;

    public static byte[] ToBytes(string title, IReadOnlyList<TableSheet> sheets)
    {
        using var memory = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(memory, SpreadsheetDocumentType.Workbook))
        {
            document.PackageProperties.Title = SheetWriter.Clean(title);
            Fill(document.AddWorkbookPart(), sheets);
        }

        return memory.ToArray();
    }

    private static void Fill(WorkbookPart book, IReadOnlyList<TableSheet> sheets)
    {
        var (styles, list) = (new WorkbookStyles(), new Sheets());
        book.Workbook = new Workbook(list);
        var options = sheets.SelectMany(s => s.Columns).Select(c => c.Options).Where(o => o.Count > 0).Distinct().ToList();
        foreach (var sheet in sheets) Append(book, list, sheet.Name, Write(sheet, options, styles));
        if (options.Count > 0) Append(book, list, OptionSheet, WriteOptions(options, styles)).State = SheetStateValues.Hidden;
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = styles.ToStylesheet();
    }

    private static Sheet Append(WorkbookPart book, Sheets sheets, string name, Worksheet worksheet)
    {
        var part = book.AddNewPart<WorksheetPart>();
        part.Worksheet = worksheet;
        var sheet = new Sheet { Name = name, SheetId = (uint)sheets.ChildElements.Count + 1, Id = book.GetIdOfPart(part) };
        sheets.Append(sheet);
        return sheet;
    }

    private static Worksheet Write(TableSheet sheet, List<IReadOnlyList<string>> options, WorkbookStyles styles)
    {
        var data = new SheetData();
        foreach (var note in sheet.Notes) AddRow(data, [note], styles.Id(CellLook.Subtitle, WorkbookStyles.QuotedText));
        AddRow(data, sheet.Columns.Select(c => c.Title), styles.Id(CellLook.Head, WorkbookStyles.QuotedText));
        foreach (var row in sheet.Rows) AddRow(data, row, styles.Id(CellLook.LongText, WorkbookStyles.QuotedText));
        var header = sheet.Notes.Count + 1;
        var pane = new Pane
        {
            VerticalSplit = header, TopLeftCell = $"A{header + 1}", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen,
        };
        var worksheet = new Worksheet(
            new SheetViews(new SheetView(pane, new Selection { Pane = PaneValues.BottomLeft }) { WorkbookViewId = 0 }),
            // Empty cells below the table are text too: a date or an id that is typed there stays as typed.
            new Columns(sheet.Columns.Select((c, i) => (OpenXmlElement)new SheetColumn
            {
                Min = (uint)i + 1, Max = (uint)i + 1, Width = c.Width, CustomWidth = true, Style = styles.Id(CellLook.Paragraph, WorkbookStyles.QuotedText),
            })),
            data);
        var validations = sheet.Columns.Select((c, i) => (Column: c, Index: i)).Where(c => c.Column.Options.Count > 0)
            .Select(c => (OpenXmlElement)Validation(c.Index, header + 1, options.IndexOf(c.Column.Options), c.Column.Options.Count)).ToList();
        if (validations.Count > 0) worksheet.Append(new DataValidations(validations) { Count = (uint)validations.Count });
        return worksheet;
    }

    private static DataValidation Validation(int column, int firstRow, int list, int count) => new(
        new Formula1($"'{OptionSheet}'!${Letters(list)}$1:${Letters(list)}${count.ToString(CultureInfo.InvariantCulture)}"))
    {
        Type = DataValidationValues.List,
        AllowBlank = true,
        ShowErrorMessage = true,
        ErrorStyle = DataValidationErrorStyleValues.Warning,
        ErrorTitle = "不在选项中",
        Error = "请从列表中选择。",
        SequenceOfReferences = new ListValue<StringValue>([new StringValue(string.Create(
            CultureInfo.InvariantCulture, $"{Letters(column)}{firstRow}:{Letters(column)}{LastValidatedRow}"))]),
    };

    private static Worksheet WriteOptions(List<IReadOnlyList<string>> options, WorkbookStyles styles)
    {
        var data = new SheetData();
        for (var i = 0; i < options.Max(o => o.Count); i++)
            AddRow(data, options.Select(o => i < o.Count ? o[i] : ""), styles.Id(CellLook.LongText, WorkbookStyles.QuotedText));
        return new Worksheet(data);
    }

    private static void AddRow(SheetData data, IEnumerable<string> cells, uint style)
    {
        var number = (uint)data.ChildElements.Count + 1;
        data.Append(new Row(cells.Select((text, i) => (OpenXmlElement)MakeCell(text, $"{Letters(i)}{number.ToString(CultureInfo.InvariantCulture)}", style))) { RowIndex = number });
    }

    private static SheetCell MakeCell(string text, string address, uint style) => text.Length == 0
        ? new SheetCell { CellReference = address, StyleIndex = style }
        : new SheetCell(new InlineString(new Text(SheetWriter.Clean(text)) { Space = SpaceProcessingModeValues.Preserve }))
        {
            CellReference = address, StyleIndex = style, DataType = CellValues.InlineString,
        };

    private static string Letters(int column) => column < 26 ? $"{(char)('A' + column)}" : Letters((column / 26) - 1) + (char)('A' + (column % 26));
}
