using BlueSky.Access;
using BlueSky.Decisions;
using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Time;
using BlueSky.Violations;

namespace BlueSky.Reports;

/// <summary>What comes of a report: first steps of problems, one for each thing that is wrong; none when a checklist found nothing.</summary>
/// <param name="Steps">The problems.</param>
/// <param name="Refusal">Why it is not taken; null when it is.</param>
public sealed record Findings(IReadOnlyList<RuleTransition> Steps, Refusal? Refusal);

/// <summary>
/// The rules by which reports are taken. What a report names is a rule of its source's kind, so that whoever finds it, device or person,
/// it is one problem (the series of source, rule and point). Every failed measure is a problem of its own.
/// </summary>
public static class Reporting
{
    /// <summary>The kind of source that is found rather than registered beforehand (焚烧点).</summary>
    public const string Spot = "burning-spot";

    // A degree is about 111 km of latitude and 91 km of longitude here: a position so far outside is a slip of the pen.
    private const decimal SlackDegrees = 0.25m;

    /// <summary>Whether this person may report this at all; null when so. What it names is not looked up yet.</summary>
    public static Refusal? Check(Report report, Actor by, District district, DistrictBoundary boundary, SourceKindCatalog kinds, ReportPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(policy);
        if (by.Unit is null || by.Role is not (Role.Officer or Role.Lead) && !(by.Role == Role.GridMember && report.Origin == FoundBy.Patrol)) return ReportRefusals.Role;
        if (report.At > now) return ReportRefusals.Future;
        if (report.At < now.AddHours(-policy.LatestAfterHours.Value)) return ReportRefusals.TooLate(policy.LatestAfterHours.Value);
        if (report.Position is { } at && IsFar(at, boundary)) return ReportRefusals.FarAway;
        if (report.SourceId is not null) return null;
        if (report.Kind is null || report.Town is null || report.Position is null) return ReportRefusals.NeedsPlace;
        if (district.UnitOf(report.Town) is not { Kind: UnitKind.Town }) return ReportRefusals.UnknownTown;
        if (kinds.Find(report.Kind) is null) return ReportRefusals.UnknownKind;
        return IsOwn(by, report.Town) ? null : ReportRefusals.NotYours;
    }

    /// <summary>
    /// The source that a report without one is on: the nearest of the kind in the town, within the policy's distance. For a fire that is
    /// near no registered spot, a new one where it was found.
    /// </summary>
    /// <param name="report">A report that passed <see cref="Check"/>.</param>
    /// <param name="by">Who reports.</param>
    /// <param name="ofTown">Sources of the kind and the town.</param>
    /// <param name="district">The district.</param>
    /// <param name="policy">Distances.</param>
    public static (SourceRegistration? Source, Refusal? Refusal) Locate(
        Report report, Actor by, IEnumerable<SourceRegistration> ofTown, District district, ReportPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(policy);
        var isSpot = report.Kind == Spot;
        var within = isSpot ? policy.SpotWithinMetres.Value : policy.SourceWithinMetres.Value;
        var nearest = ofTown.Where(s => s.IsListedOn(report.At.Day())).Select(s => (Source: s, Metres: s.MetresTo(report.Position!.Value))).Where(s => s.Metres <= within)
            .OrderBy(s => s.Metres).ThenBy(s => s.Source.Id, StringComparer.Ordinal).FirstOrDefault().Source;
        if (nearest is not null) return (nearest, null);
        return isSpot ? (FoundSpot.Of(report, by, district), null) : (null, ReportRefusals.NoSourceNear(within));
    }

    /// <summary>What is wrong, as first steps of problems of the source.</summary>
    public static Findings Find(Report report, Actor by, SourceRegistration source, SourceKind kind, ReportPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(policy);
        if (!IsOwn(by, source.Town)) return Refused(ReportRefusals.NotYours);
        var rule = kind.Rules.FirstOrDefault(r => r.Id == report.Finding && CanBeSeen(r, kind));
        if (rule is null && report.Finding != Report.Other) return Refused(ReportRefusals.UnknownFinding(Reportable(kind)));
        if (rule is not MeasuresSpec && report.Measures.Count > 0) return Refused(ReportRefusals.AnswersWithoutList);
        if (rule is null && string.IsNullOrWhiteSpace(report.Text)) return Refused(ReportRefusals.NeedsText);
        var found = rule switch
        {
            MeasuresSpec list => FailedMeasures(report, source, kind, list, policy),
            null => new Findings([Step(report, source, policy, Report.Other, "", policy.OtherSeverity.Value, policy.OtherSeverity.Mark, policy.OtherSeverity.Citation, "其他问题")], null),
            _ => new Findings([Step(report, source, policy, rule.Id, "", rule.Severity, rule.From.Mark, rule.From.Citation, rule.Name)], null),
        };
        return found.Refusal is null && found.Steps.Count > 0 && LacksEvidence(report, policy) is { } no ? Refused(no) : found;
    }

    /// <summary>What may be reported on sources of a kind: rules that a person can see broken, and anything else in words.</summary>
    public static IEnumerable<string> Reportable(SourceKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return [.. kind.Rules.Where(r => CanBeSeen(r, kind)).Select(r => r.Id), Report.Other];
    }

    private static bool CanBeSeen(RuleSpec rule, SourceKind kind) => rule is PresenceSpec || (rule is MeasuresSpec && kind.Measures.Count > 0);

    private static Findings FailedMeasures(Report report, SourceRegistration source, SourceKind kind, MeasuresSpec rule, ReportPolicy policy)
    {
        if (report.Measures.Count == 0) return Refused(ReportRefusals.NeedsAnswers);
        if (report.Measures.Select(m => m.Item).Distinct(StringComparer.Ordinal).Count() < report.Measures.Count) return Refused(ReportRefusals.AnswersTwice);
        if (report.Measures.FirstOrDefault(m => kind.Measures.All(k => k.Item != m.Item)) is { } unknown) return Refused(ReportRefusals.UnknownItem(unknown.Item));
        var failed = kind.Measures.Where(k => report.Measures.Any(m => m.Item == k.Item && !m.Passes)).ToList();

        // As the rule does for a checklist as a whole: several failures, or one that stops the work, are serious.
        return new Findings([.. failed.Select(item => Step(
            report, source, policy, rule.Id, item.Item, item.StopWork || failed.Count >= rule.SeriousFrom ? Severity.Serious : rule.Severity,
            item.From.Mark, item.From.Citation, $"{rule.Name}：{item.Name}不合格"))], null);
    }

    private static RuleTransition Step(
        Report report, SourceRegistration source, ReportPolicy policy, string rule, string point, Severity severity, string mark, string citation, string what)
    {
        var isCitizen = report.Origin == FoundBy.Citizen;
        return new RuleTransition
        {
            Kind = TransitionKind.Opened, SourceId = source.Id, RuleId = rule, Point = point, Start = report.At, At = report.At, Step = 1,
            Severity = isCitizen ? policy.CitizenSeverity.Value : severity, Mark = mark, Citation = citation, FoundBy = report.Origin,
            Explanation = (report.IsDemo ? "演示：" : "") + (isCitizen ? "群众举报（疑似，待核实）：" : "网格巡查发现：") + what,
        };
    }

    private static Refusal? LacksEvidence(Report report, ReportPolicy policy)
    {
        if (report.Origin != FoundBy.Patrol || !policy.PatrolNeedsPhoto.Value) return null;
        return report.Photos.Count == 0 ? ReportRefusals.NeedsPhoto : report.Position is null ? ReportRefusals.NeedsPosition : null;
    }

    // A department and the command centre go everywhere.
    private static bool IsOwn(Actor by, string town) => by.Unit is not { Kind: UnitKind.Town } unit || unit.Code == town;

    private static bool IsFar(GeoPoint at, DistrictBoundary boundary) =>
        at.Longitude < boundary.SouthWest.Longitude - SlackDegrees || at.Longitude > boundary.NorthEast.Longitude + SlackDegrees
        || at.Latitude < boundary.SouthWest.Latitude - SlackDegrees || at.Latitude > boundary.NorthEast.Latitude + SlackDegrees;

    private static Findings Refused(Refusal refusal) => new([], refusal);
}
