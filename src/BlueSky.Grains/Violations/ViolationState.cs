using BlueSky.Districts;

namespace BlueSky.Violations;

/// <summary>The stored form of a problem: its events.</summary>
internal sealed class ViolationState
{
    public ViolationPlace? Place { get; set; }

    /// <summary>Steps as they were stored before problems had a loop; read, never written again.</summary>
    public List<RuleTransition> Steps { get; set; } = [];

    public List<ViolationEvent> History { get; set; } = [];

    /// <summary>The version that lists and audit log are known to have; they may have a later one.</summary>
    public int Published { get; set; }

    /// <summary>The events, also of a state of before.</summary>
    public IEnumerable<ViolationEvent> Events(District district)
    {
        if (History.Count > 0 || Place is null) return History;
        var placement = district.Place(Place.Town, Place.Department, Place.Kind);
        return Steps.Select((step, i) => new RuleStepped { Number = step.Step, At = step.At, Step = step, Placement = i == 0 ? placement : null });
    }
}

/// <summary>The stored form of a series.</summary>
internal sealed class SeriesState
{
    public string? Current { get; set; }
}
