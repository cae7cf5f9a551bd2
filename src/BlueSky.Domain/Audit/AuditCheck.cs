namespace BlueSky.Audit;

/// <summary>What is wrong with a chain.</summary>
public enum AuditFaultKind
{
    /// <summary>There is no genesis.</summary>
    NoStart = 0,

    /// <summary>An entry is missing, or stands twice or in another order: places do not follow each other.</summary>
    Gap = 1,

    /// <summary>An entry does not name the hash of the one before it.</summary>
    BrokenLink = 2,

    /// <summary>The entry's columns do not give its hash: it was changed.</summary>
    Changed = 3,

    /// <summary>The entries end before the place that the store or the caller knows: the end was cut off.</summary>
    CutOff = 4,

    /// <summary>Entries from before the chain are not those that the genesis counted.</summary>
    EarlierChanged = 5,
}

/// <summary>The first broken entry.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Seq">Its place in the chain; for a gap the first missing place.</param>
/// <param name="Words">What was found.</param>
public sealed record AuditFault(AuditFaultKind Kind, long Seq, string Words);

/// <summary>A place in the chain with its hash.</summary>
/// <param name="Seq">Place.</param>
/// <param name="Hash">Hash of the entry there.</param>
public sealed record AuditHead(long Seq, byte[] Hash);

/// <summary>Walks a chain entry by entry, in order of place, in constant memory. Stops at the first fault.</summary>
/// <param name="known">
/// A head that was noted down elsewhere: the only thing that shows a chain rewritten as a whole, or cut off together with the
/// store's own note of its head. Null when there is none.
/// </param>
public sealed class AuditCheck(AuditHead? known = null)
{
    private byte[] _last = AuditChain.BeforeAll;

    /// <summary>Entries found good so far, the genesis among them.</summary>
    public long Count { get; private set; }

    /// <summary>Hash of the last good entry; zeros before the first.</summary>
    public IReadOnlyList<byte> Head => _last;

    /// <summary>The genesis; null before it was met.</summary>
    public AuditEntry? Start { get; private set; }

    /// <summary>The first fault; null while there is none.</summary>
    public AuditFault? Fault { get; private set; }

    /// <summary>Takes the next entry.</summary>
    /// <returns>False when it is at fault: nothing after it can be judged.</returns>
    public bool Take(ChainedEntry next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (Fault is not null) return false;
        if (next.Seq != Count)
        {
            return Fail(AuditFaultKind.Gap, Math.Min(Count, next.Seq), next.Seq > Count
                ? FormattableString.Invariant($"第 {Count} 条缺失，其后是第 {next.Seq} 条。Entry {Count} is missing; entry {next.Seq} follows.")
                : FormattableString.Invariant($"第 {next.Seq} 条重复。Entry {next.Seq} stands twice."));
        }

        if (Count == 0 && next.Entry.Action != AuditChain.StartAction)
            return Fail(AuditFaultKind.NoStart, 0, $"第 0 条不是链起点，而是 {next.Entry.Action}。Entry 0 does not start the chain.");
        if (!next.Previous.AsSpan().SequenceEqual(_last))
            return Fail(AuditFaultKind.BrokenLink, next.Seq, FormattableString.Invariant($"第 {next.Seq} 条记的前一条哈希与实际不符。Entry {next.Seq} does not name the hash of the entry before it."));
        if (!AuditChain.Hash(_last, next.Seq, AuditChain.Content(next.Entry)).AsSpan().SequenceEqual(next.Hash))
            return Fail(AuditFaultKind.Changed, next.Seq, FormattableString.Invariant($"第 {next.Seq} 条内容与其哈希不符（{next.Entry.At:O} {next.Entry.Action} {next.Entry.Subject}）。The content of entry {next.Seq} does not give its hash: it was changed."));
        if (known is not null && next.Seq == known.Seq && !next.Hash.AsSpan().SequenceEqual(known.Hash))
            return Fail(AuditFaultKind.BrokenLink, next.Seq, FormattableString.Invariant($"第 {next.Seq} 条不是先前记下的那条。Entry {next.Seq} is not the one that was noted down: the log was rewritten."));
        if (Count == 0) Start = next.Entry;
        _last = next.Hash;
        Count++;
        return true;
    }

    /// <summary>Ends the walk: it must have reached the head that the store noted, and the known one.</summary>
    /// <param name="noted">The store's own note of its head; null when it has none.</param>
    public void End(AuditHead? noted)
    {
        if (Fault is not null) return;
        var reach = Math.Max(noted?.Seq ?? 0, known?.Seq ?? 0);
        if (Count == 0) Fail(AuditFaultKind.NoStart, 0, "没有链起点。The log has no genesis: its chain was never started or was removed.");
        else if (Count <= reach) Fail(AuditFaultKind.CutOff, Count, FormattableString.Invariant($"末尾缺失：应到第 {reach} 条，只到第 {Count - 1} 条。The end is cut off: the log should reach entry {reach}."));
        else if (noted?.Seq == Count - 1 && !_last.AsSpan().SequenceEqual(noted.Hash)) Fail(AuditFaultKind.BrokenLink, noted.Seq, FormattableString.Invariant($"第 {noted.Seq} 条不是所记的链头。Entry {noted.Seq} is not the head that the store noted."));
    }

    /// <summary>Compares what lies before the chain with what the genesis says of it.</summary>
    public void Earlier(EarlierEntries found)
    {
        ArgumentNullException.ThrowIfNull(found);
        if (Fault is null && Start is not null && Start.Detail != AuditChain.DetailOfStart(found.Count, found.Digest()))
            Fail(AuditFaultKind.EarlierChanged, 0, FormattableString.Invariant($"链起点之前的记录有变动：现有 {found.Count} 条；起点记：{Start.Detail}。Entries from before the chain are not those that its genesis counted."));
    }

    private bool Fail(AuditFaultKind kind, long seq, string words)
    {
        Fault = new AuditFault(kind, seq, words);
        return false;
    }
}
