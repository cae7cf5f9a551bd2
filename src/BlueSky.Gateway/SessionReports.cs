namespace BlueSky.Gateway;

/// <summary>Tells the device's grain what a session saw, learns whether it still stands, and fetches what a person asks of the device.</summary>
internal static class SessionReports
{
    /// <summary>Sends one report. Counts are whole, so a lost report is made good by the next.</summary>
    public static async Task Send(DeviceSession session, bool ended, GatewayParts parts)
    {
        try
        {
            var stands = await session.Grain.Report(session.Report(ended)).WaitAsync(parts.Options.AnswerTimeout, parts.Time);
            if (!stands && !ended) session.Connection.Stale(session);
            else if (!ended && session.Registration.Profile.AcceptsCommands) await FetchBackfill(session, parts);
        }
#pragma warning disable CA1031 // A report that fails is no reason to end a session that works; logged, repeated by the next.
        catch (Exception e)
#pragma warning restore CA1031
        {
            parts.Log.ReportFailed(e, session.Mn);
        }
        finally
        {
            session.ReportDueAt = parts.Time.GetUtcNow() + parts.Options.ReportEvery;
            Volatile.Write(ref session.Reporting, 0);
        }
    }

    // No grain can call a gateway, so what a person asks of a device is fetched; the watch sends it within a second.
    private static async Task FetchBackfill(DeviceSession session, GatewayParts parts) =>
        session.Dialogue.Take(await session.Grain.FetchBackfill(session.Epoch).WaitAsync(parts.Options.AnswerTimeout, parts.Time));
}
