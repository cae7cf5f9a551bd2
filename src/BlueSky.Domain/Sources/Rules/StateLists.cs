using System.Diagnostics.CodeAnalysis;

namespace BlueSky.Sources.Rules;

/// <summary>Finds and adds the states of a rule. The lists are short, so they are searched from the front.</summary>
internal static class StateLists
{
    public static T? Find<T>(List<T>? list, Rule rule, string point)
        where T : RuleState
    {
        if (list is null) return null;
        foreach (var state in list)
        {
            if (string.Equals(state.Rule, rule.Id, StringComparison.Ordinal) && string.Equals(state.Point, point, StringComparison.Ordinal)) return state;
        }

        return null;
    }

    public static T Add<T>([NotNull] ref List<T>? list, Rule rule, string point)
        where T : RuleState, new()
    {
        list ??= new List<T>(1);
        var state = new T { Rule = rule.Id, Point = point };
        list.Add(state);
        return state;
    }

    public static RunState? Run(this RuleRun run, Rule rule, string point) => Find(run.Condition.Runs, rule, point);

    public static RunState RunOrNew(this RuleRun run, Rule rule, string point)
    {
        if (run.Run(rule, point) is { } state) return state;
        var list = run.Condition.Runs;
        state = Add(ref list, rule, point);
        run.Condition.Runs = list;
        return state;
    }

    public static DayState? Day(this RuleRun run, Rule rule, string point) => Find(run.Condition.Days, rule, point);

    public static DayState DayOrNew(this RuleRun run, Rule rule, string point)
    {
        if (run.Day(rule, point) is { } state) return state;
        var list = run.Condition.Days;
        state = Add(ref list, rule, point);
        run.Condition.Days = list;
        return state;
    }
}
