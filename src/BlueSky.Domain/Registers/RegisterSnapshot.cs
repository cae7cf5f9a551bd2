using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BlueSky.Time;

namespace BlueSky.Registers;

/// <summary>The part of a snapshot that holds one kind.</summary>
/// <param name="Kind">Code of the kind.</param>
/// <param name="Entries">Sources in it.</param>
/// <param name="Demo">How many of them are demonstration data.</param>
/// <param name="Towns">Sources by town code.</param>
/// <param name="Pages">Digests of the pages that hold the entries, by id of the source.</param>
/// <param name="SinceFormer">What differs from the snapshot before; null in the first.</param>
public sealed record SnapshotPart(
    string Kind, int Entries, int Demo, IReadOnlyDictionary<string, int> Towns, IReadOnlyList<string> Pages, ChangeCounts? SinceFormer);

/// <summary>
/// The register (清单) as it stood at one moment, kept for good: numbered without gaps, with a digest that takes in the digest of the
/// snapshot before, so that none can be exchanged unnoticed.
/// </summary>
/// <param name="Number">Number, from 1.</param>
/// <param name="Month">The month at whose end it stood so, as <c>2026-10</c>; null for one taken on demand.</param>
/// <param name="AsOf">The moment, China time: holds what was entered before it. Of a month the first moment after it.</param>
/// <param name="TakenAt">When it was taken; after an outage later than its moment.</param>
/// <param name="Actor">Who had it taken.</param>
/// <param name="Reason">Why; 月度快照 for a month's.</param>
/// <param name="Command">Id of the command; empty for a month's.</param>
/// <param name="Parts">One for each kind that has sources or had some in the snapshot before, by code.</param>
/// <param name="Digest">SHA-256 in hexadecimal over all of it but <paramref name="TakenAt"/>, and over the former's digest.</param>
public sealed record RegisterSnapshot(
    int Number, string? Month, DateTimeOffset AsOf, DateTimeOffset TakenAt, string Actor, string Reason, string Command,
    IReadOnlyList<SnapshotPart> Parts, string Digest)
{
    /// <summary>Entries on one page.</summary>
    public const int PageEntries = 500;

    /// <summary>The versions that a snapshot of this moment holds: those that the register lists on the day that ends or runs then.</summary>
    public static IReadOnlyList<RegisterEntry> Listed(IEnumerable<RegisterEntry> entries, DateTimeOffset asOf)
    {
        var day = asOf.AddTicks(-1).Day();
        return [.. entries.Where(e => e.Registration.IsListedOn(day)).OrderBy(e => e.Registration.Id, StringComparer.Ordinal)];
    }

    /// <summary>The part of one kind.</summary>
    /// <param name="kind">Code.</param>
    /// <param name="listed">Its entries, as <see cref="Listed"/> gives them.</param>
    /// <param name="pages">Digests of their pages.</param>
    /// <param name="former">Entries of the kind in the snapshot before; null when there is none.</param>
    public static SnapshotPart PartOf(string kind, IReadOnlyList<RegisterEntry> listed, IReadOnlyList<string> pages, IEnumerable<RegisterEntry>? former) => new(
        kind, listed.Count, listed.Count(e => e.Registration.IsDemo),
        new SortedDictionary<string, int>(listed.GroupBy(e => e.Registration.Town).ToDictionary(g => g.Key, g => g.Count()), StringComparer.Ordinal),
        pages,
        former is null ? null : ChangeCounts.Of(RegisterDifference.Between(former.Select(e => e.Registration), listed.Select(e => e.Registration))));

    /// <summary>The snapshot with its digest.</summary>
    /// <param name="former">The one before; null for the first.</param>
    public RegisterSnapshot Sealed(RegisterSnapshot? former) => this with { Digest = DigestOf(former?.Digest ?? "") };

    /// <summary>True when nothing of it was changed since it was taken.</summary>
    /// <param name="former">The one before; null for the first.</param>
    public bool IsIntact(RegisterSnapshot? former) => Digest == DigestOf(former?.Digest ?? "");

    /// <summary>SHA-256 (lower-case hexadecimal) of a page: every version with every field.</summary>
    public static string DigestOf(IEnumerable<RegisterEntry> page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var text = new StringBuilder();
        foreach (var entry in page)
        {
            text.Append(CultureInfo.InvariantCulture, $"{entry.Number}|{entry.At.UtcTicks}|{Plain(entry.Actor)}");
            // What is not given is left out: a field that entries get later does not change what was kept before.
            foreach (var field in RegisterFields.Of(entry.Registration).Where(f => f.Text.Length > 0)) text.Append('|').Append(field.Name).Append('=').Append(Plain(field.Text));
            text.Append('\n');
        }

        return Hash(text);
    }

    private string DigestOf(string former)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Number}|{Month}|{AsOf.UtcTicks}|{Plain(Actor)}|{Plain(Reason)}|{Plain(Command)}|{former}\n");
        foreach (var part in Parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{part.Kind}|{part.Entries}|{part.Demo}|{string.Join(',', part.Towns.Select(t => $"{t.Key}={t.Value}"))}");
            text.Append(CultureInfo.InvariantCulture, $"|{string.Join(',', part.Pages)}|{part.SinceFormer?.Added}/{part.SinceFormer?.Removed}/{part.SinceFormer?.Changed}\n");
        }

        return Hash(text);
    }

    private static string Hash(StringBuilder text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

    // What separates fields in the text must not be in one: two different pages never read alike.
    private static string Plain(string text) => text.Replace(@"\", @"\\").Replace("|", @"\p").Replace("\n", @"\n");
}
