using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Time;
using BlueSky.Violations;

namespace BlueSky.Tests.Violations;

/// <summary>One problem in the hands of its units, with a clock of its own.</summary>
internal sealed class Case
{
    public static readonly HandlingPolicy Policy = HandlingPolicyFile.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "violations"));

    public static readonly Unit Town = new(UnitKind.Town, "371302001", "兰山街道"), OtherTown = new(UnitKind.Town, "371302002", "银雀山街道");
    public static readonly Unit Department = new(UnitKind.Department, "zhujian", "区住建局"), OtherDepartment = new(UnitKind.Department, "shuiwu", "区水务局");

    public static readonly Actor Commander = new("zhi-1", "甲", Unit.CommandCentre, Role.Lead), SecondCommander = new("zhi-2", "乙", Unit.CommandCentre, Role.Officer);
    public static readonly Actor TownOfficer = new("zhen-1", "丙", Town, Role.Officer), TownLead = new("zhen-2", "丁", Town, Role.Lead);
    public static readonly Actor GridMember = new("wang-1", "戊", Town, Role.GridMember), OtherTownOfficer = new("zhen-3", "己", OtherTown, Role.Officer);
    public static readonly Actor DepartmentOfficer = new("bu-1", "庚", Department, Role.Officer), OtherDepartmentOfficer = new("bu-2", "辛", OtherDepartment, Role.Lead);
    public static readonly Actor Reader = new("du-1", "壬", null, Role.Reader);

    /// <summary>A Tuesday morning without holidays near.</summary>
    public static readonly DateTimeOffset Morning = At("2026-11-10T09:00");

    private int _commands;

    public Case(string rule = "measures", Severity severity = Severity.Violation, string kind = "site", Unit? industry = null, FoundBy foundBy = FoundBy.Rule)
    {
        Placement = new Placement(Town, industry ?? Department, kind);
        First = Step(1, TransitionKind.Opened, Morning, severity, rule) with { FoundBy = foundBy };
        Violation = Violation.Of(First.ViolationId, []);
        Take(First);
    }

    public Violation Violation { get; private set; }

    public Placement Placement { get; }

    public RuleTransition First { get; }

    public DateTimeOffset Now { get; set; } = Morning;

    public LoopState State => Violation.State;

    public static DateTimeOffset At(string china) => new(DateTime.Parse(china, System.Globalization.CultureInfo.InvariantCulture), ChinaTime.Offset);

    public static RuleTransition Step(
        int number, TransitionKind kind, DateTimeOffset at, Severity severity = Severity.Violation, string rule = "measures", DateTimeOffset? start = null) => new()
    {
        Kind = kind, SourceId = "371302-site-0001", RuleId = rule, Start = start ?? Morning, At = at, Severity = severity, Explanation = "围挡不合格", Step = number,
    };

    /// <summary>A step of the rule, and what the policy does at once.</summary>
    public bool Take(RuleTransition step)
    {
        var decision = Violation.Take(step, Placement, Now, Policy);
        foreach (var one in decision.Events) Violation.Apply(one);
        Violation.Advance(Policy, Now);
        return decision.Refusal is null;
    }

    /// <summary>The rule is content again.</summary>
    public Case Clears(DateTimeOffset? at = null)
    {
        Take(Step(Violation.Last!.Step + 1, TransitionKind.Cleared, at ?? Now, Violation.Severity, First.RuleId));
        return this;
    }

    /// <summary>What the regulation says to a command now; empty when it is carried out.</summary>
    public string Try(Func<string, DateTimeOffset, ViolationCommand> command)
    {
        Violation.Advance(Policy, Now);
        var decision = Violation.Decide(command($"c{++_commands}", Now), Policy);
        foreach (var one in decision.Events) Violation.Apply(one);
        return decision.Refusal?.Code ?? "";
    }

    /// <summary>The same, when it must be carried out.</summary>
    public Case Do(Func<string, DateTimeOffset, ViolationCommand> command)
    {
        Assert.Equal("", Try(command));
        return this;
    }

    public Case Wait(TimeSpan time)
    {
        Now += time;
        Violation.Advance(Policy, Now);
        return this;
    }

    public Case Accepted() => Do((id, at) => new Accept(id, TownOfficer, at)).Do((id, at) => new Accept(id, DepartmentOfficer, at));

    /// <summary>Handed in by the grid member of the town.</summary>
    public Case Rectified(MeasuredProof? proof = null) => Accepted().Do((id, at) => new Rectify(id, GridMember, at, "围挡已补齐", ["photo/1.jpg"], proof));

    public Case Closed() => Rectified().Clears()
        .Do((id, at) => new Review(id, DepartmentOfficer, at, true, "", null))
        .Do((id, at) => new Review(id, Commander, at, true, "", Line.Town));

    public IEnumerable<T> Of<T>() where T : ViolationEvent => Violation.History.OfType<T>();
}
