using BlueSky.Messages;
using BlueSky.Store;
using Microsoft.Extensions.Logging;

namespace BlueSky.Violations;

/// <summary>
/// Keeps watch over deadlines as the district does over silence: the moment to wake a problem is a stored fact in its row, and one
/// reminder asks the store whose has come. Ten thousand open problems are ten thousand rows, not ten thousand timers.
/// </summary>
internal sealed partial class ViolationWatchGrain(IPublication publication, TimeProvider clock, ILogger<ViolationWatchGrain> log)
    : Grain, IViolationWatchGrain, IRemindable
{
    private const string Watch = "watch";
    private const int WokenAtOnce = 200;

    public async Task Start() =>
        await this.RegisterOrUpdateReminder(Watch, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

    public Task ReceiveReminder(string reminderName, TickStatus status) => WakeDue();

    public async Task<int> WakeDue()
    {
        var now = clock.GetUtcNow();
        var woken = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                // Each that is woken publishes its next moment and so is not found again; one that could not is left to the next round.
                var ids = await publication.ViolationsDue(now, WokenAtOnce);
                var fresh = ids.Where(woken.Add).ToList();
                await Task.WhenAll(fresh.Select(id => GrainFactory.GetGrain<IViolationGrain>(id).Wake()));
                if (fresh.Count == 0 || ids.Count < WokenAtOnce) return woken.Count;
            }
        }
        catch (Exception e) when (e is BlueSkyException or OrleansException or TimeoutException)
        {
            WatchInterrupted(e);
            return woken.Count;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watch over deadlines of problems was interrupted; the next round takes it up")]
    private partial void WatchInterrupted(Exception cause);
}
