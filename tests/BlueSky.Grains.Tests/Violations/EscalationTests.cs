using BlueSky.Access;
using BlueSky.Notifications;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Testing;
using Microsoft.Extensions.DependencyInjection;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Violations;

/// <summary>Very many open problems whose deadlines fall into one hour, on a clock that tests move.</summary>
public sealed class EscalationTests
{
    private const int AtOnce = 250;
    private static readonly ViolationPlace Place = new(Town.Code, "演示工地", "site", Department.Name, true);

    private static RuleTransition Alarm(int number, DateTimeOffset at) =>
        Step(1, TransitionKind.Opened, at, Severity.Serious, "pm10-hour", at) with { SourceId = $"371302-site-{number:00000}" };

    [Fact]
    public async Task Ten_thousand_problems_due_in_an_hour_take_each_step_once_although_their_silo_dies_in_the_middle()
    {
        const int problems = 10_000, groups = 50;
        await using var silo = await TestSilo.Start(at: Morning);
        var ids = new List<string>();
        for (var group = 0; group < groups; group++)
        {
            var at = silo.Clock.GetUtcNow();
            var alarms = Enumerable.Range(group * (problems / groups), problems / groups).Select(i => Alarm(i, at)).ToList();
            ids.AddRange(alarms.Select(a => a.ViolationId));
            foreach (var some in alarms.Chunk(AtOnce)) await Task.WhenAll(some.Select(a => silo.Grains.GetGrain<IViolationGrain>(a.ViolationId).Take(a, Place)));
            silo.Clock.Advance(TimeSpan.FromMinutes(60.0 / groups));
        }

        // The first have been overdue for half an hour, the last are due in half an hour. The silo dies while it wakes them.
        var dying = silo.Grains.GetGrain<IViolationWatchGrain>("371302").WakeDue();
        await Eventually.Becomes(() => Escalations(silo), n => n is > 200 and < 5_000);
        await silo.Die();
        await Record.ExceptionAsync(() => dying);
        await silo.StartAgain();
        for (var minute = 0; minute <= 40; minute += 5)
        {
            await silo.Grains.GetGrain<IViolationWatchGrain>("371302").WakeDue();
            silo.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        // A day and a half later the second step is due for all at once.
        silo.Clock.Advance(TimeSpan.FromHours(30));
        Assert.Equal(problems, await silo.Grains.GetGrain<IViolationWatchGrain>("371302").WakeDue());
        await silo.Stop();
        await silo.StartAgain();
        Assert.Equal(0, await silo.Grains.GetGrain<IViolationWatchGrain>("371302").WakeDue());

        Assert.Equal(problems * 2, await Escalations(silo));
        foreach (var id in ids.Where((_, i) => i % 25 == 0)) await CheckHistory(silo, id, [1, 2]);
        var rows = await silo.Queries.Violations(new ViolationFilter(MinimumLevel: 2), new PageRequest(Size: 1), default);
        Assert.Equal(problems, rows.Total);

        // And each unit was told of each step once.
        Assert.Equal((problems * 2, problems * 2, problems * 2), (await Told(silo, Town, NoticeKind.Escalated), await Told(silo, Department, NoticeKind.Escalated), await Told(silo, Unit.CommandCentre, NoticeKind.Escalated)));
        Assert.Equal((problems, problems, 0), (await Told(silo, Town, NoticeKind.Reminded), await Told(silo, Department, NoticeKind.Assigned), await Told(silo, Unit.CommandCentre, NoticeKind.Assigned)));
    }

    [Fact]
    public async Task Lists_that_fail_between_storing_and_publishing_lose_and_repeat_nothing()
    {
        var fault = new PublishingFault();
        await using var silo = await TestSilo.Start(services =>
        {
            var publication = services.Last(s => s.ServiceType == typeof(IPublication));
            services.AddSingleton<IPublication>(provider => new FailingPublication((IPublication)ActivatorUtilities.CreateInstance(provider, publication.ImplementationType!), row => row is ViolationRow && fault.Fails()));
        }, Morning);
        var alarms = Enumerable.Range(0, 60).Select(i => Alarm(i, Morning)).ToList();
        foreach (var alarm in alarms) await silo.Grains.GetGrain<IViolationGrain>(alarm.ViolationId).Take(alarm, Place);
        silo.Clock.Advance(TimeSpan.FromMinutes(31));
        fault.Every = 3;
        var watch = silo.Grains.GetGrain<IViolationWatchGrain>("371302");
        await watch.WakeDue();
        await silo.Die();
        await silo.StartAgain();
        fault.Every = 0;
        await silo.Grains.GetGrain<IViolationWatchGrain>("371302").WakeDue();

        Assert.True(fault.Failures > 0);
        Assert.Equal(60, await Escalations(silo));
        Assert.Equal((60, 60, 60), (await Told(silo, Town, NoticeKind.Assigned), await Told(silo, Department, NoticeKind.Reminded), await Told(silo, Unit.CommandCentre, NoticeKind.Escalated)));
        foreach (var alarm in alarms) await CheckHistory(silo, alarm.ViolationId, [1]);
    }

    private static async Task<long> Escalations(TestSilo silo) =>
        (await silo.Queries.Audit("violation.escalated", null, null, null, new PageRequest(Size: 1), default)).Total;

    private static async Task<long> Told(TestSilo silo, Unit unit, NoticeKind kind) =>
        (await silo.Services.GetRequiredService<INoticeQueries>().Notices(new NoticeFilter(unit.Code, "", [], kind), new PageRequest(Size: 1), default)).Total;

    private static async Task CheckHistory(TestSilo silo, string id, int[] levels)
    {
        var view = (await silo.Grains.GetGrain<IViolationGrain>(id).Get())!;
        Assert.Equal(levels, view.History.OfType<Escalated>().Select(e => e.Level));
        Assert.Single(view.History.OfType<Reminded>());
        var audited = (await silo.Queries.Audit(null, id, null, null, new PageRequest(Size: 50), default)).Items;
        Assert.Equal(view.History.Count(e => e is not RuleStepped), audited.Count);
    }

    /// <summary>How often publishing fails.</summary>
    private sealed class PublishingFault
    {
        private int _calls;

        public int Every { get; set; }

        public int Failures { get; private set; }

        public bool Fails()
        {
            if (Every == 0 || Interlocked.Increment(ref _calls) % Every != 0) return false;
            Failures++;
            return true;
        }
    }
}
