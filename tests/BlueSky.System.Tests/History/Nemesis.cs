using System.Globalization;

namespace BlueSky.Testing;

/// <summary>
/// Does to a cluster what hardware, networks and people do, in an order drawn from a seed: kills, pauses, restarts, cuts. Each blow
/// heals before the next, and the next falls when devices are answered again, so that every one meets a cluster at work.
/// </summary>
internal sealed class Nemesis
{
    private static readonly TimeSpan DeathWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMinutes(3);
    private const int AnswersBetween = 150;

    private readonly TestCluster _cluster;
    private readonly Random _random;
    private readonly Timeline _timeline;
    private readonly Func<long> _answers;
    private readonly (string Name, Func<Task> Strike)[] _always;
    private readonly (string Name, Func<Task> Strike)[] _more;

    /// <param name="cluster">The cluster.</param>
    /// <param name="seed">Gives the order, the victims and the lengths.</param>
    /// <param name="timeline">Where it writes what it does.</param>
    /// <param name="answers">How many answers devices have had so far.</param>
    public Nemesis(TestCluster cluster, int seed, Timeline timeline, Func<long> answers)
    {
        (_cluster, _random, _timeline, _answers) = (cluster, new Random(seed), timeline, answers);
        _always =
        [
            ("silo killed", KillSilo),
            ("gateway killed", () => Kill(Pick(_cluster.Gateways))),
            ("PostgreSQL killed", KillPostgres),
            ("silo paused until it is declared dead", PauseUntilDead),
            ("silo cut off from PostgreSQL", () => BreakAtSilo(s => s.ToPostgres, "{0} to PostgreSQL", 3, 10)),
            ("gateways cut off from a silo", () => BreakAtSilo(s => s.ForClients, "gateways and web to {0}", 3, 8)),
        ];
        _more =
        [
            ("silo paused", () => Pause(Pick(_cluster.Silos), 0.5, 2.5)),
            ("gateway paused", () => Pause(Pick(_cluster.Gateways), 1, 6)),
            ("silo restarted", () => Restart(Pick(_cluster.Silos))),
            ("gateway restarted", () => Restart(Pick(_cluster.Gateways))),
            ("web node killed", () => Kill(_cluster.Web)),
            ("silos cut off from a silo", () => BreakAtSilo(s => s.ForSilos, "silos to {0}", 2, 6)),
            ("PostgreSQL does not answer", () => Break([.. _cluster.All.Select(m => m.ToPostgres)], Passage.AnswersHeld, "all to PostgreSQL", 2, 8)),
            ("PostgreSQL is slow", SlowPostgres),
            ("devices cut off", () => Break([_cluster.Devices], AnyBreak(), "devices to gateways", 1, 5)),
        ];
    }

    /// <summary>How often each blow fell.</summary>
    public Dictionary<string, int> Blows { get; } = new(StringComparer.Ordinal);

    /// <summary>Strikes until the time is over; what must always be tried is tried in the first round, with two of the rest.</summary>
    public async Task Run(TimeSpan atLeast)
    {
        var end = _timeline.Now + atLeast;
        var round = Shuffled([.. _always, .. Shuffled(_more).Take(2)]);
        var isFirst = true;
        do
        {
            foreach (var (name, strike) in round)
            {
                if (!isFirst && _timeline.Now >= end) return;
                await UntilAnswered(AnswersBetween);
                Blows[name] = Blows.GetValueOrDefault(name) + 1;
                await strike();
            }

            round = Shuffled([.. _always, .. _more]);
            isFirst = false;
        }
        while (_timeline.Now < end);
    }

    /// <summary>Opens every line and starts every node that does not run.</summary>
    public async Task Heal()
    {
        _cluster.Devices.Passage = Passage.Open;
        foreach (var line in _cluster.All.SelectMany(m => m.Lines)) (line.Passage, line.Delay) = (Passage.Open, TimeSpan.Zero);
        foreach (var member in _cluster.All)
        {
            if (!member.Node.IsRunning) await Start(member);
        }

        _timeline.Add("all is healed");
    }

    private async Task KillSilo()
    {
        var silo = Pick(_cluster.Silos);
        await silo.Node.Kill();
        _timeline.Add($"{silo.Name} is killed");

        // A silo that comes back at once says itself that its former life is over; one that stays away is found out by the others.
        if (_random.Next(2) == 0) await UntilDead(silo);
        await Start(silo);
    }

    private async Task Kill(TestCluster.Member member)
    {
        await member.Node.Kill();
        _timeline.Add($"{member.Name} is killed");
        await Wait(0, 3);
        await Start(member);
    }

    private async Task KillPostgres()
    {
        await _cluster.Server.Kill();
        _timeline.Add("PostgreSQL is killed");
        await Wait(0, 6);
        await _cluster.Server.Restart();
        _timeline.Add("PostgreSQL is back");
    }

    private async Task Restart(TestCluster.Member member)
    {
        _timeline.Add($"{member.Name} is asked to stop");
        await member.Node.Signal("TERM");
        var code = await member.Node.Ended(EndsWithin) ?? throw new TimeoutException($"{member.Name} did not stop within {EndsWithin}:\n{member.Node.Output()}");
        _timeline.Add($"{member.Name} has stopped with {code}");
        if (code != 0) throw new InvalidOperationException($"{member.Name} stopped with {code}:\n{member.Node.Output()}");
        await Start(member);
    }

    private async Task Pause(TestCluster.Member member, double least, double most)
    {
        await member.Node.Signal("STOP");
        _timeline.Add($"{member.Name} is paused");
        await Wait(least, most);
        await member.Node.Signal("CONT");
        _timeline.Add($"{member.Name} goes on (CONT)");
        await StartAgainIfEnded(member);
    }

    /// <summary>The others take over from a silo that does not know it, and then it goes on where it stood.</summary>
    private async Task PauseUntilDead()
    {
        var silo = Pick(_cluster.Silos);
        await silo.Node.Signal("STOP");
        _timeline.Add($"{silo.Name} is paused");
        await UntilDead(silo);
        await UntilAnswered(AnswersBetween);
        await silo.Node.Signal("CONT");
        _timeline.Add($"{silo.Name} goes on (CONT), declared dead");

        // It must find out by itself; a process that ended is started again as a supervisor would.
        var code = await silo.Node.Ended(EndsWithin)
            ?? throw new TimeoutException($"{silo.Name} was declared dead and still runs {EndsWithin} after it went on:\n{silo.Node.Output()}");
        _timeline.Add($"{silo.Name} has ended with {code}");
        await Start(silo);
    }

    // A pause that was long enough for its fellows to give a silo up ends it soon after; a shorter one leaves no trace.
    private async Task StartAgainIfEnded(TestCluster.Member member)
    {
        if (member is not TestCluster.SiloMember silo || !await _cluster.IsDeclaredDead(silo)) return;
        var code = await silo.Node.Ended(EndsWithin);
        _timeline.Add($"{silo.Name} was declared dead and has ended with {code}");
        await Start(silo);
    }

    private Task BreakAtSilo(Func<TestCluster.SiloMember, TcpProxy> line, string what, double least, double most)
    {
        var silo = Pick(_cluster.Silos);
        return Break([line(silo)], AnyBreak(), string.Format(CultureInfo.InvariantCulture, what, silo.Name), least, most);
    }

    private Passage AnyBreak() => _random.Next(3) switch { 0 => Passage.Cut, 1 => Passage.Held, _ => Passage.AnswersHeld };

    private async Task Break(IReadOnlyList<TcpProxy> lines, Passage how, string what, double least, double most)
    {
        foreach (var line in lines) line.Passage = how;
        _timeline.Add($"the line of {what} is {(how switch { Passage.Cut => "cut", Passage.Held => "held", _ => "held for answers" })}");
        await Wait(least, most);
        foreach (var line in lines) line.Passage = Passage.Open;
        _timeline.Add($"the line of {what} is open");
        foreach (var silo in _cluster.Silos) await StartAgainIfEnded(silo);
    }

    private async Task SlowPostgres()
    {
        var delay = TimeSpan.FromMilliseconds(_random.Next(20, 150));
        foreach (var member in _cluster.All) member.ToPostgres.Delay = delay;
        _timeline.Add($"PostgreSQL is {delay.TotalMilliseconds:0} ms away each way");
        await Wait(2, 6);
        foreach (var member in _cluster.All) member.ToPostgres.Delay = TimeSpan.Zero;
        _timeline.Add("PostgreSQL is near again");
    }

    private async Task UntilDead(TestCluster.SiloMember silo)
    {
        await Until.Seen($"{silo.Name} is declared dead", DeathWithin, () => _cluster.IsDeclaredDead(silo), dead => dead);
        _timeline.Add($"{silo.Name} is declared dead");
    }

    private async Task UntilAnswered(int count)
    {
        var before = _answers();
        await Until.True(
            $"{count} more answers", AnswersWithin, () => _answers() >= before + count,
            () => $"{_answers() - before} answers\n{string.Join('\n', _timeline.Happenings.TakeLast(10).Select(h => $"{HistoryChecker.Clock(h.At)} {h.What}"))}");
    }

    private async Task Start(TestCluster.Member member)
    {
        await member.Node.Start(TestContext.Current.CancellationToken);
        _timeline.Add($"{member.Name} is back");
    }

    // How long a fault lasts is part of the fault, so here time itself is what is waited for.
    private Task Wait(double least, double most) =>
        Task.Delay(TimeSpan.FromSeconds(least + ((most - least) * _random.NextDouble())), TestContext.Current.CancellationToken);

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private (string Name, Func<Task> Strike)[] Shuffled((string Name, Func<Task> Strike)[] blows)
    {
        _random.Shuffle(blows);
        return blows;
    }

    public override string ToString() => string.Join(", ", Blows.Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Key} {b.Value}")));
}
