namespace BlueSky.Testing;

/// <summary>What happened to the cluster, in order, by the clock of the devices' log. Any thread.</summary>
internal sealed class Timeline(Func<TimeSpan> clock)
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
        lock (_gate) _happenings.Add(new Happening(clock(), what));
    }
}
