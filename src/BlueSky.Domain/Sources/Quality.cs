namespace BlueSky.Sources;

/// <summary>
/// Data quality of one reading (source-limits.md section 8). Only <see cref="Valid"/> enters statistics and rules;
/// everything else is kept and shown. The flags combine.
/// </summary>
[Flags]
public enum Quality
{
    /// <summary>有效: nothing speaks against the value.</summary>
    Valid = 0,

    /// <summary>维护: taken during maintenance (HJ 212-2017 mark M).</summary>
    Maintenance = 1,

    /// <summary>校准: taken during calibration (mark C).</summary>
    Calibration = 2,

    /// <summary>故障: instrument fault, stop or broken communication (marks D, F, B).</summary>
    Fault = 4,

    /// <summary>超量程: over the measuring range; the value is a bound (mark T, or a sentinel such as 9999.99).</summary>
    OverRange = 8,

    /// <summary>手工: entered by hand (mark S).</summary>
    Manual = 16,

    /// <summary>负值: negative where the factor cannot be.</summary>
    Negative = 32,

    /// <summary>迟到: arrived after its live time (back-fill, re-sent); fills hours and days but raises no live alarm.</summary>
    Late = 64,

    /// <summary>更正: another value was stored first under the same identity; kept as a revision, the first stays current.</summary>
    Revision = 128,

    /// <summary>无标记: the device sent no mark. Counts as valid, but is shown.</summary>
    Unmarked = 256,
}

/// <summary>Questions that statistics and rules ask of a <see cref="Quality"/>.</summary>
public static class QualityExtensions
{
    private const Quality Harmless = Quality.Late | Quality.Unmarked;

    /// <summary>True when the value may enter means and rules: late and unmarked values may, revisions and faults may not.</summary>
    public static bool IsUsable(this Quality quality) => (quality & ~Harmless) == Quality.Valid;
}
