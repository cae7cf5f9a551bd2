using BlueSky.Assessment;
using BlueSky.Bulletins;
using BlueSky.Districts;

namespace BlueSky.Web;

/// <summary>From a run as the cluster keeps it to what a bulletin is made from.</summary>
public static class BulletinInputs
{
    /// <summary>The run with the names of its units and stations.</summary>
    /// <param name="revision">The run.</param>
    /// <param name="policy">The policy on file with the run's id.</param>
    /// <param name="district">Where the names are.</param>
    public static BulletinRun ToRun(this AssessmentRevision revision, Policy policy, District district)
    {
        ArgumentNullException.ThrowIfNull(revision);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(district);
        return new BulletinRun(
            revision.Result, policy, revision.Revision, revision.At, revision.Reason, revision.Digest,
            [.. revision.Inputs.Select(i => new Coverage(
                i.Unit, UnitFigures.NameOf(district, policy, i.Unit), i.Station, district.Stations.FirstOrDefault(s => s.Code == i.Station)?.Name ?? i.Station,
                i.ValidDays, i.NeededDays, i.Revision, i.RevisionLast, i.HasDemo))]);
    }
}
