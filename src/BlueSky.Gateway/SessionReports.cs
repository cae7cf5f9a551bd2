namespace BlueSky.Gateway;

/// <summary>Tells the device's grain what a session saw, and learns whether it still stands.</summary>
internal static class SessionReports
{
    /// <summary>Sends one report. Counts are whole, so a lost report is made good by the next.</summary>
    public static async Task Send(DeviceSession session, bool ended, GatewayParts parts)
    {
        try
        {
            var stands = await session.Grain.Report(session.Report(ended)).WaitAsync(parts.Options.AnswerTimeout, parts.Time);
            if (!stands && !ended) session.Connection.Stale(session);
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
}
