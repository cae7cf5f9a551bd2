using BlueSky.Decisions;
using BlueSky.Districts;

namespace BlueSky.Sources;

/// <summary>
/// What a register entry must fulfil, however it comes in: by the API, by an import, from a seed. Each refusal names the field and the fix.
/// </summary>
public static class RegistrationRules
{
    private const int MostPathPoints = 500;

    /// <summary>Everything that is wrong with the entry; empty when it may be registered.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="kinds">The kinds that there are.</param>
    /// <param name="district">Its towns and stations are those that an entry may name.</param>
    public static IEnumerable<Refusal> Faults(SourceRegistration entry, SourceKindCatalog kinds, District district)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(district);
        if (entry.Id.Length is 0 or > 64 || entry.Id.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))
            yield return Wrong("id", "编号须为 1–64 个字母、数字或连字符。", "An id has 1-64 letters, digits or hyphens.");
        if (string.IsNullOrWhiteSpace(entry.Name) || entry.Name.Length > 100)
            yield return Wrong("name", "名称须为 1–100 个字符。", "A name has 1-100 characters.");
        if (kinds.Find(entry.Kind) is null)
            yield return Wrong("kind", $"没有“{entry.Kind}”这种污染源类型，可选：{string.Join("、", kinds.Kinds.Select(k => k.Code))}。", "Unknown kind; choose one of these.");
        if (district.Towns.All(t => t.Code != entry.Town))
            yield return Wrong("town", $"没有代码为 {entry.Town} 的镇街，可选：{string.Join("、", district.Towns.Select(t => t.Code + t.Name))}。", "Unknown town; choose one of these.");
        if (entry.Location is { } p && (Math.Abs(p.Longitude) > 180 || Math.Abs(p.Latitude) > 90))
            yield return Wrong("location", "经度须在 ±180、纬度须在 ±90 之内。", "Longitude lies within ±180, latitude within ±90.");
        if (entry.Path.Count is 1 or > MostPathPoints || entry.Path.Any(at => Math.Abs(at.Longitude) > 180 || Math.Abs(at.Latitude) > 90))
            yield return Wrong("path", $"线位须为 2–{MostPathPoints} 个点，经度在 ±180、纬度在 ±90 之内。", $"A line has 2 to {MostPathPoints} points, longitude within ±180, latitude within ±90.");
        if (entry.ReferenceStation is { } station && district.Stations.All(s => s.Code != station))
            yield return Wrong("referenceStation", $"没有代码为 {station} 的空气站。", "Unknown air station.");
        if (entry.RegisteredOn.Year is < 2000 or > 2100)
            yield return Wrong("registeredOn", "登记日期须在 2000–2100 年之间。", "The first day lies between 2000 and 2100.");
        if (entry.DeregisteredOn < entry.RegisteredOn || entry.DeregisteredOn?.Year > 2100)
            yield return Wrong("deregisteredOn", "注销日期不得早于登记日期，也不得晚于 2100 年。", "The day out of the register is not before the first day in it, and not after 2100.");
        if (entry is { DeregisteredOn: not null, Operation: not Operation.Suspended })
            yield return Wrong("operation", "注销的污染源，运行状态须为停用。", "What is out of the register is out of use: suspended.");
    }

    private static Refusal Wrong(string field, string chinese, string english) => new("bad-source", field, chinese, english);
}
