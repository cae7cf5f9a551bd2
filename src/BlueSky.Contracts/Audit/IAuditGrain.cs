namespace BlueSky.Audit;

/// <summary>The way into the audit log (审计日志) for nodes without a store. Any activation will do.</summary>
[Alias("audit")]
public interface IAuditGrain : IGrainWithIntegerKey
{
    /// <summary>Appends entries; returns after they are committed.</summary>
    Task Append([Immutable] AuditEntry[] entries);
}
