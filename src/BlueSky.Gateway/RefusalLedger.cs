using BlueSky.Audit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlueSky.Gateway;

/// <summary>
/// Folds equal refusals into one audit entry per minute with a count, so that a flood costs a bounded amount of memory and
/// of audit log. Beyond the bound, further kinds of refusals are counted together under the subject <c>*</c>.
/// </summary>
internal sealed class RefusalLedger(IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time, ILogger<RefusalLedger> log)
    : IDisposable
{
    private const int MaxPerAppend = 500;
    private const int MaxText = 256;

    private readonly GatewayOptions _options = options.Value;
    private readonly SemaphoreSlim _flushing = new(1);
    private readonly Lock _gate = new();
    private Dictionary<(string Address, string Mn, string Reason), (DateTimeOffset At, string Action, string Detail, int Count)> _open = [];
    private DateTimeOffset _openedAt = DateTimeOffset.MinValue;

    /// <summary>Different refusals now folded.</summary>
    public int Open
    {
        get { lock (_gate) return _open.Count; }
    }

    /// <summary>Notes one refusal. MN and detail come from outside: they are cut and never hold a password.</summary>
    /// <param name="action">Stable word, e.g. <c>device.refused</c>.</param>
    /// <param name="address">Network address of the device.</param>
    /// <param name="mn">MN as sent; may be empty.</param>
    /// <param name="reason">Stable word, e.g. <c>unknown-mn</c>.</param>
    /// <param name="detail">The first event's circumstances in words.</param>
    public void Note(string action, string address, string mn, string reason, string detail)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_open.Count == 0) _openedAt = now;
            var key = (address, Cut(mn), reason);
            if (!_open.TryGetValue(key, out var entry) && _open.Count >= _options.MaxRemembered)
            {
                key = ("", "*", reason);
                _open.TryGetValue(key, out entry);
            }

            _open[key] = entry.Count == 0 ? (now, action, Cut(detail), 1) : entry with { Count = entry.Count + 1 };
        }
    }

    /// <summary>Writes what is folded when its minute is over, or at once when the gateway stops. What fails stays folded.</summary>
    public async Task Flush(bool force)
    {
        if (!IsDue(force) || !await _flushing.WaitAsync(force ? Timeout.Infinite : 0)) return;
        try
        {
            var entries = TakeAll();
            for (var i = 0; i < entries.Length; i += MaxPerAppend)
            {
                var part = entries[i..Math.Min(entries.Length, i + MaxPerAppend)];
                if (await Append(part)) continue;
                foreach (var entry in entries.AsSpan(i)) PutBack(entry);
                return;
            }
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _flushing.Dispose();

    private bool IsDue(bool force)
    {
        lock (_gate) return _open.Count > 0 && (force || time.GetUtcNow() - _openedAt >= _options.FoldAuditFor);
    }

    private AuditEntry[] TakeAll()
    {
        lock (_gate)
        {
            var taken = _open;
            _open = [];
            return [.. taken.Select(e => new AuditEntry(
                e.Value.At, "gateway", e.Value.Action, e.Key.Mn, e.Key.Reason, e.Value.Detail, e.Key.Address, e.Value.Count))];
        }
    }

    private void PutBack(AuditEntry entry)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_open.Count == 0) _openedAt = now;
            var key = (entry.RemoteAddress, entry.Subject, entry.Reason);
            if (!_open.TryGetValue(key, out var open) && _open.Count >= _options.MaxRemembered)
            {
                key = ("", "*", entry.Reason);
                _open.TryGetValue(key, out open);
            }

            _open[key] = (entry.At, entry.Action, entry.Detail, open.Count + entry.Count);
        }
    }

    private async Task<bool> Append(AuditEntry[] entries)
    {
        try
        {
            await grains.GetGrain<IAuditGrain>(0).Append(entries).WaitAsync(_options.AnswerTimeout, time);
            return true;
        }
#pragma warning disable CA1031 // An audit log that is away must not end the gateway; the entries are kept and tried again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.AuditFailed(e, entries.Length);
            return false;
        }
    }

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText];
}
