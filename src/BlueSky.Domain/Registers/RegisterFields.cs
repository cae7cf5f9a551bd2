using System.Globalization;
using BlueSky.Sources;

namespace BlueSky.Registers;

/// <summary>One field of a register entry as people see it.</summary>
/// <param name="Name">Name in the API, e.g. <c>sizeClass</c>; of a number <c>parameters.stoves</c>.</param>
/// <param name="Title">Chinese name.</param>
/// <param name="Text">Its value as text; empty when not given.</param>
public sealed record RegisterField(string Name, string Title, string Text);

/// <summary>The fields of a register entry in one order and one writing, for comparing, exporting and importing.</summary>
public static class RegisterFields
{
    /// <summary>Beginning of the names of numbers that only some kinds have.</summary>
    public const string ParameterPrefix = "parameters.";

    /// <summary>Chinese words of what the operator declared, in the enum's order.</summary>
    public static readonly IReadOnlyList<string> Operations = ["在用", "维护", "停用"];

    /// <summary>Chinese words of yes and no.</summary>
    public const string Yes = "是", No = "否";

    private static readonly (string Name, string Title, Func<SourceRegistration, string> Text)[] s_fixed =
    [
        ("id", "编号", e => e.Id),
        ("name", "名称", e => e.Name),
        ("kind", "类型", e => e.Kind),
        ("town", "镇街", e => e.Town),
        ("address", "地址", e => e.Address),
        ("longitude", "经度", e => Number(e.Location?.Longitude)),
        ("latitude", "纬度", e => Number(e.Location?.Latitude)),
        ("zone", "控制区", e => e.Zone ?? ""),
        ("sizeClass", "规模", e => e.SizeClass ?? ""),
        ("industry", "行业", e => e.Industry ?? ""),
        ("referenceStation", "对照空气站", e => e.ReferenceStation ?? ""),
        ("department", "责任部门", e => e.Department ?? ""),
        ("responsible", "责任人员", e => e.Responsible ?? ""),
        ("operation", "运行状态", e => Operations[(int)e.Operation]),
        ("registeredOn", "登记日期", e => Day(e.RegisteredOn)),
        ("deregisteredOn", "注销日期", e => Day(e.DeregisteredOn)),
        ("isDemo", "演示数据", e => e.IsDemo ? Yes : No),
    ];

    /// <summary>Names and titles of the fields that every entry has.</summary>
    public static IReadOnlyList<(string Name, string Title)> Common { get; } = [.. s_fixed.Select(f => (f.Name, f.Title))];

    /// <summary>The line of a road, which is no column of a table.</summary>
    public const string Path = "path";

    /// <summary>All fields of an entry: the common ones, then its numbers by name, then its line where it has one.</summary>
    public static IEnumerable<RegisterField> Of(SourceRegistration entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return s_fixed.Select(f => new RegisterField(f.Name, f.Title, f.Text(entry))).Concat(
            entry.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new RegisterField(ParameterPrefix + p.Key, TitleOf(p.Key), Number(p.Value))))
            .Concat(entry.Path.Count == 0 ? [] : [new RegisterField(Path, TitleOfField(Path), string.Join(' ', entry.Path.Select(p => $"{Number(p.Longitude)},{Number(p.Latitude)}")))]);
    }

    /// <summary>Chinese name of a field; of a number its name; the field's own name when there is none.</summary>
    public static string TitleOfField(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (field.StartsWith(ParameterPrefix, StringComparison.Ordinal)) return TitleOf(field[ParameterPrefix.Length..]);
        if (field == Path) return "线位";
        return field == "location" ? "经度、纬度" : s_fixed.FirstOrDefault(f => f.Name == field).Title ?? field;
    }

    /// <summary>Title of a number: its name, since kinds name their own.</summary>
    public static string TitleOf(string parameter) => $"参数 {parameter}";

    private static string Number(decimal? value) => value?.ToString("0.############", CultureInfo.InvariantCulture) ?? "";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
