using System.Globalization;
using BlueSky.Bulletins;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using SheetCell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace BlueSky.Web.Tests;

public sealed class BulletinWorkbookTests
{
    private static readonly Bulletin Bulletin = SampleRun.Bulletin();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_validator_of_Open_XML_finds_no_errors_even_with_an_empty_tier(bool withTowns)
    {
        using var document = Open(SampleRun.Bulletin(SampleRun.Make(withTowns: withTowns)));
        var errors = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365).Validate(document, TestContext.Current.CancellationToken);
        Assert.Equal([], errors.Select(e => $"{e.Path?.XPath}: {e.Description}"));
    }

    [Fact]
    public void Sheets_come_in_order_and_print_on_A4_landscape_with_frozen_and_repeated_headings()
    {
        using var document = Open(Bulletin);
        var book = document.WorkbookPart!;
        Assert.Equal(["通报", "城区与镇街排名", "生态补偿", "数据说明"], book.Workbook!.Sheets!.Elements<Sheet>().Select(s => s.Name!.Value!));
        foreach (var sheet in book.Workbook.Sheets.Elements<Sheet>())
        {
            var worksheet = Part(document, sheet.Name!).Worksheet!;
            var setup = worksheet.GetFirstChild<PageSetup>()!;
            Assert.Equal((9u, OrientationValues.Landscape, 1u), (setup.PaperSize!.Value, setup.Orientation!.Value, setup.FitToWidth!.Value));
            var frozen = worksheet.Descendants<Pane>().Single();
            Assert.Equal(PaneStateValues.Frozen, frozen.State!.Value);
            Assert.Contains(book.Workbook.DefinedNames!.Elements<DefinedName>(), n => n.Text == $"'{sheet.Name}'!$1:${frozen.VerticalSplit!.Value}");
        }

        Assert.Equal(7, Part(document, "生态补偿").Worksheet!.Descendants<Pane>().Single().VerticalSplit!.Value);
    }

    [Fact]
    public void Amounts_are_numbers_equal_to_the_models_and_their_sums_are_the_columns_sums()
    {
        using var document = Open(Bulletin);
        var rows = Rows(document, "生态补偿");
        var money = Bulletin.Compensation;
        foreach (var line in money.Lines)
        {
            var row = rows.Single(r => Text(r[0]) == line.Unit);
            Assert.Equal(line.Score, Number(row[2]));
            Assert.Equal(line.Money, Number(row[4]));
            Assert.Equal(line.Explanation, Text(row[5]));
            if (line.Money is not null) Assert.Equal("+0.00;-0.00;0.00", FormatOf(document, row[4]));
        }

        var printed = money.Lines.Select(l => Number(rows.Single(r => Text(r[0]) == l.Unit)[4]) ?? 0).ToList();
        Assert.Equal(printed.Where(m => m > 0).Sum(), Number(rows.Single(r => Text(r[0]) == "获得合计")[4]));
        Assert.Equal(printed.Where(m => m < 0).Sum(), Number(rows.Single(r => Text(r[0]) == "缴纳合计")[4]));
        Assert.Equal(printed.Sum(), Number(rows.Single(r => Text(r[0]) == "净额")[4]));
        Assert.Contains(printed, m => m > 0);
        Assert.Contains(printed, m => m < 0);
    }

    [Fact]
    public void The_six_pollutants_are_numbers_whose_formats_carry_the_unit()
    {
        using var document = Open(Bulletin);
        var rows = Rows(document, "通报");
        foreach (var pollutant in Bulletin.Status.Pollutants)
        {
            var row = rows.First(r => Text(r[0]).Contains($"({BulletinLayout.Label(pollutant.Pollutant)})", StringComparison.Ordinal));
            Assert.Equal((pollutant.Standard, pollutant.Current, pollutant.Last, pollutant.Improvement), (Number(row[1]), Number(row[2]), Number(row[3]), Number(row[4])));
            Assert.Equal(pollutant.Pollutant == AirQuality.Pollutant.CO ? "0.0\" mg/m³\"" : "0\" μg/m³\"", FormatOf(document, row[2]));
            Assert.Equal("+0.0\"%\";-0.0\"%\";0.0\"%\"", FormatOf(document, row[4]));
        }
    }

    [Fact]
    public void Rankings_stand_side_by_side_with_the_models_places_and_figures()
    {
        using var document = Open(Bulletin);
        var rows = Rows(document, "城区与镇街排名");
        var at = 0;
        foreach (var tier in Bulletin.Tiers)
        {
            at = rows.FindIndex(at, r => Text(r[0]).Contains($"{tier.Name}：综合指数排名", StringComparison.Ordinal)) + 3;
            for (var i = 0; i < tier.Status.Count; i++)
            {
                var (left, right) = (tier.Status[i], tier.Improvement[i]);
                Assert.Equal((left.Unit, (decimal?)left.Rank, left.Value), (Text(rows[at + i][1]), Number(rows[at + i][0]), Number(rows[at + i][2])!.Value));
                Assert.Equal((right.Unit, (decimal?)right.Rank, right.Value), (Text(rows[at + i][5]), Number(rows[at + i][4]), Number(rows[at + i][6])!.Value));
            }
        }
    }

    [Fact]
    public void Text_that_looks_like_a_formula_or_holds_what_XML_cannot_stays_text()
    {
        var lines = Bulletin.Compensation.Lines.Select((l, i) => i == 0 ? l with { Unit = "=1+1\u0001\uD800" } : l).ToList();
        using var document = Open(Bulletin with { Compensation = Bulletin.Compensation with { Lines = lines } });
        Assert.Empty(Part(document, "生态补偿").Worksheet!.Descendants<CellFormula>());
        Assert.Contains(Rows(document, "生态补偿"), r => Text(r[0]) == "=1+1\uFFFD\uFFFD");
    }

    private static SpreadsheetDocument Open(Bulletin bulletin) => SpreadsheetDocument.Open(new MemoryStream(BulletinWorkbook.ToBytes(bulletin)), false);

    private static WorksheetPart Part(SpreadsheetDocument document, string name)
    {
        var book = document.WorkbookPart!;
        return (WorksheetPart)book.GetPartById(book.Workbook!.Sheets!.Elements<Sheet>().Single(s => s.Name == name).Id!);
    }

    private static List<SheetCell[]> Rows(SpreadsheetDocument document, string name) =>
        [.. Part(document, name).Worksheet!.Descendants<Row>().Select(r => r.Elements<SheetCell>().ToArray())];

    private static string Text(SheetCell cell) => cell.InlineString?.Text?.Text ?? "";

    private static decimal? Number(SheetCell cell) =>
        cell.DataType?.Value == CellValues.Number ? decimal.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture) : null;

    private static string FormatOf(SpreadsheetDocument document, SheetCell cell)
    {
        var styles = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet!;
        var format = (CellFormat)styles.CellFormats!.ElementAt((int)cell.StyleIndex!.Value);
        return styles.NumberingFormats!.Elements<NumberingFormat>().Single(f => f.NumberFormatId!.Value == format.NumberFormatId!.Value).FormatCode!.Value!;
    }
}
