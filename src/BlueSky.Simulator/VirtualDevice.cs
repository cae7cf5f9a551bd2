using BlueSky.Districts;
using BlueSky.Hj212;
using BlueSky.Time;

namespace BlueSky.Simulator;

/// <summary>
/// One device (数采仪) without its wire: told of the time, of its connection and of packets received, it says what frames to send.
/// Uploads ask for an answer; without one the same bytes go out again, at last into the device's store, from where they are sent later
/// (HJ 212-2017, 6.6; RF=1 in the edition of 2025). Deterministic: same device, behaviour and calls, same frames. One thread at a time.
/// </summary>
public sealed partial class VirtualDevice
{
    private readonly SimulatedDevice _device;
    private readonly DeviceBehaviour _behaviour;
    private readonly SimulationCounters _counters;
    private readonly AnswerLog? _log;
    private readonly FaultInjector _faults;
    private readonly SignalSource _signals;
    private readonly DeviceWording _wording;
    private readonly Queue<Measurement> _fresh = new();
    private readonly Queue<Measurement> _store = new();
    private readonly Queue<Replaying> _replays = new();
    private readonly List<Waiting> _waiting = [];
    private readonly SeededRandom _random;
    private DeviceClock? _clock;
    private DateTimeOffset _firstConnected;
    private DateTimeOffset _nextMoment;
    private DateTimeOffset _nextHeartBeat;
    private DateTimeOffset _nextMinute;
    private DateTimeOffset _nextHour;
    private DateTimeOffset _lastQn;
    private TimeSpan _interval;
    private TimeSpan _answerTimeout;
    private int _resends;
    private string _password;
    private bool _storeMaySend;
    private bool _sendsMoments = true;
    private bool _sendsStates = true;

    /// <summary>A device that was never connected.</summary>
    /// <param name="device">What it is.</param>
    /// <param name="behaviour">How it behaves.</param>
    /// <param name="counters">Where it counts.</param>
    /// <param name="log">Where it records what was sent and answered; null for nowhere.</param>
    /// <param name="faults">The faults of its connection, asked for splitting uploads; null for none.</param>
    public VirtualDevice(SimulatedDevice device, DeviceBehaviour behaviour, SimulationCounters counters, AnswerLog? log = null, FaultInjector? faults = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(behaviour);
        _device = device;
        _behaviour = behaviour;
        _counters = counters;
        _log = log;
        _faults = faults ?? new FaultInjector(FaultPlan.None, behaviour.Seed, device.Mn);
        _signals = new SignalSource(device, behaviour.Seed);
        _wording = new DeviceWording(device);
        _random = new SeededRandom(behaviour.Seed, "device:" + device.Mn);
        _interval = behaviour.Interval ?? TimeSpan.FromSeconds(device.Profile.ReportSeconds);
        _answerTimeout = behaviour.AnswerTimeout;
        _resends = behaviour.Resends;
        _password = device.Password;
    }

    /// <summary>Its MN.</summary>
    public string Mn => _device.Mn;

    /// <summary>Uploads in its store.</summary>
    public int Stored => _store.Count;

    /// <summary>Uploads measured and not yet sent.</summary>
    public int Fresh => _fresh.Count;

    /// <summary>Uploads sent and not yet answered.</summary>
    public int Waits => _waiting.Count;

    /// <summary>Time between two momentary uploads (RtdInterval).</summary>
    public TimeSpan Interval => _interval;

    /// <summary>What its own clock says.</summary>
    public DateTimeOffset ClockAt(DateTimeOffset now) => _clock?.Read(now) ?? now.ToChina();

    /// <summary>The connection is up. What fell due while it was down goes to the store first, as a device keeps measuring.</summary>
    public void Connected(DateTimeOffset now)
    {
        if (_clock is null)
        {
            Start(now);
        }
        else
        {
            Measure(now);
            while (_fresh.TryDequeue(out var missed)) Store(missed);
        }

        _storeMaySend = true;
    }

    /// <summary>The connection is gone: what was not answered goes to the store.</summary>
    public void Disconnected()
    {
        _replays.Clear();   // whoever asked is gone
        foreach (var waiting in _waiting.Where(w => w.Measurement is not null)) Store(waiting.Measurement!);
        _waiting.Clear();
    }

    /// <summary>The frames to send now: those whose answer is late, then fresh ones, then stored ones, as far as the window allows.</summary>
    public IReadOnlyList<byte[]> Poll(DateTimeOffset now)
    {
        if (_clock is null) throw new InvalidOperationException("A device has a clock from its first connection on: call Connected before Poll.");
        Measure(now);
        var frames = new List<byte[]>();
        foreach (var late in _waiting.Where(w => now - w.SentAt >= _answerTimeout).ToList()) SendAgain(late, now, frames);
        while (_waiting.Count < _behaviour.Window && SendNext(now, frames))
        {
            // one more
        }

        BeatHeart(now, frames);
        return frames;
    }

    private void Start(DateTimeOffset now)
    {
        _clock = new DeviceClock(_faults.Draw(Fault.ClockDrift), _random, now);
        _firstConnected = now;
        var local = _clock.Read(now);
        _nextHeartBeat = now + _behaviour.HeartBeat;
        // The first moment at once; the later ones with a phase of their own, so that devices do not speak in chorus.
        _nextMoment = now;
        _nextMinute = _signals.PeriodStart("2051", local);
        _nextHour = _signals.PeriodStart("2061", local);
        if (!_behaviour.StartsWithLastHour) return;
        if (_signals.HasMeans)
        {
            _fresh.Enqueue(_signals.Over("2061", _nextHour - _signals.Length("2061")));
            _fresh.Enqueue(_signals.Over("2051", _nextMinute - _signals.Length("2051")));
        }

        // A ratio is judged by the day: without yesterday's refuellings a fresh gateway would know nothing of it until midnight.
        if (_device.Incident == Incident.RatioOutOfRange)
        {
            foreach (var refuelling in _signals.RefuellingsOfDayBefore(local)) _fresh.Enqueue(refuelling);
        }

        // Equipment has been in its state for a while; just short of what receivers take as late (5 minutes).
        if (_signals.HasStates) _fresh.Enqueue(_signals.States(local.AddSeconds(-285)));
    }

    private bool IsSilent(DateTimeOffset now) => _device.Incident == Incident.Silent && now - _firstConnected >= _behaviour.SilentAfter;

    private void Measure(DateTimeOffset now)
    {
        for (; _nextMoment <= now; _nextMoment = NextMoment())
        {
            if (IsSilent(_nextMoment)) continue;
            foreach (var m in _signals.At(_clock!.Read(_nextMoment)))
            {
                if (m.Cn == "2021" && !IsDialect ? _sendsStates : _sendsMoments) _fresh.Enqueue(m);
            }
        }

        if (!_signals.HasMeans || IsSilent(now)) return;
        MeasurePeriods("2051", ref _nextMinute, now);
        MeasurePeriods("2061", ref _nextHour, now);
        while (_fresh.Count > _behaviour.StoreLimit) Store(_fresh.Dequeue());
    }

    private bool IsDialect => _device.Profile.Dialect != Sources.DeviceDialect.Standard;

    private DateTimeOffset NextMoment() => _nextMoment == _firstConnected
        ? _nextMoment + (_interval * (0.5 + (_random.NextDouble() / 2)))
        : _nextMoment + _interval;

    private void MeasurePeriods(string cn, ref DateTimeOffset next, DateTimeOffset now)
    {
        var length = _signals.Length(cn);
        for (; next + length <= _clock!.Read(now); next += length) _fresh.Enqueue(_signals.Over(cn, next));
    }

    /// <summary>Sends what comes next: fresh data, then history that was asked for, then the store. False when there is nothing.</summary>
    private bool SendNext(DateTimeOffset now, List<byte[]> frames)
    {
        var after = new List<byte[]>();
        if (_fresh.TryDequeue(out var fresh)) Dispatch(fresh, false, now, frames);
        else if (NextOfHistory(after) is { } asked) Dispatch(asked, false, now, frames);
        else if (_storeMaySend && _store.TryDequeue(out var stored)) Dispatch(stored, true, now, frames);
        else return false;
        frames.AddRange(after);
        return true;
    }

    private void Store(Measurement measurement)
    {
        _store.Enqueue(measurement);
        _counters.CountBacklogged();
        if (_store.Count <= _behaviour.StoreLimit) return;
        _store.Dequeue();
        _counters.CountDropped();
    }

    private void Dispatch(Measurement measurement, bool isStored, DateTimeOffset now, List<byte[]> frames)
    {
        // Parts share the DataTime and have a QN each (HJ 212-2017, C.49 and C.50).
        var half = measurement.Values.Count / 2;
        while (half > 0 && half < measurement.Values.Count && measurement.Values[half].Code == measurement.Values[half - 1].Code) half++;
        if (half == 0 || half == measurement.Values.Count || IsDialect || !_faults.Draw(Fault.Parts))
        {
            SendFirst(measurement, null, isStored, now, frames);
            return;
        }

        SendFirst(measurement with { Values = [.. measurement.Values.Take(half)] }, (2, 1), isStored, now, frames);
        SendFirst(measurement with { Values = [.. measurement.Values.Skip(half)] }, (2, 2), isStored, now, frames);
    }

    private void SendFirst(Measurement measurement, (int, int)? part, bool isStored, DateTimeOffset now, List<byte[]> frames)
    {
        var qn = NextQn(now);
        var frame = _wording.Upload(measurement, qn, _password, _wording.CanAskForAnswer, isStored, part);
        _counters.CountSent();
        if (isStored) _counters.CountResent();
        _log?.Write("sent", _device, measurement, qn, 1);
        if (_wording.CanAskForAnswer) _waiting.Add(new Waiting(qn, "9014", frame, measurement, now));
        frames.Add(frame);
    }

    private void SendAgain(Waiting late, DateTimeOffset now, List<byte[]> frames)
    {
        if (late.Measurement is null || late.Attempts > _resends)
        {
            _waiting.Remove(late);
            if (late.Measurement is null) return;
            Store(late.Measurement);
            _storeMaySend = false;   // nobody is listening: wait for an answer to something fresh
            return;
        }

        late.Attempts++;
        late.SentAt = now;
        _counters.CountResent();
        _log?.Write("sent", _device, late.Measurement, late.Qn, late.Attempts);
        frames.Add(late.Frame);
    }

    private void BeatHeart(DateTimeOffset now, List<byte[]> frames)
    {
        if (_device.Version != ProtocolVersion.V2025 || now < _nextHeartBeat || IsSilent(now)) return;
        _nextHeartBeat = now + _behaviour.HeartBeat;
        frames.Add(_wording.Word("91", "9015", NextQn(now), _password, ""));
    }

    /// <summary>Milliseconds of the device's clock, always greater than the one before.</summary>
    private string NextQn(DateTimeOffset now)
    {
        var time = _clock!.Read(now);
        var whole = new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), time.Offset);
        _lastQn = whole > _lastQn ? whole : _lastQn.AddMilliseconds(1);
        return HjTime.FormatQn(_lastQn);
    }

    private sealed class Waiting(string qn, string cn, byte[] frame, Measurement? measurement, DateTimeOffset sentAt)
    {
        internal string Qn { get; } = qn;

        internal string Cn { get; } = cn;

        internal byte[] Frame { get; } = frame;

        internal Measurement? Measurement { get; } = measurement;

        internal DateTimeOffset SentAt { get; set; } = sentAt;

        internal int Attempts { get; set; } = 1;
    }
}
