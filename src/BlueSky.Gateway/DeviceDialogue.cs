using BlueSky.Devices;
using BlueSky.Hj212;
using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>
/// What the gateway has to say to one device besides answers: the right time, and which history it owes
/// (HJ 212-2017 6.7, hj212.md sections 9.5, 11, 16). A device that takes no commands is only watched. Thread-safe.
/// </summary>
internal sealed partial class DeviceDialogue(DeviceProfile profile, GatewayOptions options, BackfillGate backfills, GatewayMetrics metrics)
{
    private static readonly TimeSpan SetClockAtMostEvery = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly ClockDrift _drift = new();
    private readonly RequestLine _line = new(options.RequestTimeout, options.RequestResends, options.ExecutionTimeout);
    private readonly TimeSpan _minute = TimeSpan.FromMinutes(Math.Max(1, profile.MinuteInterval));
    private DateTimeOffset _newestInstant;
    private DateTimeOffset _newestMinute;
    private DateTimeOffset _newestHour;
    private DateTimeOffset _clockSetAt = DateTimeOffset.MinValue;
    private DateTimeOffset _lastQn;
    private ProtocolVersion _version = ProtocolVersion.V2017;
    private bool _sendsMinutes;
    private bool _backfilling;

    /// <summary>Median clock drift in seconds, positive when the device is slow; null while not known.</summary>
    public double? DriftSeconds
    {
        get { lock (_gate) return _drift.Median; }
    }

    /// <summary>The device was admitted: asks for what is missing between what the source has and now.</summary>
    public void Begin(AdmissionAnswer answer, DateTimeOffset now)
    {
        lock (_gate)
        {
            _newestInstant = now;
            _newestMinute = GapFinder.Floor(now, _minute);
            _newestHour = GapFinder.Floor(now, TimeSpan.FromHours(1));
            _sendsMinutes = answer.LastMinuteAt is not null;
            if (!profile.AcceptsCommands) return;
            foreach (var span in GapFinder.Since(answer.LastMinuteAt ?? answer.LastInstantAt, now, _minute, options.BackfillAtMost))
                Ask("2051", span, _minute);
            foreach (var span in GapFinder.Since(answer.LastHourAt, now, TimeSpan.FromHours(1), options.BackfillAtMost))
                Ask("2061", span, TimeSpan.FromHours(1));
            if (options.StartUploadOnConnect) _line.Add(new DeviceRequest("2011"));
        }
    }

    /// <summary>An upload came: its clock, and whether the stream jumped. True when there is something to ask now.</summary>
    public bool Observed(Observation observation, DateTimeOffset? qn, bool resent, ProtocolVersion version)
    {
        lock (_gate)
        {
            _version = version;
            switch (observation.Period)
            {
                case Period.Instant:
                    _drift.Take(observation.ReceivedAt, observation.DataTime, qn, profile.ReportSeconds, resent);
                    SeeInstant(observation, resent);
                    if (Math.Abs(_drift.Median ?? 0) > options.MaxDrift.TotalSeconds) WantClock(observation.ReceivedAt);
                    break;
                case Period.Minute:
                    See(ref _newestMinute, observation, "2051", _minute, resent);
                    _sendsMinutes = true;
                    break;
                case Period.Hour:
                    See(ref _newestHour, observation, "2061", TimeSpan.FromHours(1), resent);
                    break;
                case Period.Day:
                    _line.Progress("2031", observation.ReceivedAt);
                    break;
            }

            return _line.Open is null && _line.Queued > 0;
        }
    }

    /// <summary>The device asks for the time (1013) or sends times that lie in the future.</summary>
    /// <param name="now">The clock.</param>
    /// <param name="asked">True for 1013: then the time is sent even when it was sent a moment ago.</param>
    public void ClockWrong(DateTimeOffset now, bool asked)
    {
        lock (_gate)
        {
            if (asked) _clockSetAt = DateTimeOffset.MinValue;
            WantClock(now);
        }
    }

    /// <summary>9011, 9012, 9013 came. Gives back words for the operator when the request failed, else null.</summary>
    public string? Replied(string qn, int? qnRtn, int? exeRtn, bool notice, DateTimeOffset now)
    {
        lock (_gate)
        {
            var (open, command) = (_line.Open, _line.Open?.Command ?? "");
            var outcome = _line.Answer(qn, qnRtn, exeRtn, notice, now);
            LeaveWhenDone();
            if (qnRtn == 1 && _line.Open is { Order: not null } accepted && accepted.Order == _run?.Id) _run.Accepted();
            SpanEnded(open, outcome, ReasonOf(qnRtn, exeRtn));
            return outcome == RequestOutcome.Pending ? null : Ended(command, outcome, exeRtn ?? qnRtn);
        }
    }

    /// <summary>The request to send now; null when there is none.</summary>
    /// <param name="now">The clock.</param>
    /// <param name="mayBackfill">False while the gateway is busy: fresh data go first.</param>
    /// <param name="mn">The device's MN.</param>
    /// <param name="password">The PW every request must carry.</param>
    /// <param name="failure">Words for the operator when the open request has just failed, else null.</param>
    public PacketDraft? Due(DateTimeOffset now, bool mayBackfill, string mn, Func<string> password, out string? failure)
    {
        failure = null;
        lock (_gate)
        {
            if (_line.Open is null && _line.Queued == 0) return null;
            var (open, command) = (_line.Open, _line.Open?.Command ?? "");
            if (_line.NextIsHistory && !_backfilling) _backfilling = mayBackfill && backfills.TryEnter();
            var request = _line.Due(now, mayBackfill && _backfilling, () => NewQn(now), out var ended);
            LeaveWhenDone();
            if (ended != RequestOutcome.Pending) failure = Ended(command, ended, null);
            SpanEnded(open, ended, "");
            if (request is null) return null;
            metrics.Request(request.Command, "sent");
            return Draft(request, new Address(profile.SystemCode, mn, password(), _version), now) with { Qn = _line.OpenQn };
        }
    }

    /// <summary>The session is over: gives back what it holds.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_backfilling) backfills.Leave();
            _backfilling = false;
        }
    }

    private static PacketDraft Draft(DeviceRequest request, Address to, DateTimeOffset now) => request switch
    {
        { Span: { } span } => Requests.History(to, request.Command, now, span.Begin, span.End),
        { Command: "1012" } => Requests.SetClock(to, now),
        _ => Requests.StartRealTime(to, now),
    };

    private string? Ended(string command, RequestOutcome outcome, int? code)
    {
        metrics.Request(command, outcome.ToString());
        if (command == "1012" && outcome == RequestOutcome.Done) _drift.Reset();
        return outcome switch
        {
            RequestOutcome.Refused => $"设备拒绝命令 {command}（返回 {code}）",
            RequestOutcome.TimedOut => $"设备对命令 {command} 无应答（重发 {options.RequestResends} 次后放弃）",
            _ => null,
        };
    }

    private void SeeInstant(Observation o, bool resent)
    {
        if (resent || o.DataTime <= _newestInstant) return;
        var jump = o.DataTime - _newestInstant > 2 * TimeSpan.FromSeconds(profile.ReportSeconds);
        if (jump && !_sendsMinutes && profile.AcceptsCommands && o.DataTime <= o.ReceivedAt + options.MaxLead)
        {
            foreach (var span in GapFinder.Between(GapFinder.Floor(_newestInstant, _minute), GapFinder.Floor(o.DataTime, _minute), _minute))
                Ask("2051", span, _minute);
        }

        _newestInstant = o.DataTime;
    }

    private void See(ref DateTimeOffset newest, Observation o, string command, TimeSpan period, bool resent)
    {
        _line.Progress(command, o.ReceivedAt);
        if (resent || o.DataTime <= newest) return;
        if (profile.AcceptsCommands && o.DataTime <= o.ReceivedAt + options.MaxLead)
        {
            foreach (var span in GapFinder.Between(newest, o.DataTime, period)) Ask(command, span, period);
        }

        newest = o.DataTime;
    }

    private void Ask(string command, HistorySpan span, TimeSpan period)
    {
        if (options.BackfillAtMost == TimeSpan.Zero) return;
        _line.Add(new DeviceRequest(command, Stamped(span, period)));
    }

    private HistorySpan Stamped(HistorySpan span, TimeSpan period) =>
        profile.StampsPeriodEnd ? new(span.Begin + period, span.End + period) : span;

    private void WantClock(DateTimeOffset now)
    {
        if (!profile.AcceptsCommands || now - _clockSetAt < SetClockAtMostEvery) return;
        _clockSetAt = now;
        _line.Add(new DeviceRequest("1012"));
    }

    private void LeaveWhenDone()
    {
        if (!_backfilling || _line.Open?.IsHistory == true) return;
        _backfilling = false;
        backfills.Leave();
    }

    /// <summary>A QN of now that no earlier request of this session had.</summary>
    private string NewQn(DateTimeOffset now)
    {
        _lastQn = now > _lastQn ? now : _lastQn.AddMilliseconds(1);
        return HjTime.FormatQn(_lastQn);
    }
}
