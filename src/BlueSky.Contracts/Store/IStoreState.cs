namespace BlueSky.Store;

/// <summary>How well the store of a node works, from best to worst.</summary>
public enum StoreCondition
{
    /// <summary>正常: commits succeed in good time.</summary>
    Available = 0,

    /// <summary>缓慢: a commit takes long, or more comes in than is committed; what finds no place is refused and sent again.</summary>
    Slow = 1,

    /// <summary>磁盘已满: the store has no room; nothing is stored until somebody makes some.</summary>
    Full = 2,

    /// <summary>无法连接: the store does not answer, or refuses; tried again with every request.</summary>
    Unreachable = 3,

    /// <summary>已被隔离: the cluster declared this silo dead; it stores nothing any more and its process must end.</summary>
    Fenced = 4,
}

/// <summary>What the store of a node says of itself at one moment.</summary>
/// <param name="Condition">How well it works.</param>
/// <param name="Since">Since when it has been so, without a break.</param>
/// <param name="Chinese">The reason in words for the district; empty when available.</param>
/// <param name="English">The same in English, with the provider's own words; empty when available.</param>
public sealed record StoreReport(StoreCondition Condition, DateTimeOffset Since, string Chinese, string English)
{
    /// <summary>True while an append has a prospect: a node that is not so should take no devices.</summary>
    public bool TakesReadings => Condition is StoreCondition.Available or StoreCondition.Slow;
}

/// <summary>
/// The condition of this node's store, for health endpoints, metrics and people. Learned from what commits really did, never
/// from trial calls, so asking costs nothing and may be done at any rate and from any thread. A failure that nobody has met
/// again for ten seconds, while other commits succeed, counts as over: only the next request can tell.
/// Registered as a singleton wherever a store is (<c>AddBlueSkySqlite</c>, <c>AddBlueSkyPostgres</c>, <c>AddBlueSkyQueries</c>).
/// </summary>
public interface IStoreState
{
    /// <summary>The condition now.</summary>
    StoreReport Now { get; }
}
