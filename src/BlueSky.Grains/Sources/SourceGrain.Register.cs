using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Registers;
using BlueSky.Store;

namespace BlueSky.Sources;

// The register entry, the bound devices, and what people see.
internal sealed partial class SourceGrain
{
    public async Task Register(SourceRegistration registration, string actor)
    {
        if (registration.Id != Id) throw new RefusedException("bad-source", "id", $"编号与地址不符：{registration.Id}。The id must equal the one in the address.");
        if (RegistrationRules.Faults(registration, kinds, district).FirstOrDefault() is { } fault) throw new RefusedException(fault);
        using var order = await _telling.Enter();
        SourceRegistration? former;
        Tidings? tidings;
        using (await _door.Enter())
        {
            former = State.Registration;
            if (SameEntry.Is(former, registration)) return;

            // The activation of a source that was not in the register claimed nothing: ids that exist nowhere must leave no row.
            if (former is null) await journal.Claim(Id);
            State.Entry = await NextVersion(registration, actor);
            State.Registration = registration;
            _monitor = MonitorOf(registration);
            tidings = await Write();
        }

        await Tell(tidings!);
        if (former is not null && former.Town != registration.Town)
            await GrainFactory.GetGrain<ITownGrain>(former.Town).Forget(Id, State.Version);
        await publication.Append([new AuditEntry(
            clock.GetUtcNow(), actor, former is null ? "source.registered" : "source.changed", Id, "",
            former is null ? registration.Name : $"{former.Name} → {registration.Name}；{former.Operation} → {registration.Operation}", "", 1)]);
    }

    // A version that is there already with the same content is this one: kept by a program of before, or written before the source was entered.
    private async Task<EntryVersion> NextVersion(SourceRegistration registration, string actor)
    {
        var now = clock.GetUtcNow();
        if (State.Entry is { } held) return new(held.Number + 1, now > held.At ? now : held.At, actor, IsKept: false);
        var last = await publication.LastEntry(Id);
        if (last is null) return new(1, now, actor, IsKept: false);
        return SameEntry.Is(last.Registration, registration)
            ? new(last.Number, last.At, last.Actor, IsKept: true)
            : new(last.Number + 1, now > last.At ? now : last.At, actor, IsKept: false);
    }

    // Before the row, so that no list shows what the versions do not have yet.
    private async Task KeepVersion(Tidings tidings)
    {
        if (tidings.Entry is not { IsKept: false } entry) return;
        await publication.Publish([new RegisterEntry(tidings.Row.Registration, entry.Number, entry.At, entry.Actor)]);
        State.Entry = entry with { IsKept = true };
    }

    public Task BindDevice(string mn, int reportSeconds) =>
        ChangeDevices(() =>
        {
            var former = State.Devices.Find(d => d.Mn == mn);
            if (former?.ReportSeconds == reportSeconds) return false;
            if (former is not null) State.Devices.Remove(former);
            State.Devices.Add(new BoundDevice(mn, reportSeconds, former?.BoundAt ?? clock.GetUtcNow()));
            return true;
        });

    public Task UnbindDevice(string mn) =>
        ChangeDevices(() =>
        {
            // Bound again it is counted anew: what it sends elsewhere meanwhile is not missing here.
            foreach (var newest in State.Newest.Where(n => n.Mn == mn)) newest.Tally = null;
            return State.Devices.RemoveAll(d => d.Mn == mn) > 0;
        });

    public Task<SourceView?> Get()
    {
        if (_monitor is null) return Task.FromResult<SourceView?>(null);
        var kind = kinds[State.Registration!.Kind];
        lock (_gate) return Task.FromResult<SourceView?>(new SourceView
        {
            Registration = State.Registration,
            Summary = SummaryNow(),
            LastReadings = [.. _monitor.LastValues.Select(v => new LastReading(v.Channel, v.Value, UnitOf(kind, v.Channel), v.At, v.Quality))],
            Open = [.. _monitor.Open],
            Devices = [.. State.Devices.Select(d => d.Mn)],
            Observations = _arrival,
        });
    }

    public async Task<SourceSummary?> Summarise()
    {
        using var order = await _telling.Enter();
        Tidings? tidings = null;
        SourceSummary summary;
        using (await _door.Enter())
        {
            if (_monitor is null) return null;
            if ((_isDirty || _untold is not null) && !_isBroken) tidings = await Write();
            summary = tidings?.Row.Summary ?? SummaryNow();
        }

        if (tidings is not null) await Tell(tidings);
        return summary;
    }

    private async Task ChangeDevices(Func<bool> change)
    {
        using var order = await _telling.Enter();
        Tidings? tidings;
        using (await _door.Enter())
        {
            if (!change()) return;

            // A device may be bound before the source is entered: then there is nothing to publish yet.
            tidings = await Write();
            if (tidings is null) await state.Write();
        }

        if (tidings is not null) await Tell(tidings);
    }

    // Units come from the kind's factor table: a channel is factor[@point]-Field, converted values end in .zs.
    private static string UnitOf(SourceKind kind, string channel)
    {
        var factor = channel.AsSpan(0, channel.LastIndexOf('-') is var hyphen and > 0 ? hyphen : channel.Length);
        if (factor.IndexOf('@') is var at and > 0) factor = factor[..at];
        if (factor.EndsWith(FactorSpec.ConvertedSuffix, StringComparison.Ordinal)) factor = factor[..^FactorSpec.ConvertedSuffix.Length];
        return kind.FindFactor(factor.ToString())?.Unit ?? "";
    }
}
