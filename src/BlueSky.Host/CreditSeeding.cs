using BlueSky.Credit;
using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Host;

/// <summary>
/// Enters what the demonstration shows of credit: trucks, invented entries, and the two quarters before this one closed with their lists confirmed.
/// All of it may be repeated at every start.
/// </summary>
internal sealed class CreditSeeding(IGrainFactory grains, District district, DemoRegister register, DateTimeOffset now)
{
    private const int AtOnce = 32;

    public async Task Enter(CancellationToken cancellation)
    {
        var trucks = DemoCredit.Trucks(register.Sources);
        var entries = DemoCredit.Entries(register.Sources, district, now);

        // Accounts read the published rows of sources: asked for its summary, a source has published it.
        await ForEach(trucks.Select(t => t.Fleet).Concat(entries.Select(e => e.Source)).Distinct(StringComparer.Ordinal), id => grains.GetGrain<ISourceGrain>(id).Summarise(), cancellation);
        await ForEach(trucks, truck => grains.GetGrain<IMuckTruckGrain>(truck.Plate).Register(truck, "system"), cancellation);
        await ForEach(DemoCredit.TruckEntries(trucks, register.Sources, district, now), e => Rehearse("truck/" + e.Plate, e.Script), cancellation);
        await ForEach(entries, e => Rehearse("source/" + e.Source, e.Script), cancellation);
        foreach (var quarter in DemoCredit.QuartersBefore(now).Reverse())
        {
            var grain = grains.GetGrain<ICreditQuarterGrain>($"{district.Code}/{quarter}");
            if ((await grain.Close("demo-close", DemoCredit.Commander(1))).Closing is not { IsDone: true }) continue;
            if ((await grain.Get()).Lists.Length == 0) await grain.Draw("demo-draw", DemoCredit.Commander(1));
            if ((await grain.Get()).Lists is [{ DecidedAt: null }]) await grain.Decide("demo-publish", true, "演示", DemoCredit.Commander(2));
        }
    }

    private Task Rehearse(string account, IReadOnlyList<DemoCommand> script) =>
        grains.GetGrain<ICreditGrain>(account).Rehearse([.. script.Select(c => new CreditRehearsal(c.At, c.By, c.Command))]);

    private static Task ForEach<T>(IEnumerable<T> items, Func<T, Task> enter, CancellationToken cancellation) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (item, _) => await enter(item));
}
