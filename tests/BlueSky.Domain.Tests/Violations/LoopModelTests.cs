using System.Text.Json;
using BlueSky.Sources;
using BlueSky.Violations;
using CsCheck;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Tests.Violations;

/// <summary>
/// Random commands, legal and not, from random people, with rules that clear and fire again, time that jumps and restarts that read
/// the stored events: whatever comes, the regulation answers as the plain model does and no problem skips a step.
/// </summary>
public sealed class LoopModelTests
{
    private static readonly Dictionary<string, string[]> Paths = new()
    {
        [""] = ["Found"],
        ["Found"] = ["Assigned", "Withdrawn", "Merged"],
        ["Assigned"] = ["Assigned", "Accepted", "Withdrawn", "Merged"],
        ["Accepted"] = ["Assigned", "Rectified", "Withdrawn", "Merged"],
        ["Rectified"] = ["Accepted", "Closed", "Withdrawn", "Merged"],
        ["Closed"] = ["Assigned"],
        ["Withdrawn"] = [],
        ["Merged"] = [],
    };

    // A story that was found: two rejections on one day set one deadline twice.
    [Fact]
    public void A_deadline_that_is_set_again_has_had_its_reminder() => Moves.Stories.Sample(story => { Play(story, []); }, seed: "1UoCoax18_O4", iter: 1);

    [Fact]
    public void The_regulation_answers_every_command_as_the_model_does_over_restarts()
    {
        var ends = new int[7];
        var refusals = new Dictionary<string, int>();
        Moves.Stories.Sample(story =>
        {
            var end = Play(story, refusals);
            lock (ends) ends[(int)end]++;
        }, iter: 5_000);

        // The stories are worth something only when they reach every end and meet every refusal.
        Assert.All(ends, count => Assert.True(count > 0, string.Join(", ", ends)));
        string[] met =
        [
            "already-accepted", "already-assigned", "already-rectified", "already-reviewed", "bad-until", "command-reused", "ended", "line-reviews-itself",
            "merge-into-itself", "merge-into-older", "missing", "no-withdrawal", "not-accepted", "not-assigned", "not-rectified", "not-suspended", "not-yours",
            "other-source", "own-rectification", "role-not-permitted", "same-units", "second-person", "still-firing", "suspended", "target-ended",
            "too-late-to-reassign", "withdrawal-pending",
        ];
        Assert.Empty(met.Except(refusals.Keys));
    }

    private static LoopState Play(Move[] story, Dictionary<string, int> refusals)
    {
        var (series, model, now, number, step) = (new Series(), new LoopModel(), Morning, 0, 1);
        var severity = story[0].A < 3 ? Severity.Suspect : Severity.Violation;
        series.Fires(Step(1, TransitionKind.Opened, now, severity), now);
        model.LastFired = now;
        model.Pass(now, severity == Severity.Violation);
        foreach (var move in story)
        {
            var one = series.Current;
            switch (move.What)
            {
                case 10:
                    now += TimeSpan.FromHours(Math.Pow(3, move.A - 3));
                    one.Advance(Policy, now);
                    break;
                case 11 when model.Fires:
                    series.Fires(series.Last with { Kind = TransitionKind.Cleared, At = now, Step = ++step }, now);
                    model.Fires = false;
                    break;
                case 12:
                    now += TimeSpan.FromSeconds(1);
                    one.Advance(Policy, now);
                    model.Pass(now, false);
                    if (model.Fires) step++;
                    var next = model.Fires ? series.Last with { Kind = TransitionKind.Updated, At = now, Step = step }
                        : Step(step = 1, TransitionKind.Opened, now, Severity.Violation, start: now);
                    model = Follow(model, next, series.Fires(next, now), now);
                    break;
                case 13:
                    series.Restart();
                    break;
                case < 10 or 14:
                    one.Advance(Policy, now);
                    var command = Moves.Command(move, one, now, ref number);
                    var decision = one.Decide(command, Policy);
                    foreach (var e in decision.Events) one.Apply(e);
                    one.Advance(Policy, now);
                    var answer = decision.Refusal?.Code ?? (decision.IsRepetition ? "again" : "");
                    Assert.Equal(model.Answer(command, one.First!.SourceId, one.First.Start, one.Id), answer);
                    lock (refusals) refusals[answer] = refusals.GetValueOrDefault(answer) + 1;
                    break;
            }

            model.Pass(now, false);
            Assert.Equal((model.State, model.Town, model.Industry), (series.Current.State, series.Current.Town.Code, series.Current.Industry.Code));
            Assert.Equal((model.Fires, model.RestsUntil), (series.Current.IsFiring, series.Current.Summarise().SuspendedUntil));
            Assert.True(series.Open <= 1, "two problems of one series are open");
        }

        foreach (var violation in series.All) CheckPath(violation);
        return series.Current.State;
    }

    // The rule fires: where the loop goes on, in the same problem or in one of its own.
    private static LoopModel Follow(LoopModel model, RuleTransition step, bool isNewProblem, DateTimeOffset now)
    {
        var endedForGood = model.State is LoopState.Withdrawn or LoopState.Merged || (model.State == LoopState.Closed && now > model.ClosedAt.AddDays(7));
        Assert.Equal(step.Kind == TransitionKind.Opened && endedForGood, isNewProblem);
        if (isNewProblem) model = new LoopModel();
        if (model.State == LoopState.Closed) model.Order();
        (model.Fires, model.LastFired) = (true, now);
        model.Pass(now, step.Kind == TransitionKind.Opened);
        return model;
    }

    private static void CheckPath(Violation violation)
    {
        var replay = Violation.Of(violation.Id, []);
        var (at, levels, numbers) = ("", 0, 0);
        var reminded = new HashSet<(Stage, DateTimeOffset)>();
        foreach (var one in violation.History)
        {
            Assert.Equal(++numbers, one.Number);
            replay.Apply(one);
            if (replay.State.ToString() != at || one is Assigned or Reassigned or Reopened)
            {
                Assert.Contains(replay.State.ToString(), Paths[at]);
                at = replay.State.ToString();
            }

            if (one is Escalated escalated) Assert.Equal(++levels, escalated.Level);
            if (one is Reminded r) Assert.True(reminded.Add((r.Stage, r.Due)), "reminded twice of one deadline");
        }
    }

    /// <summary>The problems of one rule on one source, as the grains lead them: a step goes to the current one or makes a new one.</summary>
    private sealed class Series
    {
        private static readonly Placement Place = new(Town, Department, "site");

        public List<Violation> All { get; } = [];

        public Violation Current => All[^1];

        public RuleTransition Last { get; private set; } = null!;

        public int Open => All.Count(v => !v.IsEnded);

        public bool Fires(RuleTransition step, DateTimeOffset now)
        {
            Last = step;
            if (All.Count > 0 && Take(Current, step, now)) return false;
            var one = Violation.Of(step.ViolationId, []);
            All.Add(one);
            return Take(one, step, now);
        }

        /// <summary>Everything in memory is gone; what was stored is read.</summary>
        public void Restart()
        {
            for (var i = 0; i < All.Count; i++)
                All[i] = Violation.Of(All[i].Id, JsonSerializer.Deserialize<List<ViolationEvent>>(JsonSerializer.Serialize(All[i].History))!);
        }

        private static bool Take(Violation one, RuleTransition step, DateTimeOffset now)
        {
            var decision = one.Take(step, Place, now, Policy);
            foreach (var e in decision.Events) one.Apply(e);
            one.Advance(Policy, now);
            return decision.Refusal is null;
        }
    }
}
