using System.Globalization;
using BlueSky.Sources;

namespace BlueSky.Testing;

/// <summary>
/// Holds a history against the promises. Pure: a history in, a list of findings out, so that made-up bad histories can show that it
/// would see each kind of fault.
/// </summary>
internal static class HistoryChecker
{
    public const string Kept = "what was answered is stored";
    public const string Once = "nothing is counted twice";
    public const string Seen = "a source has seen all that is stored of it";
    public const string OneOpen = "one open problem per source, rule and point";
    public const string StepsKept = "a step that was shown stays";
    public const string Follows = "open problems follow from the readings";
    public const string Counts = "a town's counts are its sources'";
    public const string SameDigits = "an assessment recomputes to the same digits";

    public static IReadOnlyList<Finding> Check(History history)
    {
        var expected = history.Stored.ToDictionary(s => s.Registration.Id, s => new Recomputation(s.Registration, s.Journal), StringComparer.Ordinal);
        return
        [
            .. AnswersKept(history),
            .. CountedOnce(history),
            .. ViewIsTheJournal(history),
            .. SeenByTheSource(history, expected),
            .. OneOpenAtAnyMoment(history),
            .. ShownStepsStay(history),
            .. OpenFollows(history, expected),
            .. TownsCount(history, expected),
            .. AssessmentsEqual(history),
        ];
    }

    private static IEnumerable<Finding> AnswersKept(History history)
    {
        var stored = new Dictionary<ValueKey, object>();
        foreach (var value in Values(history.Stored).Where(v => !v.IsRevision)) stored.TryAdd(value.Key, value.Value);
        foreach (var answer in history.Answers)
        {
            if (stored.TryGetValue(answer.Key, out var value) && Digits(value) == Digits(answer.Value)) continue;
            yield return new Finding(
                Kept, $"{answer.Key} = {Digits(answer.Value)}, QN {answer.Qn}, answered {Before(history, answer.At)}; the store has {(value is null ? "nothing" : Digits(value))}",
                answer.At, answer.Key.Mn, answer.Qn);
        }
    }

    /// <summary>Arrivals 1 to n without gap or double, and no identity of a value twice among the values that count.</summary>
    private static IEnumerable<Finding> CountedOnce(History history)
    {
        foreach (var source in history.Stored)
        {
            for (var i = 0; i < source.Journal.Count; i++)
            {
                if (source.Journal[i].Arrival == i + 1) continue;
                var at = source.Journal[i];
                yield return new Finding(
                    Once, $"{source.Registration.Id}: place {i + 1} of its journal has arrival {at.Arrival} (data of {at.DataTime:HH:mm:ss}, QN {at.Qn}, received {at.ReceivedAt:HH:mm:ss.fff})",
                    Mn: at.Mn, Qn: at.Qn);
                break;
            }
        }

        foreach (var twice in Values(history.Stored).Where(v => !v.IsRevision).GroupBy(v => v.Key).Where(g => g.Skip(1).Any()))
            yield return new Finding(Once, $"{twice.Key} is stored {twice.Count()} times: {string.Join(", ", twice.Select(v => Digits(v.Value)))}", Mn: twice.Key.Mn);
    }

    private static IEnumerable<Finding> ViewIsTheJournal(History history)
    {
        var left = Values(history.Stored).GroupBy(Row).ToDictionary(g => g.Key, g => g.Count());
        foreach (var row in history.View.Select(Row))
        {
            if (!left.TryGetValue(row, out var count) || count == 0) yield return new Finding(Once, $"the view reading has a row more: {row}");
            else left[row] = count - 1;
        }

        foreach (var (row, count) in left.Where(l => l.Value > 0)) yield return new Finding(Kept, $"the view reading lacks {count} × {row}");

        static string Row(ViewRow v) => $"{v.SourceId} {v.Key} = {Digits(v.Value)}{(v.IsRevision ? " (revision)" : "")}";
    }

    private static IEnumerable<Finding> SeenByTheSource(History history, Dictionary<string, Recomputation> expected)
    {
        var journals = history.Stored.ToDictionary(s => s.Registration.Id, s => s.Journal, StringComparer.Ordinal);
        foreach (var shown in history.Shown)
        {
            if (!journals.TryGetValue(shown.SourceId, out var journal))
            {
                yield return new Finding(Seen, $"{shown.SourceId} by {shown.Who}: the lists do not have it");
                continue;
            }

            var mn = journal.Count > 0 ? journal[^1].Mn : null;
            if (shown.Observations != journal.Count)
                yield return new Finding(Seen, $"{shown.SourceId} by {shown.Who}: it has seen {shown.Observations} observations, stored are {journal.Count}", Mn: mn);
            var says = expected[shown.SourceId];
            if (shown.Status != says.Status || Differ(shown.Open, says.Open))
                yield return new Finding(Seen, $"{shown.SourceId} by {shown.Who}: {shown.Status} with {Words(shown.Open)}; its readings say {says.Status} with {Words(says.Open)}", Mn: mn);
        }
    }

    private static IEnumerable<Finding> OneOpenAtAnyMoment(History history) => history.Looks
        .Append(new Look(TimeSpan.MaxValue, [.. history.Problems.Where(p => p.IsOpen)]))
        .SelectMany(look => look.Open.GroupBy(p => (p.SourceId, p.RuleId, p.Point)).Where(g => g.Skip(1).Any()).Select(g => (look.At, g)))
        .DistinctBy(x => (x.g.Key, string.Join(' ', x.g.Select(p => p.ViolationId).Order(StringComparer.Ordinal))))
        .Select(x => new Finding(OneOpen, $"open at once: {string.Join(", ", x.g.Select(p => p.ViolationId))}", x.At == TimeSpan.MaxValue ? null : x.At));

    private static IEnumerable<Finding> ShownStepsStay(History history)
    {
        var last = history.Problems.ToDictionary(p => p.ViolationId, p => p.Step, StringComparer.Ordinal);
        var highest = new Dictionary<string, (int Step, TimeSpan At)>(StringComparer.Ordinal);
        foreach (var look in history.Looks.OrderBy(l => l.At))
        {
            foreach (var shown in look.Open)
            {
                if (highest.TryGetValue(shown.ViolationId, out var before) && before.Step > shown.Step)
                    yield return new Finding(StepsKept, $"{shown.ViolationId}: step {before.Step} was shown at {Clock(before.At)}, then step {shown.Step}", look.At);
                else highest[shown.ViolationId] = (shown.Step, look.At);
            }
        }

        foreach (var (id, (step, at)) in highest)
        {
            if (!last.TryGetValue(id, out var end)) yield return new Finding(StepsKept, $"{id}: step {step} was shown, at the end there is no such problem", at);
            else if (end < step) yield return new Finding(StepsKept, $"{id}: step {step} was shown, at the end it is step {end}", at);
        }
    }

    private static IEnumerable<Finding> OpenFollows(History history, Dictionary<string, Recomputation> expected)
    {
        var follow = expected.Values.SelectMany(r => r.Open).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        var shown = history.Problems.Where(p => p.IsOpen).Select(p => p.ViolationId).ToHashSet(StringComparer.Ordinal);
        foreach (var id in follow.Except(shown)) yield return new Finding(Follows, $"{id}: the readings say it is open, the list does not");
        foreach (var id in shown.Except(follow)) yield return new Finding(Follows, $"{id}: the list says it is open, the readings do not");
    }

    private static IEnumerable<Finding> TownsCount(History history, Dictionary<string, Recomputation> expected)
    {
        foreach (var town in history.Towns)
        {
            if (RollupWords.Of(town.Held) is var held && RollupWords.Of(town.Recounted) is var recounted && held != recounted)
                yield return new Finding(Counts, $"{town.Code} held {held}; recounted {recounted}");
            var own = history.Stored.Where(s => s.Registration.Town == town.Code).Select(s => expected[s.Registration.Id]).ToList();
            var statuses = own.GroupBy(r => r.Status).ToDictionary(g => g.Key, g => g.Count());
            if (statuses.Count != town.Recounted.ByStatus.Count || statuses.Any(s => town.Recounted.ByStatus.GetValueOrDefault(s.Key) != s.Value))
                yield return new Finding(Counts, $"{town.Code} recounted {RollupWords.Of(town.Recounted.ByStatus)}; by the readings {RollupWords.Of(statuses.OrderBy(s => s.Key))}");
            var open = own.Sum(r => r.Open.Count);
            if (open != town.Recounted.OpenBySeverity.Values.Sum())
                yield return new Finding(Counts, $"{town.Code} has {town.Recounted.OpenBySeverity.Values.Sum()} open problems; by the readings {open}");
        }
    }

    private static IEnumerable<Finding> AssessmentsEqual(History history) => history.Assessments.Skip(1)
        .Where(a => a.Digits != history.Assessments[0].Digits)
        .Select(a => new Finding(SameDigits, $"{a.When} it differs from {history.Assessments[0].When} at: {Difference(history.Assessments[0].Digits, a.Digits)}"));

    private static IEnumerable<ViewRow> Values(IEnumerable<StoredSource> stored) =>
        from source in stored
        from o in source.Journal
        let mn = ValueKey.SaidBy(o.Mn, source.Registration.Id)
        from value in o.Readings.Select(r => (r.Channel, Value: (object)r.Value, IsRevision: (r.Quality & Quality.Revision) != 0))
            .Concat(o.Texts.Select(t => (t.Channel, Value: (object)t.Text, IsRevision: false)))
        select new ViewRow(source.Registration.Id, new ValueKey(mn, o.Period, o.DataTime, value.Channel), value.Value, value.IsRevision);

    /// <summary>Every digit as it came: 1.50 is not 1.5.</summary>
    private static string Digits(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Before(History history, TimeSpan at) =>
        history.Happenings.LastOrDefault(h => h.At <= at) is { } last ? $"{Clock(at)}, {(at - last.At).TotalSeconds:0.0} s after “{last.What}”" : Clock(at);

    private static bool Differ(IReadOnlyList<Problem> shown, IReadOnlyList<Problem> says) => !shown.ToHashSet().SetEquals(says) || shown.Count != says.Count;

    private static string Words(IReadOnlyList<Problem> open) => open.Count == 0 ? "nothing open" : string.Join(", ", open.Select(p => $"{p.Id} ({p.Severity})"));

    public static string Clock(TimeSpan at) => at.ToString(@"mm\:ss\.f", CultureInfo.InvariantCulture);

    private static string Difference(string one, string other)
    {
        var at = one.Zip(other).TakeWhile(c => c.First == c.Second).Count();
        return $"…{Around(one, at)}… and …{Around(other, at)}…";
    }

    private static string Around(string text, int at) => text[Math.Max(0, at - 40)..Math.Min(text.Length, at + 40)];
}
