using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>One upload between its arrival and its answer.</summary>
/// <param name="connection">Where it came from.</param>
/// <param name="session">Who sent it.</param>
/// <param name="observation">What it says.</param>
/// <param name="answer">The bytes to send after the commit; empty when the device wants none.</param>
/// <param name="begun">Timestamp of its arrival, for the latency.</param>
internal sealed class Upload(DeviceConnection connection, DeviceSession session, Observation observation, byte[] answer, long begun)
    : IngestItem(new RoutedObservation(session.SourceId, observation))
{
    public DeviceSession Session => session;

    public byte[] Answer => answer;

    public long Begun => begun;

    /// <inheritdoc/>
    public override void Complete(IngestResult result) => connection.Completed(this, result);
}
