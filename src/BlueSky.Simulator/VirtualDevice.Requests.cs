using System.Globalization;
using BlueSky.Hj212;

namespace BlueSky.Simulator;

/// <content>What the device does with packets from the gateway (HJ 212-2017, 6.6 and Annex C).</content>
public sealed partial class VirtualDevice
{
    private const int MostPeriods = 5_000;

    /// <summary>Takes a packet of the gateway that bears this device's MN and says what frames to send in return.</summary>
    public IReadOnlyList<byte[]> Receive(Packet packet, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(packet);
        if (_clock is null) return [];
        if (packet.Cn is "9014" or "9013")
        {
            TakeAnswer(packet, now);
            return [];
        }

        if (!_device.Profile.AcceptsCommands || packet.Cn is null or "9011" or "9012") return [];
        _counters.CountRequest();
        var frames = new List<byte[]>();
        Obey(packet, now, frames);
        return frames;
    }

    private void TakeAnswer(Packet answer, DateTimeOffset now)
    {
        var found = _waiting.Find(w => w.Qn == answer.ExchangeQn && w.Cn == answer.Cn);
        if (found?.Measurement is null) return;   // an answer to what was already answered, stored or never asked
        _waiting.Remove(found);
        _storeMaySend = true;
        _counters.CountAnswered(now - found.SentAt);
        _log?.Write("answered", _device, found.Measurement, found.Qn, found.Attempts);
    }

    private void Obey(Packet request, DateTimeOffset now, List<byte[]> frames)
    {
        if (request.Pw is not null && request.Pw != _password)
        {
            Reply(request, "9011", "QnRtn=3", frames);
            return;
        }

        switch (request.Cn)
        {
            case "2012":
                _sendsMoments = false;
                Reply(request, "9013", "", frames);
                break;
            case "2022":
                _sendsStates = false;
                Reply(request, "9013", "", frames);
                break;
            case "2011":
                Execute(request, () => Start(ref _sendsMoments), frames);
                break;
            case "2021":
                Execute(request, () => Start(ref _sendsStates), frames);
                break;
            case "1011":
                Execute(request, () => Answer(request, $"SystemTime={HjTime.Format(_clock!.Read(now))}", frames), frames);
                break;
            case "1012":
                Execute(request, () => SetClock(request, now), frames);
                break;
            case "1061":
                Execute(request, () => Answer(request, string.Create(CultureInfo.InvariantCulture, $"RtdInterval={(int)_interval.TotalSeconds}"), frames), frames);
                break;
            case "1062":
                Execute(request, () => SetNumber(request, "RtdInterval", 1, 3600, seconds => SetInterval(TimeSpan.FromSeconds(seconds), now)), frames);
                break;
            case "1063":
                Execute(request, () => Answer(request, string.Create(CultureInfo.InvariantCulture, $"MinInterval={_device.Profile.MinuteInterval}"), frames), frames);
                break;
            case "1064":
                // The minute interval is part of the register entry; a device that changed it alone would lie about its periods.
                Execute(request, () => SetNumber(request, "MinInterval", _device.Profile.MinuteInterval, _device.Profile.MinuteInterval, _ => { }), frames);
                break;
            case "1000":
                Execute(request, () => SetTimeout(request), frames);
                break;
            case "1072":
                Execute(request, () => SetPassword(request), frames);
                break;
            case "2051" or "2061" or "2031" when _signals.HasMeans:
                Replay(request, now, frames);
                break;
            default:
                Reply(request, "9011", "QnRtn=8", frames);
                break;
        }
    }

    /// <summary>请求应答 9011, the work, 执行结果 9012.</summary>
    private void Execute(Packet request, Func<int> work, List<byte[]> frames)
    {
        Reply(request, "9011", "QnRtn=1", frames);
        var result = work();
        Reply(request, "9012", string.Create(CultureInfo.InvariantCulture, $"ExeRtn={result}"), frames);
    }

    private void Reply(Packet request, string cn, string area, List<byte[]> frames) =>
        frames.Add(_wording.Word("91", cn, request.ExchangeQn ?? "", _password, area));

    private int Answer(Packet request, string area, List<byte[]> frames)
    {
        frames.Add(_wording.Word(_device.Profile.SystemCode, request.Cn!, request.ExchangeQn ?? "", _password, area));
        return 1;
    }

    private int SetClock(Packet request, DateTimeOffset now)
    {
        if (!TryTime(request, "SystemTime", out var time)) return 3;
        _clock!.Set(time, now);
        var local = _clock.Read(now);
        // A clock set back must not measure the same period twice; one set forward leaves a gap, as in the field.
        if (_signals.HasMeans)
        {
            _nextMinute = Later(_nextMinute, _signals.PeriodStart("2051", local));
            _nextHour = Later(_nextHour, _signals.PeriodStart("2061", local));
        }

        return 1;
    }

    private void SetInterval(TimeSpan interval, DateTimeOffset now)
    {
        _interval = interval;
        _nextMoment = now + interval;
    }

    private int SetTimeout(Packet request)
    {
        var result = SetNumber(request, "OverTime", 1, 99, seconds => _answerTimeout = TimeSpan.FromSeconds(seconds));
        return result == 1 ? SetNumber(request, "ReCount", 1, 99, count => _resends = count) : result;
    }

    private static int Start(ref bool sends)
    {
        sends = true;
        return 1;
    }

    private int SetPassword(Packet request)
    {
        if (request.Fields.GetValueOrDefault("NewPW") is not { Length: 6 } password) return 3;
        _password = password;
        return 1;
    }

    private static int SetNumber(Packet request, string field, int minimum, int maximum, Action<int> set)
    {
        if (!int.TryParse(request.Fields.GetValueOrDefault(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < minimum || number > maximum)
        {
            return 3;
        }

        set(number);
        return 1;
    }

    /// <summary>
    /// History: 9011, every complete period whose start lies within BeginTime..EndTime (both included) at the pace of its answers, 9012 after
    /// the last; ExeRtn=100 when there is none, 3 when the span cannot be read.
    /// </summary>
    private void Replay(Packet request, DateTimeOffset now, List<byte[]> frames)
    {
        Reply(request, "9011", "QnRtn=1", frames);
        if (!TryTime(request, "BeginTime", out var begin) || !TryTime(request, "EndTime", out var end) || end < begin)
        {
            Reply(request, "9012", "ExeRtn=3", frames);
            return;
        }

        var cn = request.Cn!;
        var length = _signals.Length(cn);
        var oldest = _clock!.Read(_firstConnected - _behaviour.History);
        var local = _clock.Read(now);
        var start = _signals.PeriodStart(cn, Later(begin, oldest));
        if (start < begin || start < oldest) start += length;
        var asked = new Replaying(request);
        for (; start <= end && start + length <= local && asked.Rest.Count < MostPeriods; start += length) asked.Rest.Enqueue(_signals.Over(cn, start));
        if (asked.Rest.Count == 0) Reply(request, "9012", "ExeRtn=100", frames);
        else _replays.Enqueue(asked);
    }

    /// <summary>The next packet of the history asked first; says 9012 when the last one was taken.</summary>
    private Measurement? NextOfHistory(List<byte[]> after)
    {
        if (!_replays.TryPeek(out var asked)) return null;
        var next = asked.Rest.Dequeue();
        if (asked.Rest.Count > 0) return next;
        _replays.Dequeue();
        Reply(asked.Request, "9012", "ExeRtn=1", after);
        return next;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static bool TryTime(Packet request, string field, out DateTimeOffset time) =>
        HjTime.TryParse(System.Text.Encoding.ASCII.GetBytes(request.Fields.GetValueOrDefault(field) ?? ""), out time);

    private sealed class Replaying(Packet request)
    {
        internal Packet Request { get; } = request;

        internal Queue<Measurement> Rest { get; } = new();
    }
}
