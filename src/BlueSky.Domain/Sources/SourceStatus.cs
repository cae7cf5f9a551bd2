namespace BlueSky.Sources;

/// <summary>
/// Status of a source, the worst that applies. Order of precedence: suspended, maintenance, violating, offline, suspect,
/// warning, not connected, normal.
/// </summary>
public enum SourceStatus
{
    /// <summary>正常.</summary>
    Normal = 0,

    /// <summary>未联网: no device is bound and nothing was ever reported, so nothing can be claimed.</summary>
    NotConnected = 1,

    /// <summary>预警: a warning is open.</summary>
    Warning = 2,

    /// <summary>疑似造假: constant or jumping values; for a person to look at, never a penalty by itself.</summary>
    Suspect = 3,

    /// <summary>离线: no data for longer than the kind allows.</summary>
    Offline = 4,

    /// <summary>违规: a violation is open.</summary>
    Violating = 5,

    /// <summary>维护: declared maintenance; rules rest.</summary>
    Maintenance = 6,

    /// <summary>停用: not in operation (stopped, out of season); rules and the offline watch rest.</summary>
    Suspended = 7,
}

/// <summary>What the operator declared of a source; wins over what data say.</summary>
public enum Operation
{
    /// <summary>在用.</summary>
    InService = 0,

    /// <summary>维护.</summary>
    Maintenance = 1,

    /// <summary>停用.</summary>
    Suspended = 2,
}

/// <summary>How bad an open problem is.</summary>
public enum Severity
{
    /// <summary>疑似: for a person to look at (constant value, jump).</summary>
    Suspect = 0,

    /// <summary>预警: a warning.</summary>
    Warning = 1,

    /// <summary>违规: a violation (报警).</summary>
    Violation = 2,

    /// <summary>严重: a serious violation (red alarm, stop-work candidate).</summary>
    Serious = 3,
}
