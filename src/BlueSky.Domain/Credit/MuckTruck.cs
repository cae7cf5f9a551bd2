using BlueSky.Decisions;

namespace BlueSky.Credit;

/// <summary>
/// The register entry (备案) of one muck truck (渣土车). A truck is no source: it has no place, no devices and no rules; its fleet
/// (<c>muck-truck-fleet</c>) is. No driver is named here, or anywhere.
/// </summary>
public sealed record MuckTruck
{
    /// <summary>What stands for the kind of a source in its account.</summary>
    public const string Kind = "muck-truck";

    /// <summary>Kind of source that a fleet is.</summary>
    public const string FleetKind = "muck-truck-fleet";

    /// <summary>Plate, see <see cref="PlateNumber"/>.</summary>
    public required string Plate { get; init; }

    /// <summary>Source id of its fleet (运输单位).</summary>
    public required string Fleet { get; init; }

    /// <summary>True for the fully closed flat-push type (平推式全密闭), which the plan wants all of them to be.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Number of its transport permit (核准证); empty when it has none.</summary>
    public string Permit { get; init; } = "";

    /// <summary>Last day of the permit; null when it has none.</summary>
    public DateOnly? PermitUntil { get; init; }

    /// <summary>First day in the register.</summary>
    public required DateOnly RegisteredOn { get; init; }

    /// <summary>Day from which it is no longer in the register (注销); null while it is.</summary>
    public DateOnly? RetiredOn { get; init; }

    /// <summary>True for demonstration data.</summary>
    public bool IsDemo { get; init; }

    /// <summary>What is wrong with the entry; null for nothing.</summary>
    public Refusal? Fault()
    {
        if (!PlateNumber.TryParse(Plate, out var plate) || plate.Text != Plate)
            return new Refusal("bad-plate", "plate", "车牌号不合规：省份简称、发牌机关字母，后接 5 位（新能源 6 位）数字字母，不含 I、O。", "Not a civil plate: province, letter of the city, then 5 characters (6 for new energy), without I and O.");
        if (Fleet.Length is 0 or > 64) return new Refusal("missing", "fleet", "请填写所属渣土车队的污染源编号。", "Give the source id of its fleet.");
        if (Permit.Length > 64) return new Refusal("too-long", "permit", "核准证号最多 64 个字符。", "A permit's number has at most 64 characters.");
        if (Permit.Length == 0 != PermitUntil is null) return new Refusal("permit", "permitUntil", "核准证号和有效期须同时填写。", "Give the permit's number and its last day together.");
        return RetiredOn < RegisteredOn ? new Refusal("order", "retiredOn", "注销日期不得早于备案日期。", "It cannot be retired before it was registered.") : null;
    }
}
