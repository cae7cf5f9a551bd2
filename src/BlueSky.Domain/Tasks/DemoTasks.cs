using System.Globalization;
using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Time;

namespace BlueSky.Tasks;

/// <summary>
/// A rehearsal (推演) of the plan in another year: an invented history for every task, so that the demonstration shows break-downs, reports,
/// returns, supervision, risk and delay. Made by the task's own rules, command by command, so nothing in it could not have happened.
/// Depends on plan, district, year, day and seed alone. Every text says 演示.
/// </summary>
public static class DemoTasks
{
    /// <summary>The seed of the rehearsal that the demo shows.</summary>
    public const int DefaultSeed = 371302;

    private const string Person = "演示人员";

    /// <summary>How far a rehearsed task has come; the order fixes which task shows what.</summary>
    private enum Story
    {
        Untouched = 0,
        UnderWay = 1,
        Done = 2,
        DoneLate = 3,
        Returned = 4,
        Supervised = 5,
        Waiting = 6,
    }

    /// <summary>The history of one task up to <paramref name="now"/>.</summary>
    /// <param name="item">The plan's row.</param>
    /// <param name="district">The district.</param>
    /// <param name="year">Year of the rehearsal.</param>
    /// <param name="now">Nothing happens after it.</param>
    /// <param name="seed">Any number.</param>
    public static IReadOnlyList<TaskEvent> HistoryOf(PlanItem item, District district, int year, DateTimeOffset now, int seed = DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(district);
        var rehearsal = new Rehearsal(item, district, year, now, new SeededRandom(seed, string.Create(CultureInfo.InvariantCulture, $"task-{year}-{item.Number}")));
        var story = (Story)(item.Number % 7);
        if (story != Story.Untouched) rehearsal.Play(story);
        return rehearsal.Task.History;
    }

    private sealed class Rehearsal(PlanItem item, District district, int year, DateTimeOffset now, SeededRandom random)
    {
        private readonly List<Unit> _towns = [.. district.Towns.Select(t => district.UnitOf(t.Code)!)];
        private readonly DateOnly _start = item.Deadline.In(item.Plan, year).From ?? new DateOnly(year, 1, 1);
        private readonly DateOnly _end = item.Deadline.In(item.Plan, year).Due ?? new DateOnly(year, 12, 31);
        private readonly List<(int PercentOfTime, Action Act)> _acts = [];
        private int _command;

        public PlanTask Task { get; private set; } = PlanTask.Begin(item, year);

        public void Play(Story story)
        {
            var parties = Parties(story);
            switch (story)
            {
                case Story.Done or Story.DoneLate:
                    foreach (var unit in parties) Complete(unit, story == Story.Done ? random.Next(60, 95) : random.Next(102, 112));
                    break;
                case Story.Returned:
                    foreach (var unit in parties)
                    {
                        Report(unit, 40, 30);
                        Decide(unit, 35, approve: true);
                        Report(unit, 80, 70);
                        Decide(unit, 75, approve: false);
                    }

                    break;
                case Story.Supervised:
                    Report(parties[0], 30, 40);
                    Decide(parties[0], 45, approve: true);
                    Supervise();
                    break;
                case Story.Waiting:
                    foreach (var unit in parties.Take(3)) Report(unit, 60, random.Next(60, 90));
                    break;
                default:
                    foreach (var unit in parties)
                    {
                        Report(unit, random.Next(20, 50), 40);
                        Decide(unit, 42, approve: true);
                        Report(unit, random.Next(70, 90), 84);
                        Decide(unit, 86, approve: true);
                    }

                    break;
            }

            // Units act side by side; the history is in the order of time.
            foreach (var (_, act) in _acts.OrderBy(a => a.PercentOfTime)) act();
        }

        // Tasks led by departments are broken down to a few towns, the rest stays with the leads.
        private List<Unit> Parties(Story story)
        {
            var leads = item.LeadUnits.ToList();
            if (leads[0].Kind == UnitKind.Town || story is Story.Done or Story.DoneLate && item.Number % 2 == 0) return leads;
            var chosen = _towns.OrderBy(_ => random.NextBits()).Take(random.Next(3, 6)).OrderBy(t => t.Code, StringComparer.Ordinal).ToList();
            foreach (var town in chosen)
            {
                At(5, () => Send(leads[0], 5, new AssignShare(NextId(), new TownShare(
                    town.Code, $"演示：{item.KeyTask}", $"演示：{town.Name}辖区内落实第 {item.Number} 项", _end, "演示：按方案具体措施执行，逐月上报", $"{Person}（{town.Name}）"))));
            }

            return chosen;
        }

        private void Complete(Unit unit, int percentOfTime)
        {
            Report(unit, 50, 30);
            Decide(unit, 33, approve: true);
            Report(unit, 100, percentOfTime - 2);
            Decide(unit, percentOfTime, approve: true);
        }

        private void At(int percentOfTime, Action act) => _acts.Add((percentOfTime, act));

        private void Report(Unit unit, int percent, int percentOfTime) => At(percentOfTime, () => Send(unit, percentOfTime, new ReportProgress(
            NextId(), percent, $"演示：{unit.Name}完成 {percent}%", [new Evidence("演示佐证材料", $"演示文号〔{year}〕{item.Number} 号")])));

        private void Decide(Unit unit, int percentOfTime, bool approve) => At(percentOfTime, () =>
        {
            if (Task.Reports.LastOrDefault(r => r.Unit.Code == unit.Code) is not { State: ReportState.Pending } report) return;
            Send(Task.ApproversOf(unit)[0], percentOfTime, approve
                ? new ApproveReport(NextId(), report.Number, "演示：属实")
                : new ReturnReport(NextId(), report.Number, "演示：佐证材料不全，请补充"));
        });

        private void Supervise()
        {
            At(80, () =>
            {
                var towns = Task.Shares.Count > 0 ? [.. Task.Shares.Take(2).Select(s => s.Town)] : new[] { _towns[0].Code };
                Send(Unit.CommandCentre, 80, new OpenSupervision(NextId(), towns, "演示：进度滞后，双重督办", Moment(80).Day().AddDays(3)));
            });
            At(81, () =>
            {
                if (Task.OpenSupervision is { } open) Send(open.Units[0], 81, new AnswerSupervision(NextId(), "演示：已加快推进"));
            });
        }

        private void Send(Unit unit, int percentOfTime, TaskCommand command)
        {
            var at = Moment(percentOfTime);
            if (at > now) return;
            var decision = Task.Decide(command, new Actor($"demo-{unit.Code}", $"{Person}·{unit.Name}", unit, Role.Officer), at, _towns);
            if (decision.Refusal is { } refusal) throw new InvalidOperationException($"The rehearsal of task {item.Number} breaks a rule: {refusal.Words}");
            Task = Task.After(decision.Events);
        }

        private DateTimeOffset Moment(int percentOfTime)
        {
            var days = Math.Max(1, _end.DayNumber - _start.DayNumber);
            return new DateTimeOffset(_start.AddDays(days * percentOfTime / 100).ToDateTime(new TimeOnly(9, 0)), ChinaTime.Offset).AddMinutes(_command);
        }

        private string NextId() => string.Create(CultureInfo.InvariantCulture, $"demo-{++_command}");
    }
}
