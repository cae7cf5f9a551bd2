namespace BlueSky.Sources.Rules;

/// <summary>
/// A measures checklist (六项措施): any failed item is a problem, several or a stop-work item a serious one. A checklist
/// stands for the items it names; it clears when a later one names no failure.
/// </summary>
internal sealed class MeasuresRule(MeasuresSpec spec, SourceKind kind) : Rule(spec)
{
    private const string Field = "@measure-Pass";

    public override void OnRecord(RuleRun run, Observation observation, bool live)
    {
        if (!live || !IsInOrder(run, observation.DataTime)) return;
        int named = 0, failed = 0;
        var stopWork = false;
        var names = "";
        foreach (var item in kind.Measures)
        {
            if (Find(observation, item.Item) is not { } pass) continue;
            named++;
            if (pass > 0) continue;
            failed++;
            stopWork |= item.StopWork;
            names += (names.Length == 0 ? "" : "、") + item.Name;
        }

        if (named == 0) return;
        run.RunOrNew(this, "").Last = observation.DataTime;
        if (failed == 0)
        {
            run.Clear(this, "", observation.DataTime, new Finding("", 0, null, "项", 0, Spec.From, $"恢复：{Spec.Name} {named} 项全部合格"));
            return;
        }

        var severity = stopWork || failed >= spec.SeriousFrom ? Severity.Serious : Spec.Severity;
        if (!run.IsNews(this, "", severity, failed)) return;
        var text = $"{Spec.Name}：检查 {named} 项，不合格 {failed} 项（{names}）" + (severity == Severity.Serious ? "，列为停工整改对象建议" : "");
        run.Raise(this, "", observation.DataTime, observation.DataTime, severity, new Finding("", failed, 0, "项", failed, Spec.From, text));
    }

    private bool IsInOrder(RuleRun run, DateTimeOffset at) => run.Run(this, "")?.Last is not { } last || at >= last;

    private static decimal? Find(Observation observation, string item)
    {
        foreach (var reading in observation.Readings)
        {
            var channel = reading.Channel;
            if (channel.Length == item.Length + Field.Length && channel.StartsWith(item, StringComparison.Ordinal)
                && channel.EndsWith(Field, StringComparison.Ordinal) && Records.IsEvidence(reading.Quality))
            {
                return reading.Value;
            }
        }

        return null;
    }
}
