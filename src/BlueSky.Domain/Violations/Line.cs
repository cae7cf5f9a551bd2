namespace BlueSky.Violations;

/// <summary>One of the two lines that are supervised for the same problem (双重督办).</summary>
public enum Line
{
    /// <summary>属地: the town on whose ground it is.</summary>
    Town = 0,

    /// <summary>行业: the department that answers for the industry.</summary>
    Industry = 1,
}
