namespace BlueSky.Storage;

/// <summary>Bounds of the store of one node. The defaults suit one machine with two cores; all sizes are in bytes.</summary>
public sealed class StorageOptions
{
    /// <summary>Appends and row changes that may wait for a commit; one more is refused at once. 1 or more.</summary>
    public int QueueLength { get; set; } = 20_000;

    /// <summary>Bytes (estimated) that may wait for a commit; more is refused at once.</summary>
    public long QueueBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Most observations (or row changes) in one commit.</summary>
    public int CommitCount { get; set; } = 5_000;

    /// <summary>Most bytes (estimated) in one commit.</summary>
    public int CommitBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Least time between the beginnings of two commits while many wait for them; zero for none. A commit costs the same for one as for
    /// hundreds, and so does each answer that leaves in a write of its own: fewer of both leave the machine time at high rates. Answers
    /// come some milliseconds later in the middle, the slowest sooner. After a commit of few nobody waits.
    /// </summary>
    public TimeSpan CommitSpacing { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How often what was committed is rolled into chunks. Longer makes fewer and larger chunks.</summary>
    public TimeSpan RollEvery { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Bytes of blocks not yet rolled at which the roller is called early.</summary>
    public long TailBytes { get; set; } = 96L * 1024 * 1024;

    /// <summary>Bytes of blocks not yet rolled at which appends are refused, because the roller does not keep up or fails.</summary>
    public long TailLimitBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Bytes of blocks that one roll takes: bounds its memory.</summary>
    public long RollBytes { get; set; } = 12L * 1024 * 1024;

    /// <summary>
    /// How long the one writer of the embedded mode works on a roll before commits that wait get their turn. A single row may take longer;
    /// zero makes each row a transaction of its own.
    /// </summary>
    public TimeSpan RollSlice { get; set; } = TimeSpan.FromMilliseconds(15);

    /// <summary>
    /// Share of the time that the roller works while the tail is less than half full, 0.05 to 1; it grows to 1 as the tail nears
    /// <see cref="TailLimitBytes"/>. Less leaves more of the machine to commits, and lets the tail grow further.
    /// </summary>
    public double RollShare { get; set; } = 0.3;

    /// <summary>How long one statement may take before it counts as failed. PostgreSQL only.</summary>
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whole months for which readings are kept one by one; older ones are reduced to hourly values, all but the evidence of
    /// violations. 0 keeps all for ever. [D] 25: two years in which a penalty can still be imposed (行政处罚法 第三十六条, [K]) and the
    /// month under way; the duty to keep original records longer (排污许可管理条例, five years, [K]) lies on the unit that discharges.
    /// </summary>
    public int KeepReadingsMonths { get; set; } = 25;

    /// <summary>How often it is looked whether a month is due. [D]</summary>
    public TimeSpan RetainEvery { get; set; } = TimeSpan.FromHours(6);

    /// <summary>True to only say in the log what would be dropped.</summary>
    public bool RetentionDryRun { get; set; }

    /// <summary>A commit that takes longer than this is shown as slow (<see cref="Store.StoreCondition.Slow"/>). Changes nothing else.</summary>
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromSeconds(2);
}
