using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BlueSky.Audit;

/// <summary>An entry with its place in the chain.</summary>
/// <param name="Seq">Place, from 0 (the genesis) without gaps.</param>
/// <param name="Previous">Hash of the entry before; 32 zero bytes for the genesis.</param>
/// <param name="Hash">Its own hash, 32 bytes.</param>
/// <param name="Entry">The entry as stored.</param>
public sealed record ChainedEntry(long Seq, byte[] Previous, byte[] Hash, AuditEntry Entry);

/// <summary>
/// How audit entries are chained: <c>hash = SHA-256(previous hash ‖ seq ‖ content)</c>, seq as 8 bytes, big end first. The
/// content is canonical, so that what the columns of a row say gives the same bytes on every engine and for ever: a version byte, the
/// instant in whole microseconds since 0001-01-01 UTC, the count, then each text as length and UTF-8.
/// </summary>
public static class AuditChain
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = 32;

    /// <summary>Action of the entry that starts the chain.</summary>
    public const string StartAction = "audit.chain-started";

    private const byte Version = 1;

    /// <summary>The hash that the genesis names as the one before it.</summary>
    public static byte[] BeforeAll => new byte[HashLength];

    /// <summary>
    /// The entry as every engine gives it back: whole microseconds (PostgreSQL keeps no more), no NUL in texts (PostgreSQL has none).
    /// </summary>
    public static AuditEntry AsStored(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry with
        {
            At = new DateTimeOffset(Microseconds(entry.At) * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero).ToOffset(entry.At.Offset),
            Actor = Plain(entry.Actor), Action = Plain(entry.Action), Subject = Plain(entry.Subject), Reason = Plain(entry.Reason),
            Detail = Plain(entry.Detail), RemoteAddress = Plain(entry.RemoteAddress),
        };
    }

    /// <summary>The canonical bytes of an entry.</summary>
    public static byte[] Content(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string[] texts = [entry.Actor, entry.Action, entry.Subject, entry.Reason, entry.Detail, entry.RemoteAddress];
        var bytes = new byte[1 + 8 + 4 + texts.Sum(t => 4 + Encoding.UTF8.GetByteCount(t))];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), Microseconds(entry.At));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(9), entry.Count);
        var at = 13;
        foreach (var text in texts)
        {
            var length = Encoding.UTF8.GetBytes(text, bytes.AsSpan(at + 4));
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), length);
            at += 4 + length;
        }

        return bytes;
    }

    /// <summary>The hash of the entry at <paramref name="seq"/> with this content.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> previous, long seq, ReadOnlySpan<byte> content)
    {
        Span<byte> place = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(place, seq);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(place);
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }

    /// <summary>
    /// The entry that starts the chain. Entries written before there was one are not chained; their number and digest are
    /// in it, so a later change of them shows too.
    /// </summary>
    /// <param name="at">When the chain starts.</param>
    /// <param name="earlier">Number of the entries before it.</param>
    /// <param name="digest">Digest of them, see <see cref="EarlierEntries"/>.</param>
    public static ChainedEntry Start(DateTimeOffset at, long earlier, string digest)
    {
        var entry = AsStored(new AuditEntry(at, "system", StartAction, "audit", "", DetailOfStart(earlier, digest), "", 1));
        return new ChainedEntry(0, BeforeAll, Hash(BeforeAll, 0, Content(entry)), entry);
    }

    /// <summary>The words of the genesis on what was before it.</summary>
    public static string DetailOfStart(long earlier, string digest) => FormattableString.Invariant($"链起点 genesis; {earlier} earlier entries, SHA-256 {digest}");

    private static long Microseconds(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMicrosecond;

    private static string Plain(string text) => text.Replace('\0', '\uFFFD');
}

/// <summary>The digest of entries that were written before there was a chain, in their order.</summary>
public sealed class EarlierEntries : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many were taken.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the next one.</summary>
    public void Take(AuditEntry entry)
    {
        _hash.AppendData(AuditChain.Content(entry));
        Count++;
    }

    /// <summary>SHA-256 over all of them in hexadecimal.</summary>
    public string Digest() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
