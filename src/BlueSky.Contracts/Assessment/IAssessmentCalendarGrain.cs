using Orleans.Concurrency;

namespace BlueSky.Assessment;

/// <summary>A run that the calendar has made.</summary>
/// <param name="Policy">Id of the policy.</param>
/// <param name="Period">Period.</param>
/// <param name="Revision">Revision it gave.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable]
public sealed record CalendarRun(
    [property: Id(0)] string Policy, [property: Id(1)] string Period, [property: Id(2)] int Revision, [property: Id(3)] DateTimeOffset At);

/// <summary>
/// Runs what is due. Key: district code. A reminder wakes it once an hour; the stored runs decide what is left to do, so a missed,
/// doubled or late reminder, a restart and a clock that jumps change nothing. A period without data is tried again every hour until
/// it is too old.
/// </summary>
[Alias("assessment-calendar")]
public interface IAssessmentCalendarGrain : IGrainWithStringKey
{
    /// <summary>Sees to it that the reminder exists; idempotent. Called when a silo starts.</summary>
    Task StartWatch();

    /// <summary>Runs what is due now and has not been run; what it ran.</summary>
    Task<CalendarRun[]> RunDue();

    /// <summary>Runs of the last thirteen months, oldest first.</summary>
    [AlwaysInterleave]
    Task<CalendarRun[]> Runs();
}
