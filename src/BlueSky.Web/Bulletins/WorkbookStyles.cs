using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace BlueSky.Web;

/// <summary>What a cell of the workbook is, as far as its looks go.</summary>
internal enum CellLook
{
    Title,
    Subtitle,
    Demo,
    Section,
    Paragraph,
    Caption,
    Head,
    Text,
    LongText,
    Total,
}

/// <summary>Collects the cell formats that a workbook uses; equal ones are one.</summary>
internal sealed class WorkbookStyles
{
    /// <summary>The number format of cells that are text whatever is typed into them, and never a formula.</summary>
    public const string QuotedText = "@";

    private const uint FirstCustomFormat = 164, TextFormat = 49;
    private readonly Dictionary<(CellLook Look, string Format), uint> ids = [];
    private readonly List<CellFormat> formats = [new()];
    private readonly Dictionary<string, uint> numbers = new(StringComparer.Ordinal);

    /// <summary>Index of the format for a look and a number format; an empty number format is text.</summary>
    public uint Id(CellLook look, string format = "")
    {
        if (ids.TryGetValue((look, format), out var id)) return id;
        formats.Add(Make(look, format));
        return ids[(look, format)] = (uint)formats.Count - 1;
    }

    /// <summary>The number format of a cell: <c>0.0" mg/m³"</c>, <c>+0.00;-0.00;0.00</c>.</summary>
    public static string FormatOf(Cell cell)
    {
        var digits = cell.Decimals == 0 ? "0" : "0." + new string('0', cell.Decimals);
        var plain = cell.Unit.Length == 0 ? digits : $"{digits}\"{cell.Unit}\"";
        return cell.Signed ? $"+{plain};-{plain};{plain}" : plain;
    }

    public Stylesheet ToStylesheet() => new(
        new NumberingFormats(numbers.Select(n => (OpenXmlElement)new NumberingFormat { FormatCode = n.Key, NumberFormatId = n.Value })) { Count = (uint)numbers.Count },
        new Fonts(Font(11), Font(16, isBold: true), Font(10, colour: "FF45515E"), Font(11, isBold: true), Font(12, isBold: true, colour: "FF2F5D8A"), Font(11, isBold: true, colour: "FF7A3A06")) { Count = 6 },
        new Fills(Pattern(PatternValues.None), Pattern(PatternValues.Gray125), Solid("FFE4EBF2"), Solid("FFF3F6F9"), Solid("FFFFF7E6")) { Count = 5 },
        new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()), Thin()) { Count = 2 },
        new CellStyleFormats(new CellFormat()) { Count = 1 },
        new CellFormats(formats) { Count = (uint)formats.Count },
        new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 });

    private CellFormat Make(CellLook look, string format)
    {
        var (font, fill) = look switch
        {
            CellLook.Title => (1u, 0u),
            CellLook.Subtitle => (2u, 0u),
            CellLook.Demo => (5u, 4u),
            CellLook.Section => (4u, 0u),
            CellLook.Caption => (3u, 0u),
            CellLook.Head => (3u, 2u),
            CellLook.Total => (3u, 3u),
            _ => (0u, 0u),
        };
        var isGrid = look is CellLook.Head or CellLook.Text or CellLook.LongText or CellLook.Total;
        var isLeft = look is CellLook.Section or CellLook.Paragraph or CellLook.Caption or CellLook.LongText;
        return new CellFormat(new Alignment
        {
            Horizontal = isLeft ? HorizontalAlignmentValues.Left : HorizontalAlignmentValues.Center,
            Vertical = VerticalAlignmentValues.Center,
            WrapText = look is not (CellLook.Title or CellLook.Subtitle or CellLook.Section),
        })
        {
            FontId = font,
            ApplyFont = true,
            FillId = fill,
            ApplyFill = true,
            BorderId = isGrid ? 1u : 0u,
            ApplyBorder = isGrid,
            NumberFormatId = format.Length == 0 ? 0 : format == QuotedText ? TextFormat : Number(format),
            QuotePrefix = format == QuotedText,
            ApplyNumberFormat = format.Length > 0,
            ApplyAlignment = true,
        };
    }

    private uint Number(string format)
    {
        if (!numbers.TryGetValue(format, out var id)) numbers[format] = id = FirstCustomFormat + (uint)numbers.Count;
        return id;
    }

    private static Font Font(double size, bool isBold = false, string colour = "FF16202B")
    {
        var font = new Font();
        if (isBold) font.Append(new Bold());
        font.Append(new FontSize { Val = size }, new Color { Rgb = colour }, new FontName { Val = "宋体" }, new FontCharSet { Val = 134 });
        return font;
    }

    private static Fill Pattern(PatternValues pattern) => new(new PatternFill { PatternType = pattern });

    private static Fill Solid(string colour) =>
        new(new PatternFill(new ForegroundColor { Rgb = colour }, new BackgroundColor { Indexed = 64 }) { PatternType = PatternValues.Solid });

    private static Border Thin()
    {
        static T Side<T>(T side) where T : BorderPropertiesType
        {
            side.Style = BorderStyleValues.Thin;
            side.Append(new Color { Rgb = "FF9AA7B4" });
            return side;
        }

        return new Border(Side(new LeftBorder()), Side(new RightBorder()), Side(new TopBorder()), Side(new BottomBorder()), new DiagonalBorder());
    }
}
