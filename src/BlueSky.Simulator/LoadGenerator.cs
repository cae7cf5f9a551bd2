using System.Diagnostics;
using BlueSky.Hj212;

namespace BlueSky.Simulator;

/// <summary>Sends packets at a fixed rate and measures the answers, at little cost to the machine that it shares with what it measures.</summary>
public static class LoadGenerator
{
    /// <summary>Long enough that each connection has a few packets a round at the rates meant for it.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(4);

    /// <summary>Runs a plan to its end, or until cancelled.</summary>
    /// <exception cref="ArgumentException">The plan has no device, or MNs or passwords of different lengths.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The gateway cannot be reached, or cut a connection.</exception>
    public static async Task<LoadReport> Run(LoadPlan plan, CancellationToken cancellation, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Devices.Count == 0) throw new ArgumentException("A load needs at least one device.", nameof(plan));
        if (plan.Devices.Any(d => d.Mn.Length != plan.Devices[0].Mn.Length || d.Password.Length != 6)) throw new ArgumentException("All MNs must have one length and all passwords six characters.", nameof(plan));
        ArgumentOutOfRangeException.ThrowIfNegative(plan.Rate, nameof(plan));
        var connections = Math.Clamp(plan.Connections, 1, plan.Devices.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.InFlight, connections, nameof(plan));

        var now = (time ?? TimeProvider.System).GetUtcNow();
        var packets = (Math.Max(plan.Rate, 1) * plan.Duration.TotalSeconds) + (plan.WarmUpRate * plan.WarmUp.TotalSeconds);
        var seconds = Math.Ceiling(packets / plan.Devices.Count);
        // Whole seconds: that is what a packet can say.
        var first = plan.FirstDataTime ?? now.AddSeconds(-seconds);
        first = first.AddTicks(-(first.Ticks % TimeSpan.TicksPerSecond));
        var latency = new LatencyHistogram();
        var lines = new List<LoadConnection>();
        try
        {
            for (var i = 0; i < connections; i++)
            {
                var share = Enumerable.Range(0, plan.Devices.Count).Where(index => index % connections == i).ToArray();
                lines.Add(await LoadConnection.Open(plan, share, plan.Rate * share.Length / plan.Devices.Count, plan.InFlight / connections, first, HjTime.Format(now)[..8], latency, cancellation));
            }

            var start = Stopwatch.GetTimestamp();
            await Task.Factory.StartNew(
                () => Drive(plan, lines, start, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            var lastAnswer = lines.Max(l => l.LastAnswerAt);
            var elapsed = (lastAnswer > start ? Stopwatch.GetElapsedTime(start, lastAnswer) : Stopwatch.GetElapsedTime(start)) - plan.WarmUp;
            return new LoadReport(lines.Sum(l => l.Measured), lines.Sum(l => l.Answered), elapsed, latency, lines.Max(l => l.LastDataTime));
        }
        finally
        {
            foreach (var line in lines) line.Dispose();
        }
    }

    /// <summary>
    /// Gives every connection a turn, again and again. One thread that polls costs a third of what a reader and a timer per
    /// connection cost; a latency comes out longer by at most one round.
    /// </summary>
    private static void Drive(LoadPlan plan, List<LoadConnection> lines, long start, CancellationToken cancellation)
    {
        var open = lines.ToList();
        var isWarm = false;
        while (open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var begun = Stopwatch.GetTimestamp();
            if (!isWarm && Stopwatch.GetElapsedTime(start) >= plan.WarmUp)
            {
                isWarm = true;
                plan.Warm?.Invoke();
            }

            open.RemoveAll(line => !line.Turn(Stopwatch.GetElapsedTime(start)));
            var left = Round - Stopwatch.GetElapsedTime(begun);
            if (left > TimeSpan.Zero) cancellation.WaitHandle.WaitOne(left);
        }
    }
}
