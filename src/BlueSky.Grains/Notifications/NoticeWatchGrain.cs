using System.Globalization;
using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Store;
using BlueSky.Tasks;
using BlueSky.Time;
using Microsoft.Extensions.Logging;

namespace BlueSky.Notifications;

/// <summary>
/// The watch over notices. What it does may be done again at any time: sinks that are awake stay so, and what is told of tasks has ids that
/// follow from task and month.
/// </summary>
internal sealed partial class NoticeWatchGrain(
    INoticeStore store, NotificationPolicy policy, District district, TaskPlan plan, TaskPolicy tasks, TimeProvider clock, ILogger<NoticeWatchGrain> log)
    : Grain, INoticeWatchGrain, IRemindable
{
    private const string Watch = "watch";
    private DateTimeOffset _lookedAt, _droppedAt;

    public async Task Start() => await this.RegisterOrUpdateReminder(Watch, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

    public Task ReceiveReminder(string reminderName, TickStatus status) => Round();

    public async Task Round()
    {
        var now = clock.GetUtcNow();
        try
        {
            // One way: a sink that hangs holds up neither this nor another.
            foreach (var sink in await store.Sinks(CancellationToken.None)) await GrainFactory.GetGrain<ISinkGrain>(sink).Wake();
            if (now - _lookedAt >= TimeSpan.FromHours(1))
            {
                await TellOfTasks(now);
                _lookedAt = now;
            }

            if (now - _droppedAt >= TimeSpan.FromDays(1))
            {
                await store.Drop(policy.KeptFrom(now), policy.MostPerInbox.Value);
                _droppedAt = now;
            }
        }
        catch (Exception e) when (e is BlueSkyException or OrleansException or TimeoutException)
        {
            RoundInterrupted(e);
        }
    }

    // The real ledger and, where there is one, the rehearsal of this year.
    private async Task TellOfTasks(DateTimeOffset now)
    {
        List<Unit> towns = [.. district.Towns.Select(t => district.UnitOf(t.Code)!)];
        foreach (var year in new[] { plan.Year, now.ToChina().Year }.Distinct())
        {
            var ledger = string.Create(CultureInfo.InvariantCulture, $"{district.Code}/{year}");
            foreach (var view in await GrainFactory.GetGrain<ITaskLedgerGrain>(ledger).All())
                await store.Publish(TaskNotices.Standing(TaskKey.Of(ledger, view.Task.Item.Number), view.Task, view.IsDemo, now, tasks, policy, towns));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The watch over notices was interrupted; the next round takes it up")]
    private partial void RoundInterrupted(Exception cause);
}
