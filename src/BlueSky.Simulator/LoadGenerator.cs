using System.Diagnostics;
using BlueSky.Hj212;

namespace BlueSky.Simulator;

/// <summary>Sends packets at a fixed rate and measures the answers, at little cost to the machine that it shares with what it measures.</summary>
public static class LoadGenerator
{
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
        var seconds = Math.Ceiling(Math.Max(plan.Rate, 1) * plan.Duration.TotalSeconds / plan.Devices.Count);
        var first = plan.FirstDataTime ?? now.AddSeconds(-seconds);
        var latency = new LatencyHistogram();
        var lines = new List<LoadConnection>();
        try
        {
            for (var i = 0; i < connections; i++)
            {
                var share = plan.Devices.Where((_, index) => index % connections == i).ToList();
                lines.Add(await LoadConnection.Open(plan, share, plan.Rate * share.Count / plan.Devices.Count, plan.InFlight / connections, first, HjTime.Format(now)[..8], latency, cancellation));
            }

            var start = Stopwatch.GetTimestamp();
            await Task.WhenAll(lines.Select(l => Task.Run(() => l.Run(start, cancellation), cancellation)));
            var lastAnswer = lines.Max(l => l.LastAnswerAt);
            var elapsed = lastAnswer > start ? Stopwatch.GetElapsedTime(start, lastAnswer) : Stopwatch.GetElapsedTime(start);
            return new LoadReport(lines.Sum(l => l.Sent), lines.Sum(l => l.Answered), elapsed, latency);
        }
        finally
        {
            foreach (var line in lines) line.Dispose();
        }
    }
}
