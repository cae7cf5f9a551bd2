using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>A factor at a measuring point, as hourly values name it: <c>a34002</c>, <c>AL@003</c>, <c>a21026.zs</c>.</summary>
/// <param name="Code">Code of the factor.</param>
/// <param name="Point">Point; empty for the whole source.</param>
/// <param name="IsConverted">True for values converted to the reference state (折算).</param>
public sealed record FactorAt(string Code, string Point, bool IsConverted)
{
    private const string Live = "-Rtd";

    /// <summary>Reads the form of <see cref="ToString"/>.</summary>
    public static FactorAt Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var (code, point) = at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
        return code.EndsWith(FactorSpec.ConvertedSuffix, StringComparison.Ordinal)
            ? new(code[..^FactorSpec.ConvertedSuffix.Length], point, true)
            : new(code, point, false);
    }

    /// <summary>The factor and field of a channel such as <c>a34002-Rtd</c>.</summary>
    public static (FactorAt Factor, string Field) OfChannel(string channel)
    {
        var hyphen = channel.LastIndexOf('-');
        return hyphen > 0 ? (Parse(channel[..hyphen]), channel[(hyphen + 1)..]) : (Parse(channel), "");
    }

    /// <summary>The channel of its momentary values.</summary>
    public string Channel => this + Live;

    /// <summary>The factor in the kind's table; null when it is not there.</summary>
    public FactorInfo? In(KindInfo? kind) => kind?.Factors.FirstOrDefault(f => f.Code == Code);

    /// <summary>Its name for people.</summary>
    public string NameIn(KindInfo? kind, Words words) =>
        (In(kind)?.In(words) ?? Code) + (IsConverted ? words["（折算）"] : "") + (Point.Length > 0 ? words["（点位 {0}）", Point] : "");

    /// <inheritdoc/>
    public override string ToString() => Code + (IsConverted ? FactorSpec.ConvertedSuffix : "") + (Point.Length > 0 ? "@" + Point : "");
}
