using System.Globalization;
using System.Text;
using BlueSky.Simulator;

namespace BlueSky.Testing;

/// <summary>A run in words: what was done, how long who waited, and what happened around what is wrong.</summary>
internal static class HistoryReport
{
    private const int FindingsShown = 20;
    private const int EntriesAround = 40;
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(15);

    /// <summary>Counts and waits.</summary>
    public static string Of(History history, IReadOnlyList<LoggedPacket> log, SimulationCounters counters, Watcher watcher)
    {
        var text = new StringBuilder();
        var waits = Waits(log).OrderByDescending(w => w.Waited).ToList();
        text.AppendLine(CultureInfo.InvariantCulture, $"{counters.Sent} packets sent, {counters.Answered} answered, {counters.Resent} sent again, {counters.Backlogged} stored by devices meanwhile, {counters.Connections} connections");
        text.AppendLine(CultureInfo.InvariantCulture, $"{history.Answers.Count} answered values, {history.View.Count} stored, {history.Problems.Count} problems, {history.Problems.Count(p => p.IsOpen)} of them open");
        text.AppendLine(CultureInfo.InvariantCulture, $"{history.Looks.Count} looks at the open problems, {watcher.Failures} not answered");
        if (waits.Count > 0)
            text.AppendLine(CultureInfo.InvariantCulture, $"wait from first sending to answer: median {waits[waits.Count / 2].Waited.TotalMilliseconds:0} ms, longest {waits[0].Waited.TotalSeconds:0.0} s ({waits[0].Mn}, sent {HistoryChecker.Clock(waits[0].From)})");
        text.Append(CultureInfo.InvariantCulture, $"longest time without any answer: {LongestSilence(log).TotalSeconds:0.0} s");
        return text.ToString();
    }

    /// <summary>What is wrong, each with what was done to the cluster and what its device sent and got around it.</summary>
    public static string Of(IReadOnlyList<Finding> findings, IReadOnlyList<Happening> happenings, IReadOnlyList<LoggedPacket> log)
    {
        var text = new StringBuilder();
        foreach (var kind in findings.GroupBy(f => f.Promise)) text.AppendLine(CultureInfo.InvariantCulture, $"{kind.Count()} × “{kind.Key}” broken");
        foreach (var finding in findings.GroupBy(f => f.Promise).SelectMany(g => g.Take(FindingsShown / 4)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {finding.Promise}: {finding.Text}");
            if ((finding.At ?? log.FirstOrDefault(p => p.Mn == finding.Mn && p.Qn == finding.Qn)?.At) is not { } at) continue;
            var lines = happenings.Where(h => (h.At - at).Duration() < Around).Select(h => (h.At, Line: h.What))
                .Concat(log.Where(p => p.Mn == finding.Mn && (p.At - at).Duration() < Around)
                    .Select(p => (p.At, Line: $"{p.Mn} {p.Event} {p.Cn} of {p.DataTime:HH:mm:ss}, QN {p.Qn}, attempt {p.Attempt}")));
            foreach (var (when, line) in lines.OrderBy(l => (l.At - at).Duration()).Take(EntriesAround).OrderBy(l => l.At))
                text.AppendLine(CultureInfo.InvariantCulture, $"    {HistoryChecker.Clock(when)}  {line}");
        }

        return text.ToString();
    }

    private static IEnumerable<(string Mn, TimeSpan From, TimeSpan Waited)> Waits(IReadOnlyList<LoggedPacket> log)
    {
        var first = new Dictionary<(string, string, DateTimeOffset, string), TimeSpan>();
        foreach (var packet in log)
        {
            // Parts of a packet share its time and differ in what they hold.
            var key = (packet.Mn, packet.Cn, packet.DataTime, packet.Values.Keys.FirstOrDefault("") + packet.Values.GetValueOrDefault("i41019-Info"));
            if (packet.Event == "sent") first.TryAdd(key, packet.At);
            else if (first.Remove(key, out var from)) yield return (packet.Mn, from, packet.At - from);
        }
    }

    private static TimeSpan LongestSilence(IReadOnlyList<LoggedPacket> log)
    {
        var answers = log.Where(p => p.Event == "answered").Select(p => p.At).Order().ToList();
        return answers.Count < 2 ? TimeSpan.Zero : answers.Zip(answers.Skip(1)).Max(pair => pair.Second - pair.First);
    }
}
