using System.Collections.Frozen;

namespace BlueSky.Hj212;

/// <summary>A system code (系统编码, ST).</summary>
/// <param name="Code">Two characters.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="English">English name.</param>
/// <param name="Mark">Source: S05, S17, 25-H, 25-M, P (practice).</param>
public sealed record SystemCode(string Code, string Name, string English, string Mark);

/// <summary>The system codes of HJ 212-2017 table 5 and HJ 212-2025. In the field ST does not tell the kind of device: go by the registered MN.</summary>
public static class SystemCodes
{
    /// <summary>All codes.</summary>
    public static FrozenDictionary<string, SystemCode> All { get; } =
        CodeTable.Load("system", 4, c => new SystemCode(c[0], c[1], c[2], c[3]), c => c.Code);
}

/// <summary>How a command is exchanged (HJ 212-2017 6.6).</summary>
public enum CommandKind
{
    /// <summary>请求命令: answered 9011, then executed and answered 9012.</summary>
    Request,

    /// <summary>上传命令: answered 9014 when Flag bit 0 is set.</summary>
    Upload,

    /// <summary>Both: the host asks, and the device uploads under the same number.</summary>
    RequestAndUpload,

    /// <summary>通知命令: answered 9013.</summary>
    Notice,

    /// <summary>9011 to 9014: never answered.</summary>
    Answer,
}

/// <summary>A command code (命令编码, CN).</summary>
/// <param name="Code">Four digits.</param>
/// <param name="Kind">How it is exchanged.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="English">English name.</param>
/// <param name="Mark">Source: S05 (2005 only), S17, 25-H, 25-M, P (practice).</param>
public sealed record CommandCode(string Code, CommandKind Kind, string Name, string English, string Mark);

/// <summary>The command codes of HJ 212-2017 table 6, those of 2005 and 2025, and some seen in practice.</summary>
public static class CommandCodes
{
    /// <summary>All codes.</summary>
    public static FrozenDictionary<string, CommandCode> All { get; } = CodeTable.Load(
        "command", 5, c => new CommandCode(c[0], Enum.Parse<CommandKind>(c[1]), c[2], c[3], c[4]), c => c.Code);
}

/// <summary>A factor code (监测因子编码).</summary>
/// <param name="Code">The code.</param>
/// <param name="Old">Code of HJ/T 212-2005, empty when none.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="English">English name, empty where none is given.</param>
/// <param name="Unit">
/// The unit that the STANDARD prints, empty when none. Never to be used for data: devices send µg/m³ where 2017 prints ng/m³. Unit
/// and scale belong to the device profile.
/// </param>
/// <param name="Mark">Source: S05, S17, P (practice), K (well known, not checked against the text).</param>
public sealed record FactorCode(string Code, string Old, string Name, string English, string Unit, string Mark);

/// <summary>Factor codes of HJ 212-2017 Annex B (HJ 524-2009), of HJ/T 212-2005 and of practice. Codes not listed are kept raw.</summary>
public static class FactorCodes
{
    /// <summary>All codes, 2005 ones included under their own number.</summary>
    public static FrozenDictionary<string, FactorCode> All { get; } =
        CodeTable.Load("factor", 6, c => new FactorCode(c[0], c[1], c[2], c[3], c[4], c[5]), c => c.Code);

    /// <summary>The entry of a code; process codes (g101xx, HJ 212-2017 Annex B) are listed without the two digits of their device.</summary>
    /// <param name="code">The code as sent.</param>
    /// <returns>Null for a code that no list knows: it is kept and shown as it is.</returns>
    public static FactorCode? Find(string code) =>
        All.GetValueOrDefault(code) ?? (code is ['g', _, _, _, _, _] ? All.GetValueOrDefault(code[..4]) : null);
}

/// <summary>A data mark (数据标记, -Flag).</summary>
/// <param name="Mark">One character.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="English">English meaning.</param>
/// <param name="Use">What the value is good for: <c>valid</c>, <c>invalid</c>, <c>bound</c> (beyond the range), <c>manual</c> (not measured).</param>
/// <param name="Source">S17, or S05 for marks of 2005 only.</param>
public sealed record DataMark(string Mark, string Name, string English, string Use, string Source);

/// <summary>The data marks of HJ 212-2017 table 8 and HJ/T 212-2005. A missing mark means unknown, not normal.</summary>
public static class DataMarks
{
    /// <summary>All marks.</summary>
    public static FrozenDictionary<string, DataMark> All { get; } =
        CodeTable.Load("mark", 5, c => new DataMark(c[0], c[1], c[2], c[3], c[4]), c => c.Mark);
}

/// <summary>A field or suffix (字段) of the data area.</summary>
/// <param name="Name">The name as sent, case-sensitive.</param>
/// <param name="Type">The standard's type: C text, N digits (N3.1 is three integer digits and one decimal), <c>number</c> as the factor says.</param>
/// <param name="Chinese">Chinese meaning, empty where none is given.</param>
/// <param name="English">English meaning.</param>
/// <param name="Mark">Source: S05, S17, 25-M, P.</param>
public sealed record FieldName(string Name, string Type, string Chinese, string English, string Mark);

/// <summary>The fields of HJ 212-2017 table 9, of 2005 and of 2025.</summary>
public static class Fields
{
    private static readonly FrozenSet<string> Numeric = ["Rtd", "Min", "Avg", "Max", "Cou", "ZsRtd", "ZsMin", "ZsAvg", "ZsMax", "Data", "DayData", "NightData", "RS", "RT", "RawAvg"];

    /// <summary>All fields.</summary>
    public static FrozenDictionary<string, FieldName> All { get; } =
        CodeTable.Load("field", 5, c => new FieldName(c[0], c[1], c[2], c[3], c[4]), c => c.Name);

    /// <summary>Whether values of this suffix must be numbers.</summary>
    /// <param name="field">The suffix after the first <c>-</c>.</param>
    public static bool IsNumeric(string field) => Numeric.Contains(field);
}

/// <summary>A return code of QnRtn (请求命令返回) or ExeRtn (执行结果).</summary>
/// <param name="Field"><c>QnRtn</c> or <c>ExeRtn</c>.</param>
/// <param name="Code">The number.</param>
/// <param name="English">Meaning.</param>
public sealed record ReturnCode(string Field, int Code, string English);

/// <summary>The return codes of HJ 212-2017 tables 7 and 10.</summary>
public static class ReturnCodes
{
    /// <summary>All codes under <c>QnRtn=1</c>, <c>ExeRtn=100</c> and so on.</summary>
    public static FrozenDictionary<string, ReturnCode> All { get; } = CodeTable.Load(
        "return", 3, c => new ReturnCode(c[0], int.Parse(c[1], System.Globalization.CultureInfo.InvariantCulture), c[2]), c => $"{c.Field}={c.Code}");
}
