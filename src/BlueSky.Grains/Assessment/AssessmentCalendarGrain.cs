using BlueSky.Messages;
using BlueSky.Store;
using BlueSky.Time;
using Microsoft.Extensions.Logging;

namespace BlueSky.Assessment;

/// <summary>The stored form: what was run.</summary>
internal sealed class AssessmentCalendarState
{
    public List<CalendarRun> Runs { get; set; } = [];
}

/// <summary>Compares what is due with what was run, and runs the rest.</summary>
internal sealed partial class AssessmentCalendarGrain(
    [PersistentState("assessment-calendar")] IPersistentState<AssessmentCalendarState> state, AssessmentPlan plan, TimeProvider clock,
    ILogger<AssessmentCalendarGrain> log) : Grain, IAssessmentCalendarGrain, IRemindable
{
    private const string Actor = "system";
    private const string Reason = "定时考核";
    private const string Watch = "assessments";

    // Longer than anything that can be due, so that a forgotten run is never due again.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(800);

    private string District => this.GetPrimaryKeyString();

    public async Task StartWatch() => await this.RegisterOrUpdateReminder(Watch, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));

    public Task<CalendarRun[]> Runs() => Task.FromResult(state.State.Runs.ToArray());

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        try
        {
            await RunDue();
        }
        catch (Exception e) when (e is BlueSkyException or OrleansException or TimeoutException)
        {
            Interrupted(e);
        }
    }

    public async Task<CalendarRun[]> RunDue()
    {
        var now = clock.GetUtcNow().ToChina();
        var made = new List<CalendarRun>();
        foreach (var policy in plan.Policies)
        {
            foreach (var period in AssessmentCalendar.Due(policy, now))
            {
                if (IsRun(policy.Policy, period.ToString()) || await Run(policy.Policy, period, now) is not { } run) continue;
                made.Add(run);
            }
        }

        return [.. made];
    }

    private bool IsRun(string policy, string period) => state.State.Runs.Exists(r => r.Policy == policy && r.Period == period);

    private async Task<CalendarRun?> Run(string policy, Period period, DateTimeOffset now)
    {
        try
        {
            var revision = await GrainFactory.GetGrain<IAssessmentGrain>(AssessmentKey.Of(District, period, policy)).Run(Actor, Reason);
            var run = new CalendarRun(policy, period.ToString(), revision.Revision, now);
            await Remember(run, now);
            return run;
        }
        catch (RefusedException e)
        {
            // Mostly data that have not come yet; while the period is due it is tried again every hour.
            Refused(period, policy, e.Message);
            return null;
        }
    }

    // A crash before this is harmless: the run is made again and gives the same revision.
    private async Task Remember(CalendarRun run, DateTimeOffset now)
    {
        state.State = new AssessmentCalendarState { Runs = [.. state.State.Runs.Where(r => now - r.At < Remembered), run] };
        await state.Write();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Scheduled assessments were interrupted; the next hour takes them up")]
    private partial void Interrupted(Exception cause);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Period} by {Policy} was not assessed: {Why}")]
    private partial void Refused(Period period, string policy, string why);
}
