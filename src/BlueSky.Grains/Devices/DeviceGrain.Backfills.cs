using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Sources;
using BlueSky.Store;

namespace BlueSky.Devices;

// Requests for history (补传). A gateway is a client that no grain can call, so the session fetches its task with its report, every half
// minute; what became of it comes with the next reports. A task that a session took with it to its end is fetched by the next one. One that
// nobody answers ends by the clock: a reminder a request, since requests are rare and a device that is gone wakes its grain no more.
internal sealed partial class DeviceGrain : IRemindable
{
    private const string Expiry = "backfill-expiry";
    private const int BackfillsKept = 10;
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    public async Task<Backfill> AskBackfill(Period period, DateTimeOffset from, DateTimeOffset to, string actor)
    {
        var now = clock.GetUtcNow();
        await Expire(now);
        var backfills = state.State.Backfills;
        var decision = Backfill.Ask(Known(), period, from, to, backfills.FirstOrDefault(), policy, now);
        if (decision.Refusal is { } refusal) throw new RefusedException(refusal);

        // The reminder first: one that finds nothing running ends itself.
        await this.RegisterOrUpdateReminder(Expiry, TimeSpan.FromHours(policy.BackfillGiveUpHours.Value), LookAgain);
        var asked = new Backfill { Id = Guid.NewGuid().ToString("N"), Order = decision.Events[0], By = actor, At = now };
        await Keep([asked, .. backfills.Take(BackfillsKept - 1)]);
        await Audit(actor, "device.backfill-asked", Words(asked));
        return asked;
    }

    public async Task<Backfill> CancelBackfill(string id, string actor)
    {
        var now = clock.GetUtcNow();
        await Expire(now);
        var found = state.State.Backfills.Find(b => b.Id == id)
            ?? throw new RefusedException("unknown-backfill", "id", "没有这项补传请求。There is no such request.");
        if (!found.IsRunning) return found;
        var cancelled = found with { State = BackfillState.Cancelled, EndedAt = now };
        await Replace(found, cancelled);
        await Audit(actor, "device.backfill-cancelled", Words(cancelled));
        return cancelled;
    }

    public async Task<BackfillTask?> FetchBackfill(long sessionEpoch)
    {
        var now = clock.GetUtcNow();
        await Expire(now);
        var newest = sessionEpoch == _epoch ? state.State.Backfills.FirstOrDefault() : null;
        if (newest is not { IsRunning: true }) return null;
        if (newest.State == BackfillState.Waiting) await Replace(newest, newest.Taken(now));
        return new BackfillTask(newest.Id, newest.Order);
    }

    public Task<Backfill[]> Backfills()
    {
        var now = clock.GetUtcNow();
        return Task.FromResult(state.State.Backfills.Select(b => b.AsOf(now, policy)).ToArray());
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await Expire(clock.GetUtcNow());
        if (!state.State.Backfills.Exists(b => b.IsRunning) && await this.GetReminder(Expiry) is { } reminder) await this.UnregisterReminder(reminder);
    }

    // The entry first, of the moment at which it expired: a crash before the state is stored leads here again, and the entry is there once.
    private async Task Expire(DateTimeOffset now)
    {
        foreach (var one in state.State.Backfills.FindAll(b => b.IsRunning))
        {
            if (one.AsOf(now, policy) is not { State: BackfillState.Expired, EndedAt: { } end } expired) continue;
            await publication.Append([new AuditEntry(end, "system", "device.backfill-expired", Mn, "", Words(expired), "", 1)], once: true);
            await Replace(one, expired);
        }
    }

    // A session reports its counts whole each time, so what could not be stored comes again with the next report.
    private async Task TakeProgress(SessionReport report)
    {
        if (report.Backfill is not { } progress) return;
        var now = clock.GetUtcNow();
        await Expire(now);
        if (state.State.Backfills.Find(b => b.Id == progress.Id) is not { } found) return;
        var next = found.Reported(progress, report.SessionEpoch, now);
        if (next == found) return;
        await Replace(found, next);
        if (found.IsRunning && !next.IsRunning) await Audit("system", "device.backfill-ended", Words(next));
    }

    private Task Replace(Backfill former, Backfill next) => Keep([.. state.State.Backfills.Select(b => ReferenceEquals(b, former) ? next : b)]);

    private async Task Keep(List<Backfill> backfills)
    {
        var former = state.State.Backfills;
        state.State.Backfills = backfills;
        try
        {
            await state.Write();
        }
        catch
        {
            // Not known to be stored: the next report or try writes it.
            state.State.Backfills = former;
            throw;
        }
    }

    private static string Words(Backfill one) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{one.Order.Period} {one.Order.From:yyyy-MM-dd HH:mm} – {one.Order.To:yyyy-MM-dd HH:mm}, {one.State}, {one.Stored} new, {one.Known} known");
}
