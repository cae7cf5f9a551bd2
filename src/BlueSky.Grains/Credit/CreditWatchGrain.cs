using BlueSky.Messages;
using BlueSky.Store;
using BlueSky.Time;
using Microsoft.Extensions.Logging;

namespace BlueSky.Credit;

/// <summary>
/// Counts anew what changed, as the other watches do it: that a source's problems changed is a stored fact beside the problem's row, and the moment
/// at which time alone changes an account is in the account's row. A round is bounded; what is left over the next one takes up.
/// </summary>
internal sealed partial class CreditWatchGrain(ICreditRows rows, CreditPolicies policies, TimeProvider clock, ILogger<CreditWatchGrain> log)
    : Grain, ICreditWatchGrain, IRemindable
{
    private const string Watch = "watch";
    private const int AtOnce = 50, MostARound = 2_000;

    public async Task Start() => await this.RegisterOrUpdateReminder(Watch, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

    public Task ReceiveReminder(string reminderName, TickStatus status) => Round();

    public async Task<int> Round()
    {
        var counted = 0;
        try
        {
            foreach (var some in (await rows.Due(MostARound)).Chunk(AtOnce))
            {
                await Task.WhenAll(some.Select(async due =>
                {
                    await Of(CreditKey.OfSource(due.Source)).Refresh();
                    await rows.Counted(due);
                }));
                counted += some.Length;
            }

            var (sources, trucks) = await rows.RefreshDue(clock.GetUtcNow(), MostARound);
            var policy = policies.All.Last();
            var quarter = policy.Sources.PeriodOf(clock.GetUtcNow().Day()).ToString();
            var missing = await rows.Missing(quarter, policy.KindsNotScored.Value, MostARound);
            string[] keys = [.. sources.Concat(missing).Select(CreditKey.OfSource).Concat(trucks.Select(CreditKey.OfTruck)).Distinct(StringComparer.Ordinal)];
            foreach (var some in keys.Chunk(AtOnce))
            {
                await Task.WhenAll(some.Select(key => Of(key).Refresh()));
                counted += some.Length;
            }
        }
        catch (Exception e) when (e is BlueSkyException or OrleansException or TimeoutException)
        {
            WatchInterrupted(e);
        }

        return counted;
    }

    private ICreditGrain Of(string key) => GrainFactory.GetGrain<ICreditGrain>(key);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watch over credit was interrupted; the next round takes it up")]
    private partial void WatchInterrupted(Exception cause);
}
