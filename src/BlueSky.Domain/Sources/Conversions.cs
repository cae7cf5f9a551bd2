namespace BlueSky.Sources;

/// <summary>The conversions that limits need, as pure arithmetic; all figures come from the kind file or the register.</summary>
public static class Conversions
{
    /// <summary>
    /// Concentration at the reference oxygen content: C = C' × (ambient − reference) / (ambient − measured), all oxygen in %
    /// (HJ 212-2017 notes to table C.2; hj212.md 8.5). Null when <paramref name="measuredOxygen"/> reaches
    /// <paramref name="abnormalAt"/>: nothing can be concluded from such a value.
    /// </summary>
    public static decimal? ToReferenceOxygen(
        decimal concentration, decimal measuredOxygen, decimal referenceOxygen, decimal ambientOxygen, decimal abnormalAt) =>
        measuredOxygen >= abnormalAt || measuredOxygen >= ambientOxygen
            ? null
            : concentration * (ambientOxygen - referenceOxygen) / (ambientOxygen - measuredOxygen);

    /// <summary>
    /// Concentration at the reference flow of the stoves: C = C' × Q / (n × flow per stove), Q and flow per stove in m³/h
    /// (GB 18483-2001). Null when the number of stoves is not positive.
    /// </summary>
    public static decimal? ToReferenceStoves(decimal concentration, decimal flow, decimal stoves, decimal flowPerStove) =>
        stoves <= 0 || flowPerStove <= 0 ? null : concentration * flow / (stoves * flowPerStove);
}
