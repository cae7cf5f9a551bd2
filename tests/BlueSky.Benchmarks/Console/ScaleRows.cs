using System.Globalization;
using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Time;
using BlueSky.Violations;

namespace BlueSky.Benchmarks;

/// <summary>
/// An invented district at scale (演示): the demo's register once a seed until there are enough sources, and problems of the last year. Depends on
/// the seeds of the district, the counts and the moment alone.
/// </summary>
internal sealed class ScaleRows(District district, DistrictBoundary boundary, SourceKindCatalog kinds, DateTimeOffset now)
{
    // Primes apart from each other, so that what follows from a number's rest does not follow from another's.
    private const int DaySteps = 7_919, RuleSteps = 31, LateSteps = 389;
    private const int DaysBack = 365;

    /// <summary>How long ago the oldest open problem began; those that are over are older.</summary>
    public static readonly TimeSpan OpenSince = TimeSpan.FromDays(12);


    private static readonly (string Rule, string Words, decimal? Value, decimal? Limit, string Unit)[] Found =
    [
        ("pm10-hour", "演示：PM10 小时均值超限（压测）", 262, 250, "µg/m³"),
        ("measures", "演示：现场措施检查不合格（压测）", null, null, ""),
        ("silence", "演示：设备超过时限没有数据（压测）", null, null, ""),
    ];

    /// <summary>Invented sources of all kinds with positions, each with an id of its own.</summary>
    public IReadOnlyList<SourceRegistration> Sources(int count)
    {
        var sources = new List<SourceRegistration>(count);
        for (var seed = DemoRegister.DefaultSeed; sources.Count < count; seed++)
        {
            foreach (var source in DemoRegister.Create(district, boundary, seed).Sources.Where(s => s.Kind != AirStationSource.Kind).Take(count - sources.Count))
                sources.Add(source with { Id = string.Create(CultureInfo.InvariantCulture, $"{district.Code}-scale-{sources.Count + 1:D6}") });
        }

        return sources;
    }

    /// <summary>The first step of a problem that is open now: the problem itself is made by its grain.</summary>
    public RuleTransition Open(SourceRegistration source, int number) => Step(source, number, now - (OpenSince * ((number * DaySteps % 1_000) / 1_000.0)));

    /// <summary>Where a problem of the source belongs.</summary>
    public ViolationPlace Place(SourceRegistration source) => new(source.Town, source.Name, source.Kind, LeadOf(source), IsDemo: true);

    /// <summary>A problem that is over: found, handled and closed (销号) within the last year.</summary>
    public ViolationRow Ended(SourceRegistration source, int number)
    {
        var first = Step(source, number, (now - OpenSince - TimeSpan.FromMinutes((long)number * DaySteps % (DaysBack * 24 * 60))).ToChina());
        var placement = district.Place(source.Town, LeadOf(source), source.Kind);
        return new ViolationRow(Place(source), first, first with { Kind = TransitionKind.Cleared, At = first.Start.AddMinutes(20 + (number % LateSteps)), Step = 2 })
        {
            Loop = new LoopSummary
            {
                State = number % 40 == 0 ? LoopState.Withdrawn : LoopState.Closed, Town = placement.Town, Industry = placement.Industry, Severity = first.Severity, Class = "立行立改", Mark = "D",
                Level = number % 50 == 0 ? 1 : 0, LevelName = number % 50 == 0 ? "督办" : "", Version = 7,
            },
        };
    }

    /// <summary>What the audit log has of it.</summary>
    public static AuditEntry Closing(ViolationRow row) =>
        new(row.Last.At, "演示", row.Loop!.State == LoopState.Closed ? "violation.closed" : "violation.withdrawn", row.First.ViolationId, "", "压测", "", 1);

    /// <summary>A source's row as its grain would publish it with these problems open and its devices reporting.</summary>
    public SourceRow With(SourceRow row, IReadOnlyList<Severity> open, int number)
    {
        var counts = new int[4];
        foreach (var severity in open) counts[(int)severity]++;
        var reports = row.Registration.Kind is "site" or "gas-station" or "kiln" or "restaurant";
        return row with
        {
            Summary = row.Summary with
            {
                OpenBySeverity = counts, WorstRatio = open.Count == 0 ? 0 : 1 + (number % 80 / 100m), HasDevice = reports,
                LastDataAt = reports ? now.AddSeconds(-(number % 120)) : null, Expected = reports ? 120 : 0, Received = reports ? 118 : 0, Usable = reports ? 117 : 0,
                Status = open.Count > 0 ? open.Max() >= Severity.Violation ? SourceStatus.Violating : SourceStatus.Warning
                    : !reports ? SourceStatus.NotConnected : number % 60 == 0 ? SourceStatus.Offline : SourceStatus.Normal,
            },
        };
    }

    private static RuleTransition Step(SourceRegistration source, int number, DateTimeOffset start)
    {
        var (rule, words, value, limit, unit) = Found[number / RuleSteps % Found.Length];
        // Whole seconds: they are part of the id.
        var began = start.ToChina().AddTicks(-(start.Ticks % TimeSpan.TicksPerSecond));
        return new RuleTransition
        {
            Kind = TransitionKind.Opened, SourceId = source.Id, RuleId = rule, Start = began, At = began, Severity = (Severity)(1 + (number % 3)), Factor = value is null ? "" : "a34002",
            Value = value, Limit = limit, Unit = unit, Explanation = words, Step = 1,
        };
    }

    private string LeadOf(SourceRegistration source) => kinds[source.Kind].LeadDepartment.Value;
}
