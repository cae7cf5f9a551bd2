using System.Collections.Concurrent;
using BlueSky.Devices;
using BlueSky.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlueSky.Gateway;

/// <summary>
/// Asks the device's grain whether a device may speak. Remembers for a short while who may not, so that a flood of unknown
/// MNs or guessed passwords stays here; asks for a bounded number of devices at a time.
/// </summary>
internal sealed class AdmissionDoor(
    IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time, ILogger<AdmissionDoor> log) : IDisposable
{
    private const int CallsAtATime = 64;
    private const int GuessesPerMinute = 20;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly GatewayOptions _options = options.Value;
    private readonly SemaphoreSlim _calls = new(CallsAtATime);
    private readonly ConcurrentDictionary<string, (Admission Why, DateTimeOffset Until)> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Address, string Mn), (int Count, DateTimeOffset Until)> _guesses = new();

    /// <summary>MNs and guesses remembered now.</summary>
    public int Remembered => _refused.Count + _guesses.Count;

    /// <summary>The grain of a device.</summary>
    public IDeviceGrain Device(string mn) => grains.GetGrain<IDeviceGrain>(mn);

    /// <summary>Presents a device; null when the cluster gives no answer (then nothing is known and the frame is withheld).</summary>
    public async ValueTask<AdmissionAnswer?> Ask(string mn, string password, SessionClaim claim, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (_refused.TryGetValue(mn, out var known) && known.Until > now) return Refusal(known.Why);
        if (_guesses.TryGetValue((claim.RemoteAddress, mn), out var guess) && guess.Until > now && guess.Count >= GuessesPerMinute)
            return Refusal(Admission.WrongPassword);

        var answer = await Call(mn, password, claim, cancellation);
        if (answer is not null) Remember(mn, claim.RemoteAddress, answer.Admission);
        return answer;
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    // A device whose grain's silo is just being replaced need not send again: it is asked for once more meanwhile.
    private async Task<AdmissionAnswer?> Call(string mn, string password, SessionClaim claim, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var (answer, again) = await Try(mn, password, claim, cancellation);
            if (!again || time.GetElapsedTime(begun) + RetryPause >= _options.AnswerTimeout) return answer;
            await Task.Delay(RetryPause, time, cancellation);
        }
    }

    private async Task<(AdmissionAnswer? Answer, bool Again)> Try(string mn, string password, SessionClaim claim, CancellationToken cancellation)
    {
        await _calls.WaitAsync(cancellation);
        try
        {
            return (await Device(mn).Admit(password, claim).WaitAsync(_options.Attempt, time, cancellation), false);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or BlueSkyException)
        {
            log.AdmissionFailed(e, mn);
            return (null, e is not BlueSkyException);
        }
#pragma warning disable CA1031 // One device's broken grain must not end a forwarder's connection; logged, the frame is withheld.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.AdmissionFailedUnexpectedly(e, mn);
            return (null, false);
        }
        finally
        {
            _calls.Release();
        }
    }

    private void Remember(string mn, string address, Admission admission)
    {
        var now = time.GetUtcNow();
        switch (admission)
        {
            case Admission.Admitted:
                _refused.TryRemove(mn, out _);
                break;
            case Admission.WrongPassword:
                Bound(_guesses, static g => g.Until, now);
                _guesses.AddOrUpdate(
                    (address, mn),
                    static (_, t) => (1, t.AddMinutes(1)),
                    static (_, old, t) => old.Until > t ? (old.Count + 1, old.Until) : (1, t.AddMinutes(1)),
                    now);
                break;
            default:
                Bound(_refused, static r => r.Until, now);
                _refused[mn] = (admission, now + _options.RememberUnknownFor);
                break;
        }
    }

    /// <summary>Makes room: drops what has run out, and everything when that does not help. Forgetting only costs a question.</summary>
    private void Bound<TKey, TValue>(ConcurrentDictionary<TKey, TValue> memory, Func<TValue, DateTimeOffset> until, DateTimeOffset now)
        where TKey : notnull
    {
        if (memory.Count < _options.MaxRemembered) return;
        foreach (var entry in memory)
            if (until(entry.Value) <= now) memory.TryRemove(entry.Key, out _);
        if (memory.Count >= _options.MaxRemembered) memory.Clear();
    }

    private static AdmissionAnswer Refusal(Admission why) => new(why, null, [], 0, null, null, null);
}
