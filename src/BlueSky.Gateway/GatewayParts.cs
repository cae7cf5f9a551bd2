using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlueSky.Gateway;

/// <summary>What all connections of one gateway share.</summary>
internal sealed class GatewayParts(
    IOptions<GatewayOptions> options, TimeProvider time, GatewayMetrics metrics, IngestDispatcher dispatcher, AdmissionDoor door,
    SessionRegistry sessions, RefusalLedger ledger, ILogger<GatewayParts> log)
{
    public GatewayOptions Options { get; } = options.Value;

    public TimeProvider Time { get; } = time;

    public GatewayMetrics Metrics { get; } = metrics;

    public IngestDispatcher Dispatcher { get; } = dispatcher;

    public AdmissionDoor Door { get; } = door;

    public SessionRegistry Sessions { get; } = sessions;

    public RefusalLedger Ledger { get; } = ledger;

    public ILogger Log { get; } = log;

    public BackfillGate Backfills { get; } = new(options.Value.MaxBackfills);

    public string Name { get; } = options.Value.Name.Length > 0 ? options.Value.Name : Environment.MachineName;
}
