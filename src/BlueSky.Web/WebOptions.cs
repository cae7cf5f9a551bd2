namespace BlueSky.Web;

/// <summary>Settings of the HTTP side. Cross-origin callers (CORS) are never trusted, so there is no setting for them.</summary>
public sealed class WebOptions
{
    /// <summary>True when this node runs the demonstration; pages then say that data are demo data (演示数据).</summary>
    public bool Demo { get; set; }

    /// <summary>
    /// In the demonstration only: callers on the loopback interface may read without a key and see the cluster dashboard.
    /// Without <see cref="Demo"/> it has no effect.
    /// </summary>
    public bool AnonymousReadOnLoopback { get; set; }

    /// <summary>True to serve the Orleans dashboard at <c>/cluster</c>; the host must then have called <c>AddDashboard()</c>.</summary>
    public bool Dashboard { get; set; } = true;

    /// <summary>Writes (except ingestion) that one key may make a minute, from 1.</summary>
    public int WritesPerMinute { get; set; } = 600;

    /// <summary>Ingestion requests that one key may make a minute, from 1; each carries up to 1,000 observations.</summary>
    public int IngestsPerMinute { get; set; } = 6_000;

    /// <summary>Failed sign-ins of one address (IPv6: one /64 network) a minute before further keys are not even looked at, from 1.</summary>
    public int FailedSignInsPerMinute { get; set; } = 20;

    /// <summary>How long a verified key is believed without asking again: 0 to 30 s. A revoked key works on other nodes for so long.</summary>
    public TimeSpan KeyCacheTime { get; set; } = TimeSpan.FromSeconds(30);

    internal bool LetsAnonymousRead => Demo && AnonymousReadOnLoopback;
}
