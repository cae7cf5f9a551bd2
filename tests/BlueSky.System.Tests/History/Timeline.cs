namespace BlueSky.Testing;

/// <summary>What happened to the cluster, in order, by the clock of the devices' log; printed as it happens. Any thread.</summary>
internal sealed class Timeline(Func<TimeSpan> clock, Action<string> print)
{
    private readonly Lock _gate = new();
    private readonly List<Happening> _happenings = [];

    public TimeSpan Now => clock();

    public IReadOnlyList<Happening> Happenings
    {
        get
        {
            lock (_gate) return [.. _happenings];
        }
    }

    public void Add(string what)
    {
        lock (_gate)
        {
            _happenings.Add(new Happening(clock(), what));
            print($"  {HistoryChecker.Clock(_happenings[^1].At)}  {what}");
        }
    }
}
