using BlueSky.Audit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BlueSky.Web;

/// <summary>
/// Folds frequent events (failed sign-ins, ingestions) to one audit entry a minute each with its count, so that a flood of
/// requests is not a flood of entries.
/// </summary>
internal sealed class FoldedAudit(IGrainFactory grains, TimeProvider clock, ILogger<FoldedAudit> logger) : BackgroundService
{
    private const int MostKinds = 2_000;
    private readonly Lock gate = new();
    private readonly Dictionary<Event, (DateTimeOffset First, int Count)> folded = [];

    private sealed record Event(string Actor, string Action, string Subject, string Reason, string Address);

    public void Add(string actor, string action, string subject, string reason, string address)
    {
        var what = new Event(actor, action, subject, reason, address);
        lock (gate)
        {
            // A flood from everywhere keeps its count, not its addresses.
            if (folded.Count >= MostKinds && !folded.ContainsKey(what)) what = what with { Subject = "*", Address = "*" };
            var (first, count) = folded.TryGetValue(what, out var present) ? present : (clock.GetUtcNow(), 0);
            folded[what] = (first, count + 1);
        }
    }

    /// <summary>Writes what is folded; on failure everything is kept for the next time.</summary>
    public async Task Flush()
    {
        AuditEntry[] entries;
        lock (gate)
        {
            entries = [.. folded.Select(f => new AuditEntry(
                f.Value.First, f.Key.Actor, f.Key.Action, f.Key.Subject, f.Key.Reason, "", f.Key.Address, f.Value.Count))];
            folded.Clear();
        }

        if (entries.Length == 0) return;
        try
        {
            await grains.GetGrain<IAuditGrain>(0).Append(entries);
        }
        catch
        {
            lock (gate)
            {
                foreach (var e in entries)
                {
                    var what = new Event(e.Actor, e.Action, e.Subject, e.Reason, e.RemoteAddress);
                    folded[what] = (e.At, e.Count + (folded.TryGetValue(what, out var more) ? more.Count : 0));
                }
            }

            throw;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await Flush();
        }
        catch (Exception e) when (FailureAnswers.IsOutage(e))
        {
            logger.AuditLost(Count, e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        try
        {
            while (await minute.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await Flush();
                }
                catch (Exception e) when (FailureAnswers.IsOutage(e))
                {
                    logger.AuditKept(Count, e);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the node; StopAsync writes the rest.
        }
    }

    private int Count
    {
        get
        {
            lock (gate) return folded.Count;
        }
    }
}
