using BlueSky.Access;
using BlueSky.Credit;
using BlueSky.Sources;
using BlueSky.Tests.Violations;
using Period = BlueSky.Assessment.Period;

namespace BlueSky.Tests.Credit;

/// <summary>The shipped policy, a site, and short words for what happens to it.</summary>
internal static class Ledger
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "seeds", "credit");
    public static readonly CreditPolicies Policies = CreditPolicies.Load(Folder);
    public static readonly Period Quarter = Period.Quarter(2026, 4);
    public static readonly CreditPolicy Policy = Policies.For(Quarter)!;
    public static readonly CreditHolder Site = new("371302-site-0001", "site", new DateOnly(2024, 1, 1));

    public static readonly Actor Enforcer = new("zhifa-1", "癸", new Unit(UnitKind.Department, "zhifa", "区综合行政执法局"), Role.Officer);

    public static DateTimeOffset At(string china) => Case.At(china);

    public static CreditFact Fact(
        string line, string at, CreditOccasion on = CreditOccasion.Problem, Severity severity = Severity.Violation, string rule = "pm10-hour", int level = 0, int count = 0,
        string clause = "") => new()
    {
        Line = line, At = At(at), On = on, Kind = "site", Case = on == CreditOccasion.Entered ? "" : line, Rule = rule, Severity = severity, Level = level, Count = count, Clause = clause,
    };

    public static CreditStatement Count(
        IEnumerable<CreditFact> facts, IEnumerable<OpenSpan>? spans = null, IEnumerable<CreditChange>? changes = null, string asOf = "2027-01-01T00:00", Period? period = null) =>
        CreditAccount.Count(Policy, Policy.Sources, Site, period ?? Quarter, At(asOf), facts, spans ?? [], changes ?? []);

    public static CreditStatement Count(CaseFacts facts, string asOf = "2027-01-01T00:00") => Count(facts.Facts, facts.Spans, asOf: asOf);

    /// <summary>Points by clause, in order.</summary>
    public static (string Clause, decimal Points)[] Points(this CreditStatement statement) => [.. statement.Lines.Select(l => (l.Clause, l.Points))];
}
