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

    /// <summary>How long a session lives without a person doing anything, above 0. Our default.</summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long a session lives at most, whatever happens; then the person signs in again (ASVS 4.0.3, 3.3.2: 12 hours).</summary>
    public TimeSpan SessionLongest { get; set; } = TimeSpan.FromHours(12);

    /// <summary>
    /// Addresses of reverse proxies (numeric, or a network such as <c>10.0.0.0/16</c> where their addresses change) whose
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed; nobody's by default.
    /// </summary>
    public IList<string> Proxies { get; } = [];

    /// <summary>How long a verified key or session is believed without asking again: 0 to 30 s. A revoked key, or a session that was ended, works on other nodes for so long.</summary>
    public TimeSpan KeyCacheTime { get; set; } = TimeSpan.FromSeconds(30);

    internal bool LetsAnonymousRead => Demo && AnonymousReadOnLoopback;
}
