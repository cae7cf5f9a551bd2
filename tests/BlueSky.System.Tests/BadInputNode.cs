using System.Globalization;
using BlueSky.Audit;
using BlueSky.Gateway;
using BlueSky.Time;

namespace BlueSky.Testing;

/// <summary>One stored value as the API shows it.</summary>
public sealed record ShownValue(DateTimeOffset DataTime, string Channel, decimal? Value, string? Text, string[] Quality);

/// <summary>A node for all tests of bad input, with short limits of time. Each test has a source and a device of its own.</summary>
public sealed class BadInputNode : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _data = Directory.CreateTempSubdirectory("bluesky-bad-").FullName;
    private int _made;

    public BadInputNode() => Node = new NodeProcess(_data, postgres: null)
    {
        Settings = new Dictionary<string, string> { ["Gateway__FrameWithin"] = "00:00:02", ["Gateway__FoldAuditFor"] = "00:00:01" },
    };

    public NodeProcess Node { get; }

    /// <summary>Whole seconds, China time: what a device with a right clock stamps.</summary>
    public static DateTimeOffset Now
    {
        get
        {
            var now = TimeProvider.System.GetUtcNow().ToChina();
            return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), now.Offset);
        }
    }

    public async ValueTask InitializeAsync() => await Node.Start(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Enters a site and its device over the API; the PW is 123456.</summary>
    public async Task<(string Source, string Mn)> Register()
    {
        var number = Interlocked.Increment(ref _made).ToString("D4", CultureInfo.InvariantCulture);
        var (source, mn) = ("371302-test-" + number, "37130200000000000000" + number);
        await Node.Put("sources/" + source, new
        {
            name = "测试工地 " + number,
            kind = "site",
            town = Demo.District.Towns[0].Code,
            registeredOn = "2021-08-31",
            isDemo = true,
        });
        await Node.Put("devices/" + mn, new { sourceId = source, password = "123456", isDemo = true });
        return (source, mn);
    }

    internal async Task<DeviceClient> Connect() => await DeviceClient.Connect(Node.Gateway);

    /// <summary>Waits for an entry of the audit log that is not older than <paramref name="since"/>.</summary>
    public async Task<AuditEntry> Audited(string action, string subject, string reason, DateTimeOffset since = default)
    {
        bool IsIt(AuditEntry entry) => entry.Reason == reason && entry.Subject == subject && entry.At >= since;
        var entries = await Until.Seen(
            $"{action} {reason} of “{subject}” in the audit log", Patience,
            () => Node.All<AuditEntry>($"audit?action={action}{(subject.Length > 0 ? "&subject=" + subject : "")}"),
            seen => seen.Exists(IsIt), seen => string.Join('\n', seen));
        return entries.First(IsIt);
    }

    /// <summary>All that is stored of a source with a time from yesterday to tomorrow.</summary>
    public Task<List<ShownValue>> Readings(string source) => Node.All<ShownValue>(
        string.Create(CultureInfo.InvariantCulture, $"sources/{source}/readings?from={Now.AddDays(-1):yyyy-MM-ddTHH:mm:ss}&to={Now.AddDays(1):yyyy-MM-ddTHH:mm:ss}"));
}
