using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BlueSky.Gateway;

/// <summary>
/// Looks once a second after all that depends on the clock: time limits of connections, reports of sessions, requests that
/// are due, folded audit entries.
/// </summary>
internal sealed class GatewayWatch(GatewayParts parts, ConnectionTable table, GatewayState state, ILogger<GatewayWatch> log)
    : BackgroundService
{
    private const int MostReports = 256;
    private int _reports;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await parts.Ledger.Flush(force: true).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        parts.Metrics.Observe(() => table.Count, () => parts.Dispatcher.Waiting);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), parts.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Round(parts.Time.GetUtcNow());
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping is how this ends.
        }
    }

    private void Round(DateTimeOffset now)
    {
        try
        {
            foreach (var connection in table.All) connection.CheckTime(now);
            foreach (var session in parts.Sessions.All)
            {
                session.Connection.Talk(session, now);
                if (session.ReportDueAt <= now) Report(session);
            }

            state.Count(table.Count, parts.Sessions.Count);
            _ = parts.Ledger.Flush(force: false);
        }
#pragma warning disable CA1031 // One bad round must not end the watch; it is logged as an error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.WatchFailed(e);
        }
    }

    /// <summary>Starts a report unless one is on its way or too many are: then the next round does it.</summary>
    private void Report(DeviceSession session)
    {
        if (Volatile.Read(ref _reports) >= MostReports || Interlocked.Exchange(ref session.Reporting, 1) == 1) return;
        Interlocked.Increment(ref _reports);
        _ = Send(session);
    }

    private async Task Send(DeviceSession session)
    {
        await SessionReports.Send(session, ended: false, parts);
        Interlocked.Decrement(ref _reports);
    }
}
