using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace BlueSky.Web.Tests;

public sealed class RegisterWorkbookTests
{
    private static readonly KindInfo Kind = Samples.Kinds[0] with { Classes = new KindClasses(["key", "general"], ["small"], [], ["stoves"]) };

    private static byte[] Make(params Sources.SourceRegistration[] entries)
    {
        var columns = new RegisterColumns(Samples.District, Kind, entries);
        return TableWorkbook.ToBytes("清单", [new TableSheet("清单", ["说明"], [.. columns.All.Select(c => new TableColumn(c.Header, c.Width, c.Options))], [.. entries.Select(columns.Cells)])]);
    }

    [Fact]
    public void The_validator_of_Open_XML_finds_no_errors()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Make(Samples.Registration())), false);
        var errors = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365).Validate(document, TestContext.Current.CancellationToken);
        Assert.Equal([], errors.Select(e => $"{e.Path?.XPath}: {e.Description}"));
    }

    [Fact]
    public void Headers_carry_the_fields_name_and_cells_of_few_words_offer_them()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Make()), false);
        var book = document.WorkbookPart!;
        var sheet = ((WorksheetPart)book.GetPartById(book.Workbook!.Sheets!.Elements<Sheet>().First().Id!)).Worksheet!;
        var header = sheet.Descendants<Row>().Last().Elements<DocumentFormat.OpenXml.Spreadsheet.Cell>().Select(c => c.InnerText).ToList();

        Assert.Equal(["编号 id", "名称 name", "类型 kind", "镇街 town"], header.Take(4));
        Assert.Equal("参数 stoves parameters.stoves", header[^1]);
        var validations = sheet.Descendants<DataValidation>().ToDictionary(v => v.SequenceOfReferences!.InnerText!, v => v.Formula1!.Text);
        Assert.Equal("'选项'!$B$1:$B$1", validations["D3:D6000"]);
        Assert.Contains("H3:H6000", validations.Keys);
        Assert.Equal(SheetStateValues.Hidden, book.Workbook.Sheets.Elements<Sheet>().Last().State!.Value);
    }

    [Fact]
    public void A_cell_that_begins_like_a_formula_is_quoted_text_and_no_formula()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Make(Samples.Registration(name: "=HYPERLINK(\"x\")"))), false);
        var formats = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>().ToList();
        var cells = document.WorkbookPart.WorksheetParts.SelectMany(p => p.Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>()).ToList();

        Assert.All(cells, c => Assert.Null(c.CellFormula));
        var cell = Assert.Single(cells, c => c.InnerText == "=HYPERLINK(\"x\")");
        Assert.Equal(CellValues.InlineString, cell.DataType!.Value);
        Assert.True(formats[(int)cell.StyleIndex!.Value].QuotePrefix!.Value);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("'=1", "''=1")]
    [InlineData("-5", "-5")]
    [InlineData("'abc", "'abc")]
    [InlineData("@x", "'@x")]
    public void What_CSV_makes_harmless_reads_back_as_it_was(string text, string written)
    {
        Assert.Equal(written, Csv.Escape(text));
        Assert.Equal(text, Csv.Unescape(written));
    }
}
