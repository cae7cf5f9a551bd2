using static BlueSky.Tasks.TaskBench;

namespace BlueSky.Tasks;

public sealed class DemoTasksTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.FromHours(8));

    private static PlanTask Rehearsed(int number, DateTimeOffset? now = null) =>
        PlanTask.Begin(Plan.Items[number - 1], 2026).After(DemoTasks.HistoryOf(Plan.Items[number - 1], District, 2026, now ?? Now));

    [Fact]
    public void A_rehearsal_in_November_shows_every_standing_and_a_supervision_a_return_and_a_waiting_report()
    {
        var tasks = Enumerable.Range(1, 69).Select(n => Rehearsed(n)).ToList();
        Assert.Equal(Enum.GetValues<TaskStanding>(), tasks.Select(t => t.StatusAt(Now, Policy).Standing).Distinct().Order());
        Assert.Contains(tasks, t => t.OpenSupervision is not null);
        Assert.Contains(tasks, t => t.Reports.Any(r => r.State == ReportState.Returned));
        Assert.Contains(tasks, t => t.Reports.Any(r => r.State == ReportState.Pending));
        Assert.Contains(tasks, t => t.Shares.Count > 2);
    }

    [Fact]
    public void It_is_the_same_every_time_and_holds_nothing_from_the_future()
    {
        Assert.Equal(
            System.Text.Json.JsonSerializer.Serialize(Rehearsed(4)), System.Text.Json.JsonSerializer.Serialize(Rehearsed(4)));
        foreach (var day in Enumerable.Range(0, 12).Select(m => new DateTimeOffset(2026, m + 1, 3, 0, 0, 0, TimeSpan.FromHours(8))))
            Assert.All(Enumerable.Range(1, 69), n => Assert.All(Rehearsed(n, day).History, e => Assert.True(e.At <= day)));
    }

    [Fact]
    public void Every_text_says_that_it_is_invented()
    {
        var events = Enumerable.Range(1, 69).SelectMany(n => Rehearsed(n).History).ToList();
        Assert.NotEmpty(events);
        Assert.All(events, e => Assert.Contains("演示", TaskWords.Of(e) + e.By.Name, StringComparison.Ordinal));
        Assert.All(events.OfType<ProgressReported>(), e => Assert.StartsWith("演示", e.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_abridged_task_stands_as_the_whole_one_whenever_it_is_asked()
    {
        for (var number = 1; number <= 69; number++)
        {
            var (task, small) = (Rehearsed(number), Rehearsed(number).Abridged());
            for (var day = 0; day < 400; day += 9)
            {
                var at = new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.FromHours(8)).AddDays(day);
                Assert.Equal(task.StatusAt(at, Policy), small.StatusAt(at, Policy));
            }

            Assert.Empty(small.History);
        }
    }
}
