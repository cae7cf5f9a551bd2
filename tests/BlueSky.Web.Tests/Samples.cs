using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Devices;
using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Web.Tests;

/// <summary>Entries that many tests use.</summary>
internal static class Samples
{
    public const string Town = "371302001", Source = "371302-gas-0012";

    public static readonly DateTimeOffset Noon = new(2021, 8, 1, 12, 0, 0, TimeSpan.FromHours(8));

    public static readonly District District = new(
        "371302", "兰山区", [new Town(Town, "兰山街道", "street", "A", "D")], [new Department("zhujian", "区住建局")],
        [new AirStation("1618A", "沂河小区", new(118.3429m, 35.0532m), Town, "S"), new AirStation("DEMO-371302001", "演示站点", null, Town, "D")]);

    public static readonly IReadOnlyList<KindInfo> Kinds = [
        new("gas", "加油站", "区商务局", [new FactorInfo("AL", "气液比", "")], [], false, false),
        new("site", "建筑施工工地", "区住建局", [], [new MeasureInfo("washing", "冲洗", "T", "示例文号"), new MeasureInfo("covering", "覆盖", "D", "本系统默认值")]),
        new("road", "道路", "区城管局", [new FactorInfo("sL", "积尘负荷", "g/m²")], [], TakesSurveys: true),
        new("restaurant", "餐饮", "区城管局", [], [], TakesCleanings: true),
    ];

    public static readonly PolicyCatalog Policies = PolicyCatalog.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "policies"));

    public static readonly DevicePolicy Devices = DevicePolicy.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "devices"));

    public static readonly AssessmentPlan Plan = new([], [new PlannedPolicy("lanshan-2021", [], 6, 2, "D")]);

    public static SourceRegistration Registration(string id = Source, string kind = "gas", string name = "示例加油站") => new()
    {
        Id = id, Name = name, Kind = kind, Town = Town, RegisteredOn = new DateOnly(2021, 1, 1), IsDemo = true,
    };

    public static SourceSummary Summary(SourceRegistration registration) => new()
    {
        SourceId = registration.Id, Name = registration.Name, Town = registration.Town, Kind = registration.Kind, Version = 1,
        Status = SourceStatus.NotConnected, HasDevice = false, OpenBySeverity = [0, 1, 0, 0], AsOf = Noon, IsDemo = registration.IsDemo,
    };

    public static RollupView Counts(string code) => new(code, "名", Rollup.Of([Summary(Registration())]), Noon);

    public static RuleTransition Step(TransitionKind kind = TransitionKind.Opened) => new()
    {
        Kind = kind, SourceId = Source, RuleId = "al-share", Point = "003", Start = Noon, At = Noon, Severity = Severity.Warning,
        Explanation = "气液比超出 25%", Step = 1,
    };

    public static readonly Unit TownUnit = new(UnitKind.Town, Town, "兰山街道"), Department = new(UnitKind.Department, "zhujian", "区住建局");

    /// <summary>A problem that is assigned and has a step of everything that an answer must show.</summary>
    public static ViolationView Violation(string id)
    {
        var clock = new StageClock(Stage.Accept, Noon, Noon.AddMinutes(24), Noon.AddMinutes(30), false);
        var order = new Order(TownUnit, Department, "立行立改", "D", Severity.Warning, clock, clock with { Stage = Stage.Rectify, Due = Noon.AddDays(1) });
        ViolationEvent[] history =
        [
            new RuleStepped { Number = 1, At = Noon, Step = Step(), Placement = new Placement(TownUnit, Department, "gas") },
            new Assigned { Number = 2, At = Noon, Order = order },
            new Escalated { Number = 3, At = Noon.AddHours(1), Level = 1, Code = "supervision-1", Name = "一级督办", Since = Noon.AddMinutes(30) },
        ];
        var loop = new LoopSummary { State = LoopState.Assigned, Town = TownUnit, Industry = Department, Stage = Stage.Accept, Due = clock.Due, Level = 1, LevelName = "一级督办", Version = 3 };
        return new ViolationView(id, Town, "示例加油站", "gas", "区住建局", [Step()], true, loop, history);
    }
}
