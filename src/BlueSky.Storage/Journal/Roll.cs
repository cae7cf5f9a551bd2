namespace BlueSky.Storage;

/// <summary>One row of table <c>chunk</c>: what one roll of one stream holds of one source and one hour.</summary>
/// <param name="SourceId">The source.</param>
/// <param name="Hour">Start of the hour.</param>
/// <param name="Stream">Stream of the rolled blocks.</param>
/// <param name="FirstSeq">First block of the roll: with the stream it names the part.</param>
/// <param name="FirstArrival">Smallest arrival in it.</param>
/// <param name="LastArrival">Greatest arrival in it.</param>
/// <param name="Packets">Observations in it.</param>
/// <param name="Values">Values in it, numbers and texts.</param>
/// <param name="Document">See <see cref="ChunkDocument"/>; UTF-8.</param>
internal sealed record Chunk(
    string SourceId, DateTimeOffset Hour, long Stream, long FirstSeq, long FirstArrival, long LastArrival, int Packets, int Values,
    byte[] Document);

/// <summary>Blocks of one stream that become chunks: all of them, or none for whoever reads.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="FirstSeq">First block; the one after all that is rolled already.</param>
/// <param name="LastSeq">Last block.</param>
/// <param name="Count">Observations.</param>
/// <param name="Chunks">Rows, sorted by source and hour so that they go into the index in its order.</param>
internal sealed record Roll(long Stream, long FirstSeq, long LastSeq, int Count, IReadOnlyList<Chunk> Chunks)
{
    /// <summary>True when it was begun before and left unfinished: some of its rows are there already, and are the same.</summary>
    public bool IsAgain { get; init; }
}
