using BlueSky.Queries;
using BlueSky.Testing;
using BlueSky.Tests.Violations;
using CsCheck;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Violations;

/// <summary>The same stories as for the pure regulation, told to grains on a real silo that stops and starts in between.</summary>
public sealed class LoopOnSiloTests
{
    private static readonly ViolationPlace Place = new(Town.Code, "演示工地", "site", Department.Name, true);

    [Fact]
    public async Task Grains_answer_as_the_model_does_over_restarts_of_the_silo()
    {
        await using var silo = await TestSilo.Start(at: Morning);
        var (story, restarts) = (0, 0);
        await Moves.Stories.SampleAsync(
            async moves => restarts += await Play(silo, [.. moves.Take(60)], $"371302-site-{++story:0000}"), iter: 15, threads: 1);
        Assert.True(restarts > 0, "no story had a restart");
    }

    private static async Task<int> Play(TestSilo silo, Move[] story, string source)
    {
        var (model, number, restarts) = (new LoopModel(), 0, 0);
        DateTimeOffset Now() => silo.Clock.GetUtcNow();
        IViolationGrain Grain(string id) => silo.Grains.GetGrain<IViolationGrain>(id);
        RuleTransition Opened() => Step(1, TransitionKind.Opened, Now(), start: new DateTimeOffset(Now().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero)) with { SourceId = source };

        var last = Opened();
        await Grain(last.ViolationId).Take(last, Place);
        var current = last.ViolationId;
        model.LastFired = last.At;
        model.Pass(Now(), true);
        foreach (var move in story)
        {
            switch (move.What)
            {
                case 10:
                    silo.Clock.Advance(TimeSpan.FromHours(Math.Pow(3, move.A - 3)));
                    model.Pass(Now(), false);
                    await Grain(current).Wake();
                    break;
                case 11 when model.Fires:
                    last = last with { Kind = TransitionKind.Cleared, At = Now(), Step = last.Step + 1 };
                    await Grain(last.ViolationId).Take(last, Place);
                    model.Fires = false;
                    break;
                case 12:
                    silo.Clock.Advance(TimeSpan.FromSeconds(2));
                    model.Pass(Now(), false);
                    var isNew = !model.Fires && (model.State is LoopState.Withdrawn or LoopState.Merged || (model.State == LoopState.Closed && Now() > model.ClosedAt.AddDays(7)));
                    last = model.Fires ? last with { Kind = TransitionKind.Updated, At = Now(), Step = last.Step + 1 } : Opened();
                    await Grain(last.ViolationId).Take(last, Place);
                    if (isNew) (model, current) = (new LoopModel(), last.ViolationId);
                    if (model.State == LoopState.Closed) model.Order();
                    (model.Fires, model.LastFired) = (true, last.At);
                    model.Pass(Now(), true);
                    break;
                case 13 when restarts == 0:
                    restarts++;
                    if (move.A % 2 == 0) await silo.Stop();
                    else await silo.Die();
                    await silo.StartAgain();
                    break;
                case < 7 or 8 or 9 or 14:
                    var view = (await Grain(current).Get())!;
                    var command = Moves.Command(move, Violation.Of(current, view.History), Now(), ref number);
                    var answer = await Grain(current).Decide(command);
                    var code = answer.Refusal?.Code ?? (answer.IsRepeat ? "again" : "");
                    Assert.Equal(model.Answer(command, source, last.Start, current), code);
                    break;
            }

            var loop = (await Grain(current).Get())!.Loop;
            Assert.Equal((model.State, model.Town, model.Industry, model.Fires), (loop.State, loop.Town.Code, loop.Industry.Code, loop.IsFiring));
        }

        // What people see is what the grains hold, and of the series one problem at most is open.
        var rows = (await silo.Queries.Violations(new ViolationFilter(SourceId: source), new PageRequest(Size: 500), default)).Items;
        Assert.True(rows.Count(r => !r.Loop!.IsEnded) <= 1);
        foreach (var row in rows) Assert.Equal((await Grain(row.First.ViolationId).Get())!.Loop, row.Loop);
        return restarts;
    }
}
