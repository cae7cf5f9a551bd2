using BlueSky.Audit;

namespace BlueSky.Web;

/// <summary>Writes what callers changed to the audit log (审计日志). Actions of this API begin with <c>api.</c>.</summary>
internal sealed class AuditTrail(IGrainFactory grains, TimeProvider clock)
{
    private const int LongestDetail = 2_048;

    /// <summary>Returns when the entry is committed; a failure is the caller's failure, so no write is answered unaudited.</summary>
    public Task Wrote(Caller caller, string action, string subject, string detail = "")
    {
        var text = detail.Length > LongestDetail ? detail[..LongestDetail] : detail;
        var entry = new AuditEntry(clock.GetUtcNow(), caller.Name, action, subject, "", text, caller.Address, 1);
        return grains.GetGrain<IAuditGrain>(0).Append([entry]);
    }
}
