using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace BlueSky.Hj212;

/// <summary>The SM4 keys of a device, newest first; empty when none is known. Old and new keys stand side by side around a change.</summary>
/// <param name="mn">The MN of the packet.</param>
public delegate IReadOnlyList<ReadOnlyMemory<byte>> KeySource(string mn);

/// <summary>
/// Encryption of HJ 212-2025: SM4 (GB/T 32907) in ECB mode, no padding, over the bytes between <c>CP=&amp;&amp;</c> and the closing
/// <c>&amp;&amp;</c>. Only whole blocks of 16 bytes are encrypted, a shorter rest stays plain, so the length does not change. The
/// checksum is that of the plain segment.
/// </summary>
/// <remarks>The wire form (raw cipher bytes) is inferred from the printed lengths of the standard's examples.</remarks>
public static class Sm4Codec
{
    /// <summary>Bytes of a key and of a block.</summary>
    public const int BlockSize = 16;

    /// <summary>Whether the standard encrypts packets of this command: 2000 to 2999, 1014 and 3020.</summary>
    /// <param name="command">CN as a number.</param>
    public static bool Covers(int command) => PacketReader.IsEncryptedCommand(command);

    /// <summary>Decrypts a frame with the first key whose plain text fits the frame's checksum.</summary>
    /// <param name="frame">An encrypted frame; another one is returned as it is.</param>
    /// <param name="keys">Keys of 16 bytes.</param>
    /// <param name="plain">The frame with its plain segment, in memory of its own, marked <see cref="FrameMarks.Decrypted"/>.</param>
    /// <returns>False when no key fits.</returns>
    /// <exception cref="ArgumentException">A key is not 16 bytes long.</exception>
    public static bool TryDecrypt(in Frame frame, IReadOnlyList<ReadOnlyMemory<byte>> keys, out Frame plain)
    {
        plain = frame;
        if (!frame.IsEncrypted)
            return true;
        foreach (var key in keys)
        {
            var segment = frame.Segment.ToArray();
            Transform(segment, key.Span, encrypt: false);
            if (Crc16.Compute(segment, frame.Variant) != frame.DeclaredCrc)
                continue;
            plain = frame with { Segment = segment, Marks = (frame.Marks & ~FrameMarks.Encrypted) | FrameMarks.Decrypted };
            return true;
        }

        return false;
    }

    /// <summary>Encrypts the data area of a plain segment in place. Compute the checksum before.</summary>
    /// <param name="segment">A whole data segment that ends in <c>&amp;&amp;</c>.</param>
    /// <param name="key">16 bytes.</param>
    /// <exception cref="ArgumentException">The key is not 16 bytes long, or the segment has no <c>CP=&amp;&amp;…&amp;&amp;</c>.</exception>
    public static void Encrypt(Span<byte> segment, ReadOnlySpan<byte> key) => Transform(segment, key, encrypt: true);

    private static void Transform(Span<byte> segment, ReadOnlySpan<byte> key, bool encrypt)
    {
        if (key.Length != BlockSize)
            throw new ArgumentException($"An SM4 key has {BlockSize} bytes, not {key.Length}.", nameof(key));
        var start = ((ReadOnlySpan<byte>)segment).IndexOf("CP=&&"u8) + 5;
        if (start < 5 || segment.Length < start + 2)
            throw new ArgumentException("The segment has no data area CP=&&…&&.", nameof(segment));

        var engine = new SM4Engine();
        engine.Init(encrypt, new KeyParameter(key));
        var area = segment[start..^2];
        for (var at = 0; at + BlockSize <= area.Length; at += BlockSize)
            engine.ProcessBlock(area.Slice(at, BlockSize), area.Slice(at, BlockSize));
    }
}
