using BlueSky.Messages;
using BlueSky.Sources;
using BlueSky.Store;
using Microsoft.Extensions.Logging;

namespace BlueSky.Districts;

/// <summary>
/// Asks its towns, and keeps watch over silent sources: once a minute a reminder asks the store whose deadline of silence has
/// passed and wakes those. The deadline is a stored fact, so it is found even if the source sleeps or the node restarted.
/// </summary>
internal sealed partial class DistrictGrain(District district, IPublication publication, TimeProvider clock, ILogger<DistrictGrain> log)
    : Grain, IDistrictGrain, IRemindable
{
    private const string Watch = "watch";
    private const int WokenAtOnce = 200;
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private RollupView[] _towns = [];
    private RollupView? _district;

    public async Task<RollupView> Get()
    {
        await Refresh();
        return _district!;
    }

    public async Task<RollupView[]> Towns()
    {
        await Refresh();
        return _towns;
    }

    public async Task StartWatch() =>
        await this.RegisterOrUpdateReminder(Watch, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var now = clock.GetUtcNow();
        try
        {
            // Each source that is woken publishes its next deadline, so a round never sees the same source twice, and a round
            // that is cut off is taken up by the next.
            for (var ids = await publication.SilenceDue(now, WokenAtOnce); ids.Count > 0; ids = await publication.SilenceDue(now, WokenAtOnce))
            {
                await Task.WhenAll(ids.Select(id => GrainFactory.GetGrain<ISourceGrain>(id).CheckSilence()));
                if (ids.Count < WokenAtOnce) break;
            }
        }
        catch (Exception e) when (e is BlueSkyException or OrleansException or TimeoutException)
        {
            WatchInterrupted(e);
        }
    }

    private async Task Refresh()
    {
        if (_district is not null && clock.GetUtcNow() - _district.At < Freshness) return;
        _towns = await Task.WhenAll(district.Towns.Select(t => GrainFactory.GetGrain<ITownGrain>(t.Code).Get()));
        var counts = Rollup.Sum(_towns.Select(t => t.Rollup).ToList());
        _district = new RollupView(district.Code, district.Name, counts, clock.GetUtcNow());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watch over silent sources was interrupted; the next round takes it up")]
    private partial void WatchInterrupted(Exception cause);
}
