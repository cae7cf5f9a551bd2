using BlueSky.Assessment;
using BlueSky.Districts;

namespace BlueSky.Web;

/// <summary>The policies that are on file, from <c>seeds/policies</c>; the host puts it up.</summary>
/// <param name="All">Policies in order of id.</param>
public sealed record PolicyShelf(IReadOnlyList<Policy> All)
{
    /// <summary>The policy that names units of the district and is in force in the period; null when there is none or more than one.</summary>
    public Policy? UsualFor(District district, Period period)
    {
        ArgumentNullException.ThrowIfNull(district);
        ArgumentNullException.ThrowIfNull(period);
        var fitting = All.Where(p => p.Validity.Value.Covers(period) && district.Towns.Any(t => p.TierOf(t.Code) is not null)).Take(2).ToList();
        return fitting.Count == 1 ? fitting[0] : null;
    }
}
