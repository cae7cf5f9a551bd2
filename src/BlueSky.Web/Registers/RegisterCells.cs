using System.Globalization;
using BlueSky.Districts;
using BlueSky.Registers;
using BlueSky.Sources;

namespace BlueSky.Web;

/// <summary>The cells of one row on their way to an entry of the API: forms of dates, numbers and words, no rules.</summary>
internal sealed class RegisterCells(int row, District district)
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private readonly Dictionary<string, SheetCellText> cells = new(StringComparer.Ordinal);
    private readonly List<ImportProblem> problems = [];

    public IReadOnlyList<ImportProblem> Problems => problems;

    public void Wrong(string field, string reason, string message) => problems.Add(ImportProblem.Of(row, field, reason, message));

    public void Take(string field, SheetCellText cell)
    {
        cells[field] = cell;
        if (cell.IsFormula) Wrong(field, "formula", "单元格是公式，请粘贴为数值。The cell holds a formula: paste its value.");
    }

    public string Text(string field) => cells.GetValueOrDefault(field).Text ?? "";

    public SourceEntry ToEntry() => new()
    {
        Name = Text("name"),
        Kind = Text("kind"),
        Town = Code("town", district.Towns.Select(t => (t.Code, t.Name))),
        Address = Text("address"),
        Location = Location(),
        Zone = Text("zone"),
        SizeClass = Text("sizeClass"),
        Industry = Text("industry"),
        ReferenceStation = Code("referenceStation", district.Stations.Select(s => (s.Code, s.Name))),
        Department = Text("department"),
        Responsible = Text("responsible"),
        Operation = Operation(),
        RegisteredOn = Day("registeredOn"),
        DeregisteredOn = Day("deregisteredOn"),
        IsDemo = Flag("isDemo"),
        Parameters = Numbers(),
    };

    // 371302001, 兰山街道, and 371302001 兰山街道 as lists offer it, are all the same town.
    private string Code(string field, IEnumerable<(string Code, string Name)> all)
    {
        var text = Text(field);
        return all.FirstOrDefault(o => text == o.Code || text == o.Name || text == $"{o.Code} {o.Name}").Code ?? text;
    }

    private GeoPoint? Location()
    {
        var (longitude, latitude) = (Number("longitude"), Number("latitude"));
        if (longitude is { } east && latitude is { } north) return new GeoPoint(east, north);
        if (Text("longitude").Length > 0 != Text("latitude").Length > 0)
            Wrong(Text("longitude").Length > 0 ? "latitude" : "longitude", "missing", "经度和纬度须同时填写或同时留空。Give both longitude and latitude, or neither.");
        return null;
    }

    private decimal? Number(string field)
    {
        var text = Text(field);
        if (text.Length == 0) return null;
        if (decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number)) return number;
        Wrong(field, "number", "应为数字，小数点用“.”。A number with a point for decimals.");
        return null;
    }

    private Dictionary<string, decimal> Numbers()
    {
        var numbers = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var field in cells.Keys.Where(k => k.StartsWith(RegisterFields.ParameterPrefix, StringComparison.Ordinal)))
            if (Number(field) is { } number) numbers[field[RegisterFields.ParameterPrefix.Length..]] = number;
        return numbers;
    }

    // A spreadsheet that took it for a date keeps days since 1899-12-30.
    private DateOnly? Day(string field)
    {
        var text = Text(field);
        if (text.Length == 0) return null;
        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy-M-d", "yyyy/M/d", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        if (cells[field].IsNumber && decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var days) && days is >= 1 and < 100_000)
            return new DateOnly(1899, 12, 30).AddDays((int)days);
        Wrong(field, "date", "应为日期，如 2026-03-01。A date such as 2026-03-01.");
        return null;
    }

    private Operation Operation()
    {
        var text = Text("operation");
        if (text.Length == 0) return Sources.Operation.InService;
        foreach (var value in Enum.GetValues<Operation>())
            if (text == RegisterFields.Operations[(int)value] || text == Json.Word(value)) return value;
        Wrong("operation", "word", $"应为：{string.Join("、", RegisterFields.Operations)}。One of these words.");
        return default;
    }

    private bool Flag(string field)
    {
        var text = Text(field);
        if (text is not ("" or RegisterFields.Yes or RegisterFields.No or "true" or "false")) Wrong(field, "word", "应为“是”或“否”。Either 是 or 否.");
        return text is RegisterFields.Yes or "true";
    }
}
