using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Time;
using Period = BlueSky.Assessment.Period;

namespace BlueSky.Credit;

/// <summary>The stored form: what people decided.</summary>
internal sealed class CreditState
{
    public List<CreditEvent> Events { get; set; } = [];
}

/// <summary>
/// The credit of one source or truck: fetches what it is counted from, asks the rules, audits and stores what they decide, publishes the accounts.
/// </summary>
internal sealed partial class CreditGrain(
    [PersistentState("credit")] IPersistentState<CreditState> state, CreditPolicies policies, SourceKindCatalog kinds, District district, IQueries queries, ICreditRows rows,
    IPublication publication, TimeProvider clock) : Grain, ICreditGrain
{
    private CreditFile _file = CreditFile.Empty;

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _file = CreditFile.Empty.After(state.State.Events);
        return Task.CompletedTask;
    }

    public async Task<CreditView> Do(CreditCommand command, Actor by)
    {
        var book = await Open((command as FreezePeriod)?.Period) ?? throw NotFound();
        await Carry(command, by, book, audited: true);
        return View(book, null)!;
    }

    public async Task<FrozenHead?> Freeze(string period, string command, Actor by)
    {
        var wanted = CreditKey.PeriodOf(period);
        if (await Open(wanted) is not { } book || book.Count(_file, wanted) is null) return null;
        // Frozen already, it is published once more: a node may have died after it was stored.
        if (_file.Frozen(wanted).Any()) await Publish(book);
        else await Carry(new FreezePeriod(command, wanted, ""), by, book, audited: false);
        var first = _file.Frozen(wanted).First();
        return new FrozenHead(first.Revision, first.Statement.Score, first.Digest);
    }

    public async Task<CreditView?> Get(string? period)
    {
        var wanted = period is null ? null : CreditKey.PeriodOf(period);
        return await Open(wanted) is { } book ? View(book, wanted) : null;
    }

    public async Task<CreditCheck?> Verify(string period, int revision)
    {
        var wanted = CreditKey.PeriodOf(period);
        if (_file.Frozen(wanted).FirstOrDefault(f => f.Revision == revision) is not { } frozen) return null;
        var policy = await PolicyOf(frozen);
        var cases = await new CreditCases(GrainFactory, queries).Of(frozen.Inputs);
        var scheme = CreditKey.TruckOf(Key) is null ? policy.Sources : policy.Trucks;
        var counted = CreditBook.Count(policy, scheme, frozen.Holder, wanted, frozen.AsOf, cases, _file, frozen.OwnEvents);
        return new CreditCheck(revision, frozen.Digest, counted.Digest, frozen.Statement.Score, counted.Score);
    }

    public async Task<bool> Refresh()
    {
        if (await Open(null) is not { } book) return false;
        await Publish(book);
        return true;
    }

    public async Task Rehearse(CreditRehearsal[] script)
    {
        if (_file.Version > 0) return;
        var book = await Open(null) ?? throw NotFound();
        if (!book.Info.IsDemo) throw new RefusedException("not-demo", "", "只有演示数据可以推演。Only a demonstration can be rehearsed.");
        var file = _file;
        foreach (var one in script)
        {
            var then = book with { Now = one.At.ToChina() };
            var (decided, refusal) = After(file, one.Command, one.By, then);
            if (refusal is not null) throw new RefusedException(refusal);
            file = decided;
        }

        await KeepPolicies(file);
        await Store(file);
        await Publish(book);
    }

    private static (CreditFile File, Decisions.Refusal? Refusal) After(CreditFile file, CreditCommand command, Actor by, CreditBook book)
    {
        var periods = CreditBook.PeriodsOf(book.Info.SchemeOf(book.Policies.All.Last()), file, DateOnly.FromDateTime(book.Now.DateTime));
        var decision = file.Decide(command, by, book.Now, book.ContextOf(file, periods));
        if (decision.Refusal is { } refusal) return (file, refusal);
        if (decision.IsRepetition) return (file, null);
        var decided = file.After(decision.Events);
        return (decided.After(CreditFile.Revisions(decided, decided.Events[^1], book.ContextOf(decided, periods))), null);
    }

    private async Task Carry(CreditCommand command, Actor by, CreditBook book, bool audited)
    {
        var before = _file;
        var (file, refusal) = After(before, command, by, book);
        if (refusal is not null)
        {
            await publication.Append([CreditAudit.Refused(Key, by, book.Now, refusal, command)]);
            throw new RefusedException(refusal);
        }

        if (file.Version == before.Version)
        {
            await Publish(book);
            return;
        }

        if (file.Events.Skip(before.Version).OfType<PeriodFrozen>().Any()) await KeepPolicies(file);
        // The entry first: a decision that was stored is never unaudited, one that failed after it is entered again.
        if (audited) await publication.Append([.. file.Events.Skip(before.Version).Select(e => CreditAudit.Entry(Key, e))]);
        await Store(file);
        await Publish(book);
    }

    private async Task Store(CreditFile file)
    {
        state.State = new CreditState { Events = [.. file.Events] };
        try
        {
            await state.Write();
        }
        catch (Exception e) when (e is BlueSkyException or Orleans.Storage.InconsistentStateException)
        {
            // The outcome is unknown: the next activation reads what the store really holds.
            DeactivateOnIdle();
            throw;
        }

        _file = file;
    }

    private CreditView? View(CreditBook book, Period? wanted)
    {
        var period = wanted ?? book.Info.SchemeOf(policies.All.Last()).PeriodOf(DateOnly.FromDateTime(book.Now.DateTime));
        if (period.Type != book.Info.SchemeOf(policies.All.Last()).Period) throw new RefusedException(CreditRefusal.WrongPeriod);
        if (book.Count(_file, period) is not { } count) return null;
        var before = book.Count(_file, period.Preceding())?.Statement;
        return new CreditView(
            book.Info.Holder.Id, book.Info.Name, book.Info.Holder.Kind, book.Info.Town, book.Info.Industry, book.Info.IsDemo, count.Statement, before,
            Later(count.Statement.OutUntil, before?.OutUntil), [.. _file.Frozen(period)], [.. _file.Events.Where(e => e is not PeriodFrozen)]);
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;

    private RefusedException NotFound() => new("not-found", "id", $"没有 {Key} 的信用账户：未登记，或此类不评分。There is no account: not registered, or a kind without a score.");
}
