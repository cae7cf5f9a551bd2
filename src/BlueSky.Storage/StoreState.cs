using System.Globalization;
using BlueSky.Store;

namespace BlueSky.Storage;

/// <summary>
/// Keeps what the writers of a node met, and says the worst of it. A writer's failure is over when it commits again; a full
/// disk, where small commits still find room, and a writer that nobody asks any more, when it was not met again for a while
/// in which something was committed.
/// </summary>
internal sealed class StoreState(StorageOptions options, TimeProvider clock) : IStoreState
{
    /// <summary>How long a failure or a refusal counts that is not met again.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Writer> writers = new(StringComparer.Ordinal);
    private StoreReport now = new(StoreCondition.Available, clock.GetUtcNow(), "", "");
    private StoreReport? fenced;

    public StoreReport Now
    {
        get
        {
            lock (gate)
            {
                var found = fenced ?? Worst(clock.GetUtcNow());
                return now = found.Condition == now.Condition ? found with { Since = now.Since } : found;
            }
        }
    }

    /// <summary>True once <see cref="Fence"/> was called; never false again.</summary>
    public bool IsFenced => Volatile.Read(ref fenced) is not null;

    /// <summary>A commit begins.</summary>
    public void Began(string writer)
    {
        lock (gate)
        {
            Of(writer).Began = clock.GetUtcNow();
        }
    }

    /// <summary>The commit that began succeeded.</summary>
    public void Committed(string writer)
    {
        lock (gate)
        {
            var one = Of(writer);
            Ended(one);
            one.CommittedAt = one.EndedAt;
            if (one.Failure?.Condition != StoreCondition.Full)
            {
                one.Failure = null;
            }
        }
    }

    /// <summary>The commit that began failed, or its outcome is unknown.</summary>
    public void Failed(string writer, Exception cause)
    {
        lock (gate)
        {
            var one = Of(writer);
            Ended(one);
            if (Faults.ConditionOf(cause) is { } condition)
            {
                var at = clock.GetUtcNow();
                var since = one.Failure?.Condition == condition ? one.Failure.Since : at;
                one.Failure = new StoreReport(condition, since, InChinese(condition), Faults.InWords(cause).Message);
                one.FailedAt = at;
            }
        }
    }

    /// <summary>A request found no place in the queue or in the tail.</summary>
    public void Refused(string writer, string english)
    {
        lock (gate)
        {
            var one = Of(writer);
            one.RefusedAt = clock.GetUtcNow();
            one.Refusal = english;
        }
    }

    /// <summary>This silo is dead to the cluster.</summary>
    /// <returns>True the first time.</returns>
    public bool Fence(string english)
    {
        lock (gate)
        {
            if (fenced is not null)
            {
                return false;
            }

            fenced = new StoreReport(StoreCondition.Fenced, clock.GetUtcNow(), InChinese(StoreCondition.Fenced), english);
            return true;
        }
    }

    private static string InChinese(StoreCondition condition) => condition switch
    {
        StoreCondition.Slow => "存储缓慢：写入耗时过长或来数超过写入能力，未应答的数据由设备重发",
        StoreCondition.Full => "磁盘已满：请清理或扩容，期间数据不应答，由设备重发",
        StoreCondition.Unreachable => "存储无法连接：期间数据不应答，由设备重发，恢复后自动继续",
        StoreCondition.Fenced => "本节点已被集群判定失效：不再写入任何数据，进程须退出并重启",
        _ => "",
    };

    private void Ended(Writer one)
    {
        one.LastTook = one.Began is { } began ? clock.GetUtcNow() - began : default;
        one.EndedAt = clock.GetUtcNow();
        one.Began = null;
    }

    private StoreReport Worst(DateTimeOffset at)
    {
        StoreReport? worst = null;
        foreach (var (name, one) in writers)
        {
            if (one.Failure is { } failure && (at - one.FailedAt < Fresh || !writers.Values.Any(w => w.CommittedAt > one.FailedAt)))
            {
                worst = worst is null || failure.Condition > worst.Condition ? failure : worst;
            }
            else if (SlownessOf(name, one, at) is { } slow)
            {
                worst ??= slow;
            }
        }

        return worst ?? new StoreReport(StoreCondition.Available, at, "", "");
    }

    private StoreReport? SlownessOf(string name, Writer one, DateTimeOffset at)
    {
        if (one.RefusedAt is { } refused && at - refused < Fresh)
        {
            return new StoreReport(StoreCondition.Slow, refused, InChinese(StoreCondition.Slow), one.Refusal);
        }

        var (took, since) = one.Began is { } began ? (at - began, began) : at - one.EndedAt < Fresh ? (one.LastTook, one.EndedAt) : default;
        return took < options.SlowAfter
            ? null
            : new StoreReport(
                StoreCondition.Slow, since, InChinese(StoreCondition.Slow),
                string.Create(CultureInfo.InvariantCulture, $"A commit ({name}) takes {took.TotalSeconds:0.0} s."));
    }

    private Writer Of(string name)
    {
        if (!writers.TryGetValue(name, out var one))
        {
            writers.Add(name, one = new Writer());
        }

        return one;
    }

    /// <summary>What one writer met last.</summary>
    private sealed class Writer
    {
        public DateTimeOffset? Began { get; set; }

        public DateTimeOffset EndedAt { get; set; }

        public DateTimeOffset CommittedAt { get; set; }

        public TimeSpan LastTook { get; set; }

        public StoreReport? Failure { get; set; }

        public DateTimeOffset FailedAt { get; set; }

        public DateTimeOffset? RefusedAt { get; set; }

        public string Refusal { get; set; } = "";
    }
}
