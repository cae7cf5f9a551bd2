using BlueSky.Access;

namespace BlueSky.Audit;

/// <summary>One decision or refusal that somebody could contest.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who: a user, an API key's name, <c>gateway</c>, <c>system</c>.</param>
/// <param name="Action">Short stable word, e.g. <c>device.refused</c>, <c>device.secret-rotated</c>, <c>source.registered</c>.</param>
/// <param name="Subject">What it was done to: MN, source id, key id.</param>
/// <param name="Reason">Short stable word for why, e.g. <c>unknown-mn</c>, <c>wrong-pw</c>; empty when none is needed.</param>
/// <param name="Detail">Figures and circumstances; never a password or key. At most 2,048 characters.</param>
/// <param name="RemoteAddress">Network address it came from; empty for internal.</param>
/// <param name="Count">How many equal events this entry stands for (floods are folded per minute), from 1.</param>
public sealed record AuditEntry(
    DateTimeOffset At, string Actor, string Action, string Subject, string Reason, string Detail, string RemoteAddress, int Count)
{
    /// <summary>Longest <see cref="Detail"/>.</summary>
    public const int LongestDetail = 2_048;

    /// <summary>What somebody decided for a unit: the name with the unit behind it; a detail that is too long is cut.</summary>
    public static AuditEntry Of(Actor by, DateTimeOffset at, string action, string subject, string reason, string detail)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(detail);
        var name = by.Unit is { } unit ? $"{by.Name}（{unit.Name}）" : by.Name;
        return new AuditEntry(at, name, action, subject, reason, detail.Length > LongestDetail ? detail[..LongestDetail] : detail, "", 1);
    }
}
