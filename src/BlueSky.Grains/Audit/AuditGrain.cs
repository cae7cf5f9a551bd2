using BlueSky.Store;
using Orleans.Concurrency;

namespace BlueSky.Audit;

/// <summary>Hands audit entries to the store. Any number of activations.</summary>
[StatelessWorker]
internal sealed class AuditGrain(IPublication publication) : Grain, IAuditGrain
{
    public Task Append(AuditEntry[] entries) => entries.Length == 0 ? Task.CompletedTask : publication.Append(entries);
}
