using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Store;

namespace BlueSky.Credit;

/// <summary>The stored form.</summary>
internal sealed class MuckTruckState
{
    public MuckTruck? Entry { get; set; }
}

/// <summary>Holds one entry, and has its account counted when it changes, which publishes it too.</summary>
internal sealed class MuckTruckGrain(
    [PersistentState("muck-truck")] IPersistentState<MuckTruckState> state, ICreditRows rows, IPublication publication, TimeProvider clock) : Grain, IMuckTruckGrain
{
    public async Task Register(MuckTruck entry, string actor)
    {
        if (entry.Plate != this.GetPrimaryKeyString()) throw new RefusedException("plate", "plate", "车牌号与地址不符。The plate is not that of the address.");
        if (entry.Fault() is { } fault) throw new RefusedException(fault);
        if ((await rows.Source(entry.Fleet))?.Registration.Kind != MuckTruck.FleetKind)
            throw new RefusedException("unknown-fleet", "fleet", "没有这个渣土车队，请先登记车队。There is no such fleet: register it first.");
        if (state.State.Entry is not { } held || !SameEntry.Is(held, entry))
        {
            // The entry of the log first: what is stored is never unaudited.
            var detail = $"{entry.Fleet}，{(entry.IsClosed ? "平推式全密闭" : "非全密闭")}，核准证 {entry.Permit} 至 {entry.PermitUntil:yyyy-MM-dd}，注销 {entry.RetiredOn:yyyy-MM-dd}";
            await publication.Append([new AuditEntry(clock.GetUtcNow(), actor, "muck-truck.registered", entry.Plate, "", detail, "", 1)]);
            var before = state.State;
            state.State = new MuckTruckState { Entry = entry };
            try
            {
                await state.Write();
            }
            catch
            {
                // Whether it was written is unknown: the next activation reads.
                state.State = before;
                DeactivateOnIdle();
                throw;
            }
        }

        // Also when it is there already: the account may not have been counted before a node died. The account asks back for this entry.
        await GrainFactory.GetGrain<ICreditGrain>(CreditKey.OfTruck(entry.Plate)).Refresh();
    }

    public Task<MuckTruck?> Get() => Task.FromResult(state.State.Entry);
}
