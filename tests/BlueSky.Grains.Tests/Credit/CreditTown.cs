using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Testing;
using BlueSky.Tests.Violations;
using BlueSky.Violations;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Credit;

/// <summary>A silo in November 2026 with sites that have problems.</summary>
internal sealed class CreditTown : IAsyncDisposable
{
    public const string Quarter = "2026-Q4";

    private static readonly ViolationPlace Place = new(Case.Town.Code, "演示工地", "site", Case.Department.Name, true);

    private CreditTown(TestSilo silo) => Silo = silo;

    public TestSilo Silo { get; }

    public DateTimeOffset Now => Silo.Clock.GetUtcNow();

    public static async Task<CreditTown> Start() => new(await TestSilo.Start(at: Case.Morning));

    public async Task Restart(bool dies = false)
    {
        if (dies) await Silo.Die();
        else await Silo.Stop();
        await Silo.StartAgain();
    }

    public async Task<ICreditGrain> Site(string id)
    {
        var source = Silo.Grains.GetGrain<ISourceGrain>(id);
        await source.Register(TestSilo.Entry(id, "site"), "system");
        await source.Summarise();
        return Of(id);
    }

    public ICreditGrain Of(string id) => Silo.Grains.GetGrain<ICreditGrain>(CreditKey.OfSource(id));

    public ICreditQuarterGrain QuarterOf(string quarter = Quarter) => Silo.Grains.GetGrain<ICreditQuarterGrain>($"371302/{quarter}");

    public ICreditWatchGrain Watch => Silo.Grains.GetGrain<ICreditWatchGrain>("371302");

    /// <summary>A rule fires at a site now; the id of the problem.</summary>
    public async Task<string> Problem(string site, string rule = "pm10-hour")
    {
        var at = new DateTimeOffset(Now.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        var step = Case.Step(1, TransitionKind.Opened, at, start: at, rule: rule) with { SourceId = site };
        await Silo.Grains.GetGrain<IViolationGrain>(step.ViolationId).Take(step, Place);
        return step.ViolationId;
    }

    public async Task Withdraw(string problem)
    {
        var grain = Silo.Grains.GetGrain<IViolationGrain>(problem);
        Assert.Null((await grain.Decide(new ProposeWithdrawal("w1", Case.TownOfficer, default, "误报"))).Refusal);
        Assert.Null((await grain.Decide(new DecideWithdrawal("w2", Case.Commander, default, true, ""))).Refusal);
    }

    public async Task<IReadOnlyList<CreditRow>> Rows(string quarter = Quarter) => (await Silo.Services.GetRequiredService<ICreditQueries>().Credit(
        new CreditFilter(quarter), new PageRequest(1, 500, "source"), TestContext.Current.CancellationToken)).Items;

    public async Task<string[]> Audited(string subject) => [.. (await Silo.Queries.Audit(
        null, subject, null, null, new PageRequest(1, 500), TestContext.Current.CancellationToken)).Items.Select(a => a.Action).Reverse()];

    public ValueTask DisposeAsync() => Silo.DisposeAsync();
}
