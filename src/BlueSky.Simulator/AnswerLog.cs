using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BlueSky.Simulator;

/// <summary>One packet that left, or that was answered: the material for the proof that nothing answered is lost.</summary>
/// <param name="Event"><c>sent</c> just before the bytes leave; <c>answered</c> after the 9014 came back.</param>
/// <param name="Mn">MN.</param>
/// <param name="Cn">Command.</param>
/// <param name="DataTime">As stamped in the packet, +08:00.</param>
/// <param name="Qn">Request number of this sending.</param>
/// <param name="Attempt">1 for the first sending of these bytes.</param>
/// <param name="Values">Values as sent, by key as sent, in the device's unit.</param>
public sealed record LoggedPacket(
    string Event, string Mn, string Cn, DateTimeOffset DataTime, string Qn, int Attempt, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>When it happened, by a monotonic clock, counted from the log's beginning.</summary>
    public TimeSpan At { get; init; }
}

/// <summary>
/// Records what was sent and what was answered, in memory, in a file of JSON lines that is flushed line by line, or both. Any thread.
/// </summary>
public sealed class AnswerLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _gate = new();
    private readonly List<LoggedPacket>? _kept;
    private readonly StreamWriter? _file;
    private readonly TimeProvider _time;
    private readonly long _begun;

    /// <summary>A log.</summary>
    /// <param name="path">File to append to; null for none.</param>
    /// <param name="keep">True keeps every entry in memory too.</param>
    /// <param name="time">Whose monotonic clock it reads; the system's when left out.</param>
    public AnswerLog(string? path, bool keep, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _begun = _time.GetTimestamp();
        _kept = keep ? [] : null;
        _file = path is null ? null : new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read), new UTF8Encoding(false));
    }

    /// <summary>Time since the log's beginning, to set other things beside its entries.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_begun);

    /// <summary>A copy of the entries kept in memory, in the order they happened; empty when none are kept.</summary>
    public IReadOnlyList<LoggedPacket> Entries
    {
        get
        {
            lock (_gate) return _kept is null ? [] : [.. _kept];
        }
    }

    internal void Write(string what, SimulatedDevice device, Measurement measurement, string qn, int attempt)
    {
        // A code may come with several fields but never twice with one: keys are distinct.
        var entry = new LoggedPacket(
            what, device.Mn, measurement.Cn, measurement.DataTime, qn, attempt, measurement.Values.ToDictionary(v => v.Key, v => v.Text, StringComparer.Ordinal))
        {
            At = Elapsed,
        };
        lock (_gate)
        {
            _kept?.Add(entry);
            if (_file is null) return;
            _file.WriteLine(JsonSerializer.Serialize(entry, Json));
            _file.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) _file?.Dispose();
    }
}
