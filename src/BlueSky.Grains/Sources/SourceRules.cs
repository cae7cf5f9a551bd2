using BlueSky.Districts;
using BlueSky.Messages;

namespace BlueSky.Sources;

/// <summary>What a register entry must fulfil; each refusal names the field and the fix.</summary>
internal static class SourceRules
{
    /// <exception cref="RefusedException">The entry is not valid.</exception>
    public static void Check(SourceRegistration entry, string key, SourceKindCatalog kinds, District district)
    {
        if (entry.Id != key) throw Refuse("id", $"编号与地址不符：{entry.Id}。The id must equal the one in the address.");
        if (entry.Id.Length is 0 or > 64 || entry.Id.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))
            throw Refuse("id", "编号须为 1–64 个字母、数字或连字符。An id has 1-64 letters, digits or hyphens.");
        if (string.IsNullOrWhiteSpace(entry.Name) || entry.Name.Length > 100)
            throw Refuse("name", "名称须为 1–100 个字符。A name has 1-100 characters.");
        if (kinds.Find(entry.Kind) is null)
            throw Refuse("kind", $"没有“{entry.Kind}”这种污染源类型，可选：{string.Join("、", kinds.Kinds.Select(k => k.Code))}。Unknown kind; choose one of these.");
        if (district.Towns.All(t => t.Code != entry.Town))
            throw Refuse("town", $"没有代码为 {entry.Town} 的镇街，可选：{string.Join("、", district.Towns.Select(t => t.Code + t.Name))}。Unknown town; choose one of these.");
        if (entry.Location is { } p && (Math.Abs(p.Longitude) > 180 || Math.Abs(p.Latitude) > 90))
            throw Refuse("location", "经度须在 ±180、纬度须在 ±90 之内。Longitude lies within ±180, latitude within ±90.");
        if (entry.ReferenceStation is { } station && district.Stations.All(s => s.Code != station))
            throw Refuse("referenceStation", $"没有代码为 {station} 的空气站。Unknown air station.");
        if (entry.RegisteredOn.Year is < 2000 or > 2100)
            throw Refuse("registeredOn", "登记日期须在 2000–2100 年之间。The first day lies between 2000 and 2100.");
    }

    private static RefusedException Refuse(string field, string message) => new("bad-source", field, message);
}
