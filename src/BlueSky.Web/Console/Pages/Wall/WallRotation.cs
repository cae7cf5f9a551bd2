namespace BlueSky.Web.Console;

/// <summary>What the wall screen shows in its large place.</summary>
public enum WallPanel
{
    /// <summary>The district with sources and stations.</summary>
    Map,

    /// <summary>Ranking of the towns.</summary>
    Ranking,

    /// <summary>Air stations now.</summary>
    Air,
}

/// <summary>Which panel is shown. It changes by itself until somebody holds it (by a key, or by an address that names a panel).</summary>
internal sealed class WallRotation
{
    /// <summary>How long each panel is shown.</summary>
    public static readonly TimeSpan Each = TimeSpan.FromSeconds(20);

    private static readonly int Count = Enum.GetValues<WallPanel>().Length;
    private DateTimeOffset since;

    public WallRotation(DateTimeOffset now) => since = now;

    /// <summary>The panel that is shown.</summary>
    public WallPanel Panel { get; private set; }

    /// <summary>True while it does not change by itself.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Takes what the address says: a panel holds it, none lets it run on.</summary>
    public void Obey(WallPanel? held, DateTimeOffset now)
    {
        (IsHeld, Panel) = (held is not null, held ?? Panel);
        since = now;
    }

    /// <summary>The clock went on; true when another panel is shown now.</summary>
    public bool Tick(DateTimeOffset now)
    {
        if (IsHeld || now - since < Each) return false;
        (Panel, since) = (Beside(1), now);
        return true;
    }

    /// <summary>What the address shall say after a key: null lets it run. False for a key that means nothing here.</summary>
    public bool Press(string key, out WallPanel? held)
    {
        held = key switch
        {
            " " => IsHeld ? null : Panel,
            "ArrowRight" or "PageDown" => Beside(1),
            "ArrowLeft" or "PageUp" => Beside(-1),
            [>= '1' and <= '9' and var digit] when digit - '1' < Count => (WallPanel)(digit - '1'),
            _ => null,
        };
        return held is not null || key == " ";
    }

    private WallPanel Beside(int by) => (WallPanel)(((int)Panel + by + Count) % Count);
}
