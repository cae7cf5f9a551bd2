using BlueSky.Bulletins;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace BlueSky.Web;

/// <summary>
/// The bulletin as a workbook (Office Open XML, ECMA-376): sheets 通报, 城区与镇街排名, 生态补偿, 数据说明. Figures are numbers with
/// formats, so that a bureau can calculate with them; text is never a formula.
/// </summary>
public static class BulletinWorkbook
{
    /// <summary>Media type of the file.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Writes the whole file into memory; it is tens of kilobytes for a district.</summary>
    public static byte[] ToBytes(Bulletin bulletin)
    {
        ArgumentNullException.ThrowIfNull(bulletin);
        using var memory = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(memory, SpreadsheetDocumentType.Workbook)) Fill(document, bulletin);
        return memory.ToArray();
    }

    private static void Fill(SpreadsheetDocument document, Bulletin bulletin)
    {
        document.PackageProperties.Title = SheetWriter.Clean(bulletin.Title);
        document.PackageProperties.Created = bulletin.At.UtcDateTime;
        var part = document.AddWorkbookPart();
        var styles = new WorkbookStyles();
        var sheets = new Sheets();
        var names = new DefinedNames();
        part.Workbook = new Workbook(sheets, names);
        var sections = BulletinLayout.Of(bulletin);
        for (var i = 0; i < BulletinLayout.Sheets.Count; i++)
        {
            var name = BulletinLayout.Sheets[i];
            var writer = new SheetWriter(styles, [.. sections.Where(s => s.Sheet == name)]);
            writer.Write(bulletin);
            var sheet = part.AddNewPart<WorksheetPart>();
            sheet.Worksheet = writer.ToWorksheet();
            sheets.Append(new Sheet { Name = name, SheetId = (uint)i + 1, Id = part.GetIdOfPart(sheet) });
            names.Append(new DefinedName($"'{name}'!$1:${writer.FrozenRows}") { Name = "_xlnm.Print_Titles", LocalSheetId = (uint)i });
        }

        part.AddNewPart<WorkbookStylesPart>().Stylesheet = styles.ToStylesheet();
    }
}
