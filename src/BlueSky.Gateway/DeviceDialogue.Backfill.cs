using System.Globalization;
using BlueSky.Devices;
using BlueSky.Sources;

namespace BlueSky.Gateway;

// What a person asks the device for (补传), between its grain and the line of requests.
internal sealed partial class DeviceDialogue
{
    private BackfillRun? _run;

    /// <summary>What became of the request that this session has taken; null when it has none.</summary>
    public BackfillProgress? Backfill
    {
        get { lock (_gate) return _run?.Progress; }
    }

    /// <summary>True while a person's request is carried out.</summary>
    public bool IsBackfilling
    {
        get { lock (_gate) return _run is { IsRunning: true }; }
    }

    /// <summary>Takes what the device's grain wants asked; null for nothing: then what waits of a former request is not sent any more.</summary>
    public void Take(BackfillTask? task)
    {
        lock (_gate)
        {
            if (task?.Id == _run?.Id || (task is null && _run is not { IsRunning: true })) return;
            if (_run is not null) _line.Drop(_run.Id);
            _run = task is null ? null : new BackfillRun(task);
            if (_run is null) return;
            var period = Devices.Backfill.LengthOf(profile, _run.Order.Period);
            foreach (var span in GapFinder.Of(_run.Order, period)) _line.Add(new DeviceRequest(_run.Command, Stamped(span, period), _run.Id));
        }
    }

    /// <summary>An upload is stored, or was there already.</summary>
    public void Committed(Observation observation, IngestResult result)
    {
        lock (_gate) _run?.Committed(observation, result);
    }

    private static string ReasonOf(int? qnRtn, int? exeRtn) =>
        exeRtn is { } executed ? string.Create(CultureInfo.InvariantCulture, $"ExeRtn={executed}")
        : qnRtn is { } asked ? string.Create(CultureInfo.InvariantCulture, $"QnRtn={asked}")
        : "";

    private void SpanEnded(DeviceRequest? open, RequestOutcome outcome, string reason)
    {
        if (outcome == RequestOutcome.Pending || _run is null || open?.Order != _run.Id) return;
        _run.SpanEnded(outcome, reason, !_line.Holds(_run.Id));
    }
}
