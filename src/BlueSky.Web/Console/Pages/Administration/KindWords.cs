using System.Globalization;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>Names of kinds of source (源类) for lists of their codes.</summary>
internal sealed class KindNames(SourceKindCatalog catalog)
{
    /// <summary>The kinds of these codes, one after the other; a code that is no kind's stays as it is.</summary>
    public string Of(IEnumerable<string> codes, Words words) =>
        string.Join(words["、"], codes.Select(code => catalog.Find(code) is { } kind ? words.Of(kind.Name, kind.NameEn) : code));
}

/// <summary>Words of kind files: what values are formed of, and whom a row is for.</summary>
internal static class KindWords
{
    // The codes that the files of this district use. One that is not here, of a file that somebody adds, is shown as it is written.
    private static readonly Dictionary<string, (string Chinese, string English)> Classes = new(StringComparer.Ordinal)
    {
        ["core"] = ("核心控制区", "core zone"), ["key"] = ("重点控制区", "key zone"), ["general"] = ("一般控制区", "general zone"),
        ["large"] = ("大型", "large"), ["medium"] = ("中型", "medium"), ["small"] = ("小型", "small"),
        ["main"] = ("主干道", "main road"), ["minor"] = ("次干道", "minor road"), ["back-street"] = ("背街小巷", "back street"),
        ["cement"] = ("水泥", "cement"), ["brick"] = ("砖瓦", "brick"), ["ceramics"] = ("陶瓷", "ceramics"), ["glass"] = ("玻璃", "glass"), ["lime"] = ("石灰", "lime"),
        ["refractory"] = ("耐火材料", "refractory"), ["carbon"] = ("碳素", "carbon"), ["sodium-silicate"] = ("泡花碱", "sodium silicate"), ["charcoal"] = ("木炭", "charcoal"),
        ["foundry"] = ("铸造", "foundry"), ["gypsum-board"] = ("石膏板", "gypsum board"), ["fertiliser"] = ("化肥", "fertiliser"),
        ["building"] = ("房屋建筑", "building"), ["municipal"] = ("市政", "municipal works"), ["water"] = ("水利", "water works"),
        ["panel"] = ("板材", "wood panels"), ["printing"] = ("印刷", "printing"), ["coating"] = ("涂装", "coating"),
        ["alarm"] = ("报警", "alarm"), ["warning"] = ("预警", "warning"), ["shandong"] = ("山东省标准", "Shandong’s standard"),
    };

    /// <summary>Over what time a value is formed.</summary>
    public static string Of(this Averaging averaging, Words words) => averaging.Kind switch
    {
        AveragingKind.Instant => words["瞬时值"],
        AveragingKind.Minutes => words["{0} 分钟均值", averaging.Minutes],
        AveragingKind.Hour => words["小时均值"],
        AveragingKind.Day => words["日均值"],
        _ => words["单次记录"],
    };

    /// <summary>A zone, size class, branch of industry or level.</summary>
    public static string Class(string code, Words words) => Classes.TryGetValue(code, out var known) ? words.Of(known.Chinese, known.English) : code;

    /// <summary>Whom a limit is for.</summary>
    public static string Whom(LimitRow row, Words words)
    {
        string[] said = [.. new[] { row.Zone, row.SizeClass, row.Industry }.OfType<string>().Select(code => Class(code, words))];
        return said.Length == 0 ? words["全部"] : string.Join(words["、"], said);
    }

    /// <summary>The bounds of a limit with their unit.</summary>
    public static string Bounds(LimitRow row, Words words)
    {
        var number = (row.Lower, row.Upper) switch
        {
            ({ } lower, { } upper) => $"{RuleRow.Plain(lower)}–{RuleRow.Plain(upper)}",
            ({ } lower, null) => $"{(row.Inclusive ? ">" : "≥")} {RuleRow.Plain(lower)}",
            (null, { } upper) => $"{(row.Inclusive ? "<" : "≤")} {RuleRow.Plain(upper)}",
            _ => "—",
        };
        var text = row.Unit is "1" or "" ? number : $"{number} {row.Unit}";
        return row.ReferenceOxygen is { } oxygen ? words["{0}（基准含氧量 {1}%）", text, RuleRow.Plain(oxygen)] : text;
    }

    /// <summary>Days on which a limit holds.</summary>
    public static string Days(LimitRow row, Words words) => (row.ValidFrom, row.ValidTo) switch
    {
        (null, null) => words["不限"],
        ({ } from, null) => words["{0} 起", Day(from)],
        (null, { } to) => words["至 {0}", Day(to)],
        var (from, to) => words["{0} 至 {1}", Day(from!.Value), Day(to!.Value)],
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
