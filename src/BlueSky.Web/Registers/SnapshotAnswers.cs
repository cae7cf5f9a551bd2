using BlueSky.Registers;

namespace BlueSky.Web;

/// <summary>A command to take a snapshot.</summary>
internal sealed record SnapshotEntry
{
    /// <summary>Id of the caller's; sent again it changes nothing. Required.</summary>
    public string? Command { get; init; }

    /// <summary>Why; part of the snapshot. Required.</summary>
    public string? Reason { get; init; }
}

/// <summary>A snapshot in the list.</summary>
/// <param name="Number">Number, from 1.</param>
/// <param name="Month">Month at whose end it stood so; null for one on demand.</param>
/// <param name="AsOf">The moment.</param>
/// <param name="TakenAt">When it was taken.</param>
/// <param name="Actor">Who had it taken.</param>
/// <param name="Reason">Why.</param>
/// <param name="Entries">Sources in it.</param>
/// <param name="Demo">How many of them are demonstration data (演示数据).</param>
/// <param name="SinceFormer">What differs from the one before; null for the first.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="IsIntact">True when the digest still fits.</param>
internal sealed record SnapshotRow(
    int Number, string? Month, DateTimeOffset AsOf, DateTimeOffset TakenAt, string Actor, string Reason, int Entries, int Demo, ChangeCounts? SinceFormer,
    string Digest, bool IsIntact)
{
    public static IReadOnlyList<SnapshotRow> Of(IReadOnlyList<RegisterSnapshot> all) => [.. all.Select((s, i) => new SnapshotRow(
        s.Number, s.Month, s.AsOf, s.TakenAt, s.Actor, s.Reason, s.Parts.Sum(p => p.Entries), s.Parts.Sum(p => p.Demo),
        i == 0 ? null : new ChangeCounts(s.Parts.Sum(p => p.SinceFormer?.Added ?? 0), s.Parts.Sum(p => p.SinceFormer?.Removed ?? 0), s.Parts.Sum(p => p.SinceFormer?.Changed ?? 0)),
        s.Digest, s.IsIntact(i == 0 ? null : all[i - 1])))];
}

/// <summary>A snapshot with its kinds.</summary>
/// <param name="Snapshot">As in the list.</param>
/// <param name="Kinds">A part a kind: counts by town, what differs from the snapshot before, digests of its pages.</param>
internal sealed record SnapshotAnswer(SnapshotRow Snapshot, IReadOnlyList<SnapshotPart> Kinds);

/// <summary>A difference: one row for a source that was added or removed, one a field for a changed one.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="ChangeName">The same in Chinese.</param>
/// <param name="Id">The source.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Town">Its town.</param>
/// <param name="Field">Field; empty for added and removed.</param>
/// <param name="FieldName">Chinese name of the field.</param>
/// <param name="Old">Value before.</param>
/// <param name="New">Value after.</param>
/// <param name="IsDemo">True for demonstration data.</param>
internal sealed record ChangeRow(
    ChangeKind Change, string ChangeName, string Id, string Name, string Kind, string Town, string Field, string FieldName, string Old, string New, bool IsDemo)
{
    private static readonly string[] Names = ["新增", "移出", "变更"];

    public static IEnumerable<ChangeRow> Of(RegisterChange change)
    {
        var row = new ChangeRow(
            change.Kind, Names[(int)change.Kind], change.Entry.Id, change.Entry.Name, change.Entry.Kind, change.Entry.Town, "", "", "", "", change.Entry.IsDemo);
        return change.Kind == ChangeKind.Changed
            ? change.Fields.Select(f => row with { Field = f.Field, FieldName = f.Title, Old = f.Old, New = f.New })
            : [row];
    }
}
