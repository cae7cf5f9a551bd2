namespace BlueSky.Violations;

/// <summary>
/// How far the closed loop (报警闭环) of a problem is. It is apart from whether the rule still fires: a problem whose readings are
/// fine again is not closed by that, and one that was closed may fire again.
/// </summary>
public enum LoopState
{
    /// <summary>待交办: found, nobody answers for it yet.</summary>
    Found = 0,

    /// <summary>待签收: assigned to both lines, not signed for by both.</summary>
    Assigned = 1,

    /// <summary>整改中: both lines have signed; it is to be rectified.</summary>
    Accepted = 2,

    /// <summary>待复核: rectification is handed in; both lines are to review it.</summary>
    Rectified = 3,

    /// <summary>已销号: both lines have passed it.</summary>
    Closed = 4,

    /// <summary>已撤销: a false alarm (误报), as two persons decided.</summary>
    Withdrawn = 5,

    /// <summary>已并案: handled as part of another problem.</summary>
    Merged = 6,
}

/// <summary>What is waited for, each with a deadline of its own.</summary>
public enum Stage
{
    /// <summary>签收.</summary>
    Accept = 0,

    /// <summary>整改.</summary>
    Rectify = 1,

    /// <summary>复核.</summary>
    Review = 2,
}

/// <summary>Why the clocks of a problem rest.</summary>
public enum SuspensionCause
{
    /// <summary>沙尘.</summary>
    SandDust = 0,

    /// <summary>停电或断网: an outage of power or network on site.</summary>
    Outage = 1,

    /// <summary>其他: as the note says.</summary>
    Other = 2,
}
