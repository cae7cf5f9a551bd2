using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Credit;

/// <summary>
/// Reads the credit facts out of a problem's events. Only events that a problem never drops are read (its decisions and its first step), so
/// the same events up to the same number give the same facts for ever.
/// </summary>
public static class LoopFacts
{
    /// <summary>
    /// What a problem tells. Nothing before it is assigned, since nobody has confirmed it; nothing when it was withdrawn as a false alarm;
    /// nothing when it was merged, since it is then counted as part of the other.
    /// </summary>
    /// <param name="id">Id of the problem.</param>
    /// <param name="history">Its events in order.</param>
    /// <param name="upTo">Number of the last event to read; the later ones had not happened yet.</param>
    public static CaseFacts Of(string id, IEnumerable<ViolationEvent> history, int upTo = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(history);
        var events = history.Where(e => e.Number <= upTo).OrderBy(e => e.Number).ToList();
        if (events.Exists(e => e is Withdrawn or MergedInto) || events.OfType<RuleStepped>().FirstOrDefault() is not { } found) return CaseFacts.None;

        var rested = events.OfType<Suspended>().Select(e => e.Cause).Distinct().Order().ToList();
        CreditFact Fact(ViolationEvent e, CreditOccasion on, Severity severity) => new()
        {
            Line = $"{id}#{e.Number}", At = e.At, On = on, Kind = found.Placement?.Kind ?? "", Case = id, Rule = found.Step.RuleId, Severity = severity,
            Count = found.Step.Value is { } value && found.Step.Unit == "项" ? (int)Math.Clamp(value, 0, 1_000) : 0, RestedFor = rested,
        };

        var (facts, spans) = (new List<CreditFact>(), new List<OpenSpan>());
        Severity? worst = null;
        foreach (var one in events)
        {
            if (OrderOf(one) is { } order && (worst is null || order.Severity > worst))
            {
                facts.Add(Fact(one, CreditOccasion.Problem, order.Severity) with { Before = worst });
                worst = order.Severity;
            }

            if (one is Assigned or Reopened) spans.Add(new OpenSpan(id, one.At, null));
            if (one is Closed && spans.Count > 0) spans[^1] = spans[^1] with { To = one.At };
            if (worst is not { } severity) continue;
            if (one is Escalated step) facts.Add(Fact(one, CreditOccasion.Supervision, severity) with { Level = step.Level });
            if (one is RectificationRejected) facts.Add(Fact(one, CreditOccasion.Rejected, severity));
            // Its own line beside a worse severity: coming back is what is held against it here.
            if (one is Reopened) facts.Add(Fact(one, CreditOccasion.Reopened, severity) with { Line = $"{id}#{one.Number}r" });
        }

        return new CaseFacts(facts, spans);
    }

    private static Order? OrderOf(ViolationEvent one) => one switch
    {
        Assigned e => e.Order,
        Reassigned e => e.Order,
        Hastened e => e.Order,
        Reopened e => e.Order,
        _ => null,
    };
}
