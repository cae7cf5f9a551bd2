namespace BlueSky.Gateway;

/// <summary>A request to a device (请求命令).</summary>
/// <param name="Command">CN, e.g. <c>1012</c>.</param>
/// <param name="Span">The history asked for; null for anything else.</param>
/// <param name="Order">Id of the person's request that it belongs to; null for what the gateway asks by itself.</param>
internal sealed record DeviceRequest(string Command, HistorySpan? Span = null, string? Order = null)
{
    /// <summary>True for back-fill, which waits for everything else.</summary>
    public bool IsHistory => Span is not null;
}

/// <summary>How a request ended.</summary>
internal enum RequestOutcome
{
    /// <summary>Still open.</summary>
    Pending,

    /// <summary>ExeRtn=1.</summary>
    Done,

    /// <summary>ExeRtn=100: the device has nothing for it.</summary>
    NoData,

    /// <summary>QnRtn or ExeRtn says no.</summary>
    Refused,

    /// <summary>No answer after the last re-send, or silence after it was accepted.</summary>
    TimedOut,
}

/// <summary>
/// The requests to one device: one at a time, re-sent on silence (HJ 212-2017 6.6: 10 s, 3 re-sends), history last. A device
/// that refuses or ignores history is not asked again in this session, but where a person asks. Pure: time comes in, requests come out.
/// Not thread-safe: the session's lock guards it.
/// </summary>
internal sealed class RequestLine(TimeSpan timeout, int resends, TimeSpan execution)
{
    private const int MaxQueued = 64;
    private readonly LinkedList<DeviceRequest> _queue = [];
    private readonly Queue<string> _recentQns = new();
    private DateTimeOffset _since;
    private int _sent;
    private bool _accepted;
    private bool _historyEnded;

    /// <summary>The request now open; null when none is.</summary>
    public DeviceRequest? Open { get; private set; }

    /// <summary>The QN of the open request; empty when none is.</summary>
    public string OpenQn { get; private set; } = "";

    /// <summary>Requests that wait.</summary>
    public int Queued => _queue.Count;

    /// <summary>True when the next thing to do is history.</summary>
    public bool NextIsHistory => Open is null && _queue.First?.Value.IsHistory == true;

    /// <summary>Queues a request; the same one twice is one. History beyond the bound is dropped: it will be seen missing again.</summary>
    public void Add(DeviceRequest request)
    {
        var sameOpen = request == Open || (Open is not null && !request.IsHistory && Open.Command == request.Command);
        if (sameOpen || _queue.Contains(request) || (request is { IsHistory: true, Order: null } && (_historyEnded || _queue.Count >= MaxQueued))) return;
        if (request.IsHistory)
        {
            _queue.AddLast(request);
            return;
        }

        var sameCommand = _queue.FirstOrDefault(r => !r.IsHistory && r.Command == request.Command);
        if (sameCommand is not null) _queue.Remove(sameCommand);
        _queue.AddFirst(request);
    }

    /// <summary>What is to be sent now: the next request, or the open one again. Null when nothing is.</summary>
    /// <param name="now">The clock.</param>
    /// <param name="mayBackfill">False holds history back.</param>
    /// <param name="newQn">Makes a QN.</param>
    /// <param name="ended">How the open request ended, when it ended by time-out in this call.</param>
    public DeviceRequest? Due(DateTimeOffset now, bool mayBackfill, Func<string> newQn, out RequestOutcome ended)
    {
        ended = RequestOutcome.Pending;
        if (Open is not null)
        {
            if (now - _since < (_accepted ? execution : timeout)) return null;
            if (!_accepted && _sent <= resends)
            {
                _sent++;
                _since = now;
                return Open;
            }

            ended = RequestOutcome.TimedOut;
            Close(endHistory: Open.IsHistory);
        }

        if (_queue.First is not { } next || (next.Value.IsHistory && !mayBackfill)) return null;
        _queue.RemoveFirst();
        Open = next.Value;
        OpenQn = newQn();
        _recentQns.Enqueue(OpenQn);
        if (_recentQns.Count > 8) _recentQns.Dequeue();
        (_since, _sent, _accepted) = (now, 1, false);
        return Open;
    }

    /// <summary>
    /// Takes 9011, 9012 or 9013. An answer under the QN of an earlier request is late and says nothing; one under a
    /// strange or no QN belongs to the open request (hj212.md 9.2).
    /// </summary>
    public RequestOutcome Answer(string qn, int? qnRtn, int? exeRtn, bool isNoticeAnswer, DateTimeOffset now)
    {
        if (Open is null || (qn != OpenQn && _recentQns.Contains(qn))) return RequestOutcome.Pending;
        if (exeRtn is { } code)
        {
            var outcome = code switch { 1 => RequestOutcome.Done, 100 => RequestOutcome.NoData, _ => RequestOutcome.Refused };
            Close(endHistory: Open.IsHistory && outcome == RequestOutcome.Refused);
            return outcome;
        }

        if (isNoticeAnswer)
        {
            Close(endHistory: false);
            return RequestOutcome.Done;
        }

        if (qnRtn is null) return RequestOutcome.Pending;
        if (qnRtn != 1)
        {
            Close(endHistory: Open.IsHistory);
            return RequestOutcome.Refused;
        }

        (_accepted, _since) = (true, now);
        return RequestOutcome.Pending;
    }

    /// <summary>Data of the open history request came in: the device is at work, its time starts anew.</summary>
    public void Progress(string command, DateTimeOffset now)
    {
        if (Open is { IsHistory: true } && Open.Command == command && _accepted) _since = now;
    }

    /// <summary>True while something of a person's request is open or waits.</summary>
    public bool Holds(string order) => Open?.Order == order || _queue.Any(r => r.Order == order);

    /// <summary>Takes out what waits of history: of a person's request, or for null what the gateway asks by itself.</summary>
    public void Drop(string? order)
    {
        for (var node = _queue.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.IsHistory && node.Value.Order == order) _queue.Remove(node);
            node = next;
        }
    }

    private void Close(bool endHistory)
    {
        var order = Open?.Order;
        (Open, OpenQn) = (null, "");
        if (!endHistory) return;
        _historyEnded |= order is null;
        Drop(order);
    }
}
