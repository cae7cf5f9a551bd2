using BlueSky.Access;
using BlueSky.Photos;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Violations;

public sealed class ViolationGrainTests : IAsyncLifetime
{
    private static readonly ViolationPlace Place = new(Town.Code, "演示工地", "site", Department.Name, true);
    private TestSilo _silo = null!;
    private int _commands;

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.Start(at: Morning);
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private DateTimeOffset Now => _silo.Clock.GetUtcNow();

    private IViolationGrain Grain(string id) => _silo.Grains.GetGrain<IViolationGrain>(id);

    private async Task<string> Found(DateTimeOffset? start = null, string rule = "measures", Severity severity = Severity.Violation)
    {
        var step = Step(1, TransitionKind.Opened, start ?? Morning, severity, rule, start ?? Morning);
        await Grain(step.ViolationId).Take(step, Place);
        return step.ViolationId;
    }

    private async Task<LoopSummary> Do(string id, Func<string, ViolationCommand> command)
    {
        var answer = await Grain(id).Decide(command($"c{++_commands}"));
        Assert.Null(answer.Refusal);
        return answer.Loop!;
    }

    private async Task Close(string id, RuleTransition last)
    {
        await Do(id, c => new Accept(c, TownOfficer, default));
        await Do(id, c => new Accept(c, DepartmentOfficer, default));
        var photo = await _silo.Grains.GetGrain<IPhotoGrain>(Town.Code).Keep(DemoPhoto.Create(1), GridMember);
        await Do(id, c => new Rectify(c, GridMember, default, "已整改", [photo.Id], null));
        await Grain(id).Take(last with { Kind = TransitionKind.Cleared, Step = last.Step + 1 }, Place);
        await Do(id, c => new Review(c, DepartmentOfficer, default, true, "", null));
        Assert.Equal(LoopState.Closed, (await Do(id, c => new Review(c, Commander, default, true, "", Line.Town))).State);
    }

    private async Task<ViolationRow> Row(string id) =>
        (await _silo.Queries.Violations(new ViolationFilter(), new PageRequest(Size: 500), default)).Items.Single(r => r.First.ViolationId == id);

    private async Task<List<string>> Audited(string id) =>
        [.. (await _silo.Queries.Audit(null, id, null, null, new PageRequest(Size: 500), default)).Items.Select(e => e.Action["violation.".Length..]).Reverse()];

    [Fact]
    public async Task A_case_goes_from_alarm_to_closure_and_every_decision_is_in_its_history_the_lists_and_the_audit_log()
    {
        var id = await Found();
        Assert.Equal((LoopState.Assigned, Department), ((await Row(id)).Loop!.State, (await Row(id)).Loop!.Industry));

        await Close(id, Step(1, TransitionKind.Opened, Morning));

        var view = await Grain(id).Get();
        Assert.Equal(
            ["RuleStepped", "Assigned", "Accepted", "Accepted", "Rectified", "RuleStepped", "ReviewPassed", "ReviewPassed", "Closed"],
            view!.History.Select(e => e.GetType().Name));
        Assert.Equal(["assigned", "accepted", "accepted", "rectified", "review-passed", "review-passed", "closed"], await Audited(id));
        Assert.Empty((await _silo.Queries.Violations(new ViolationFilter(Ended: false), new PageRequest(), default)).Items);
        Assert.Equal(LoopState.Closed, (await Row(id)).Loop!.State);
    }

    [Fact]
    public async Task A_rectification_names_only_photos_that_its_unit_uploaded()
    {
        var id = await Found();
        await Do(id, c => new Accept(c, TownOfficer, default));
        await Do(id, c => new Accept(c, DepartmentOfficer, default));
        var ofOthers = await _silo.Grains.GetGrain<IPhotoGrain>(OtherTown.Code).Keep(DemoPhoto.Create(1), OtherTownOfficer);
        var own = await _silo.Grains.GetGrain<IPhotoGrain>(Town.Code).Keep(DemoPhoto.Create(2), GridMember);
        async Task<string?> HandIn(params string[] photos) => (await Grain(id).Decide(new Rectify($"r{++_commands}", GridMember, default, "已整改", photos, null))).Refusal?.Code;
        Assert.Equal("unknown-photo", await HandIn(ofOthers.Id));
        Assert.Equal("unknown-photo", await HandIn(own.Id, new string('0', 64)));
        Assert.Equal(LoopState.Accepted, (await Grain(id).Get())!.Loop.State);
        Assert.Null(await HandIn(own.Id, own.Id));
        Assert.Equal(LoopState.Rectified, (await Grain(id).Get())!.Loop.State);
    }

    [Fact]
    public async Task A_command_sent_again_after_a_restart_changes_nothing_and_is_audited_once()
    {
        var id = await Found();
        var command = new Accept("same", TownOfficer, default);
        Assert.False((await Grain(id).Decide(command)).IsRepeat);
        await _silo.Stop();
        await _silo.StartAgain();
        var again = await Grain(id).Decide(command);
        Assert.True(again.IsRepeat);
        Assert.Equal(["assigned", "accepted"], await Audited(id));
    }

    [Fact]
    public async Task A_refusal_says_why_and_stores_nothing()
    {
        var id = await Found();
        var version = (await Grain(id).Get())!.Loop.Version;
        var answer = await Grain(id).Decide(new Accept("x", OtherTownOfficer, default));
        Assert.Equal("not-yours", answer.Refusal!.Code);
        Assert.Equal(version, (await Grain(id).Get())!.Loop.Version);
        Assert.Equal("unknown-unit", (await Grain(id).Decide(new Reassign("y", Commander, default, new Unit(UnitKind.Town, "nowhere", "无"), null, "x"))).Refusal!.Code);
        Assert.Null((await Grain("no~such~problem").Decide(new Accept("x", TownOfficer, default))).Loop);
    }

    [Fact]
    public async Task The_rule_firing_again_is_handled_with_the_open_problem_and_opens_a_closed_one_again()
    {
        var id = await Found();
        var repeat = await Found(Morning.AddHours(1));
        var (first, second) = ((await Grain(id).Get())!.Loop, (await Grain(repeat).Get())!.Loop);
        Assert.Equal((1, LoopState.Merged, id), (first.Repeats, second.State, second.MergedInto));

        var step = Step(1, TransitionKind.Opened, Morning.AddHours(1), start: Morning.AddHours(1));
        await Grain(repeat).Take(step with { Kind = TransitionKind.Cleared, Step = 2 }, Place);
        await Close(id, Step(1, TransitionKind.Opened, Morning));
        _silo.Clock.Advance(TimeSpan.FromDays(2));
        var third = await Found(Morning.AddDays(2));
        Assert.Equal((LoopState.Assigned, 1), ((await Grain(id).Get())!.Loop.State, (await Grain(id).Get())!.Loop.Reopenings));
        Assert.Equal(LoopState.Merged, (await Grain(third).Get())!.Loop.State);
        Assert.Single((await _silo.Queries.Violations(new ViolationFilter(Ended: false), new PageRequest(), default)).Items);
    }

    [Fact]
    public async Task After_the_days_of_the_policy_it_is_a_problem_of_its_own()
    {
        var id = await Found();
        await Close(id, Step(1, TransitionKind.Opened, Morning));
        _silo.Clock.Advance(TimeSpan.FromDays(9));
        var other = await Found(Morning.AddDays(9));
        Assert.Equal((LoopState.Closed, LoopState.Assigned), ((await Grain(id).Get())!.Loop.State, (await Grain(other).Get())!.Loop.State));
        Assert.Equal(LoopState.Merged, (await Grain(await Found(Morning.AddDays(9).AddHours(1))).Get())!.Loop.State);
    }

    [Fact]
    public async Task Problems_of_one_source_are_merged_by_decision_and_their_rules_go_on_in_the_older_one()
    {
        var older = await Found(rule: "pm10-15min");
        var younger = await Found(Morning.AddMinutes(30), "pm10-hour", Severity.Warning);
        Assert.Equal("merge-into-older", (await Grain(older).Decide(new Merge("m1", Commander, default, younger, null))).Refusal!.Code);
        Assert.Equal("target-ended", (await Grain(younger).Decide(new Merge("m2", Commander, default, "no~such", null))).Refusal!.Code);
        Assert.Equal(LoopState.Merged, (await Do(younger, c => new Merge(c, Commander, default, older, null))).State);

        await Grain(older).Take(Step(2, TransitionKind.Cleared, Morning.AddHours(1), rule: "pm10-15min"), Place);
        Assert.True((await Grain(older).Get())!.Loop.IsFiring);
        await Grain(younger).Take(Step(2, TransitionKind.Cleared, Morning.AddHours(1), rule: "pm10-hour", start: Morning.AddMinutes(30)), Place);
        Assert.False((await Grain(older).Get())!.Loop.IsFiring);
        Assert.Equal(1, (await Grain(older).Get())!.Loop.Repeats);
    }

    [Fact]
    public async Task The_watch_wakes_what_is_due_and_nothing_else()
    {
        var id = await Found();
        var watch = _silo.Grains.GetGrain<IViolationWatchGrain>("371302");
        Assert.Equal(0, await watch.WakeDue());
        _silo.Clock.Advance(TimeSpan.FromHours(4) + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await watch.WakeDue());
        Assert.Equal(0, await watch.WakeDue());
        Assert.Equal(["assigned", "reminded", "escalated"], await Audited(id));
        Assert.Equal(1, (await Row(id)).Loop!.Level);
    }

    [Fact]
    public async Task A_state_stored_before_problems_had_a_loop_is_read_and_goes_on_from_there()
    {
        var (first, second) = (Step(1, TransitionKind.Opened, Morning), Step(4, TransitionKind.Updated, Morning.AddMinutes(5)));
        var before = new GrainState<StateBefore> { State = new StateBefore { Place = Place, Steps = [first, second] } };
        var storage = _silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        await storage.WriteStateAsync("violation", Grain(first.ViolationId).GetGrainId(), before);

        var view = await Grain(first.ViolationId).Get();
        Assert.Equal([first, second], view!.Steps);
        Assert.Equal(LoopState.Found, view.Loop.State);
        await Grain(first.ViolationId).Wake();
        Assert.Equal((LoopState.Assigned, 5), ((await Row(first.ViolationId)).Loop!.State, (await Row(first.ViolationId)).Loop!.Version));
        await _silo.Stop();
        await _silo.StartAgain();
        Assert.Equal([first, second], (await Grain(first.ViolationId).Get())!.Steps);
    }

    [Fact]
    public async Task Only_a_demonstration_is_enacted_at_times_of_a_script()
    {
        var step = Step(1, TransitionKind.Opened, Morning.AddDays(-2), start: Morning.AddDays(-2));
        await Assert.ThrowsAsync<Messages.RefusedException>(() => Grain(step.ViolationId).Enact(step, Place with { IsDemo = false }, []));
        await Grain(step.ViolationId).Enact(step, Place, [new Accept("a", TownOfficer, Morning.AddDays(-2).AddHours(5))]);
        var history = (await Grain(step.ViolationId).Get())!.History;
        Assert.Equal(["RuleStepped", "Assigned", "Reminded", "Escalated", "Accepted", "Escalated"], history.Select(e => e.GetType().Name));
        Assert.True(history.Zip(history.Skip(1)).All(p => p.First.At <= p.Second.At));
    }

    /// <summary>The stored form of a problem as it was before it had a loop.</summary>
    private sealed class StateBefore
    {
        public ViolationPlace? Place { get; set; }

        public List<RuleTransition> Steps { get; set; } = [];
    }
}
