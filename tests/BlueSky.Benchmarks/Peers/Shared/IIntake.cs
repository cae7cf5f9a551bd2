using System.IO.Pipelines;
using BlueSky.Sources;

namespace BlueSky.Benchmarks.Peers;

/// <summary>An understood packet.</summary>
/// <param name="Device">Who sent it; its password was right.</param>
/// <param name="Observation">What it says.</param>
/// <param name="Answer">What the device is to get once all of it is stored.</param>
internal readonly record struct Upload(PeerDevice Device, Observation Observation, byte[] Answer);

/// <summary>Where understood packets go: the part in which the peers differ.</summary>
internal interface IIntake
{
    /// <summary>Begins a connection.</summary>
    /// <param name="output">Receives the answers.</param>
    ILine Open(PipeWriter output);
}

/// <summary>One connection's way in. Disposed when the device is gone: what was taken is still stored.</summary>
internal interface ILine : IAsyncDisposable
{
    /// <summary>Takes a packet.</summary>
    ValueTask Take(Upload upload);

    /// <summary>Called when all that was read at a time is taken; waits while too much of the connection is unanswered.</summary>
    ValueTask Pause();
}
