using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Photos;
using BlueSky.Sources;

namespace BlueSky.Violations;

/// <summary>Writes the script of one demo case; hours are before the moment it is seen at.</summary>
internal sealed class DemoScript
{
    private readonly SourceRegistration _source;
    private readonly string _department;
    private readonly RuleTransition _step;
    private readonly DateTimeOffset _now;
    private readonly Placement _place;
    private readonly List<ViolationCommand> _script = [];
    private readonly List<RuleTransition> _later = [];

    internal DemoScript(SourceRegistration source, SourceKind kind, District district, string rule, Severity severity, DateTimeOffset now, DateTimeOffset start)
    {
        (_source, _now) = (source, now);
        _department = source.Department ?? kind.LeadDepartment.Value;
        _place = district.Place(source.Town, _department, source.Kind);
        var spec = kind.Rules.First(r => r.Id == rule);
        _step = new RuleTransition
        {
            Kind = TransitionKind.Opened, SourceId = source.Id, RuleId = rule, Start = start, At = start, Severity = severity, Citation = spec.From.Citation,
            Mark = spec.From.Mark, Explanation = $"演示：{spec.Name}（虚构的问题，用于演示闭环办理）", Step = 1,
        };
    }

    internal DemoScript Accept(Line line, double ago) => Then((id, at) => new Accept(id, Officer(UnitOf(line), 1), at), ago);

    internal DemoScript Rectify(double ago)
    {
        _later.Add(_step with { Kind = TransitionKind.Cleared, At = _now.AddHours(-ago), Step = 2, Explanation = "演示：复测合格" });
        return Then((id, at) => new Rectify(id, new Actor("demo-grid-1", "演示网格员", _place.Town, Role.GridMember), at, "演示：已按要求整改，现场已复查", [.. DemoCases.Photos.Select(p => PhotoFile.IdOf(p))],
            new MeasuredProof("演示指标", 1, 1, "-", at, "演示：手工监测报告")), ago);
    }

    // The grid member of the town hands in, so the command centre reviews for the town's line.
    internal DemoScript Pass(Line line, double ago) => Then((id, at) => new Review(id, Reviewer(line), at, true, "演示：复核通过", line), ago);

    internal DemoScript Reject(Line line, double ago) => Then((id, at) => new Review(id, Reviewer(line), at, false, "演示：仍有一处未覆盖", line), ago);

    internal DemoScript Propose(double ago) => Then((id, at) => new ProposeWithdrawal(id, Officer(_place.Town, 1), at, "演示：检查对象已停用"), ago);

    internal DemoScript Agree(double ago) => Then((id, at) => new DecideWithdrawal(id, Officer(Unit.CommandCentre, 1), at, true, "演示：属实"), ago);

    internal DemoScript Suspend(double ago) => Then(
        (id, at) => new Suspend(id, Officer(Unit.CommandCentre, 1), at, SuspensionCause.SandDust, "演示：沙尘过境，暂停计时", at.AddDays(3)), ago);

    internal DemoScript FiresAgain(double ago)
    {
        var at = _now.AddHours(-ago);
        _later.Add(_step with { Start = at, At = at });
        return this;
    }

    internal DemoCase Made() => new(_source, _department, _step, _script, _later);

    private DemoScript Then(Func<string, DateTimeOffset, ViolationCommand> command, double ago)
    {
        _script.Add(command($"demo-{_script.Count + 1}", _now.AddHours(-ago)));
        return this;
    }

    private Actor Reviewer(Line line) => line == Line.Town ? Officer(Unit.CommandCentre, 1) : Officer(_place.Industry, 2);

    private Unit UnitOf(Line line) => line == Line.Town ? _place.Town : _place.Industry;

    private static Actor Officer(Unit unit, int number) => new($"demo-{unit.Code}-{number}", $"演示经办人 {number}", unit, Role.Officer);
}
