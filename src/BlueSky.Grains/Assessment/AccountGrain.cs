using System.Globalization;
using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Store;
using BlueSky.Time;

namespace BlueSky.Assessment;

/// <summary>The stored form.</summary>
internal sealed class AccountState
{
    public AccountBook? Book { get; set; }
}

/// <summary>Loads the book, asks it, stores the new one, writes the audit log.</summary>
internal sealed class AccountGrain(
    [PersistentState("account")] IPersistentState<AccountState> state, District district, IPublication publication, TimeProvider clock)
    : Grain, IAccountGrain
{
    private string Key => this.GetPrimaryKeyString();

    public Task<AccountView> Get() => Task.FromResult(View(Book()));

    public async Task<AccountView> Confirm(string period, int revision, string actor, string reason)
    {
        var (code, year, policy) = Parts();
        if (!Period.TryParse(period, out var parsed))
            throw new RefusedException("bad-period", "period", $"时段写法不对：{period}。This is no period.");
        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("no-reason", "reason", "请填写依据。Give the document or reason.");
        var stored = await GrainFactory.GetGrain<IAssessmentGrain>(AssessmentKey.Of(code, parsed!, policy)).Get(revision)
            ?? throw new RefusedException("unknown-revision", "revision", $"{parsed} 没有第 {revision} 版。There is no such revision.");
        return await Decide(
            b => b.Confirm(stored.Result, new Confirmation(parsed!, revision, stored.Digest, Now, actor, reason)), "period",
            after => new AuditEntry(
                Now, actor, "account.confirmed", Key, "",
                $"{parsed} 第{revision}版；{after.Postings.Count(p => p.Period == parsed && p.Revision == revision)} 笔；{reason}", "", 1),
            year);
    }

    public Task<AccountView> Settle(string id, string unit, Settlement settlement, string actor)
    {
        var (_, year, _) = Parts();
        if (district.Towns.All(t => t.Code != unit))
            throw new RefusedException("unknown-unit", "unit", $"没有单位 {unit}，可选：{string.Join("、", district.Towns.Select(t => t.Code + t.Name))}。Unknown unit.");
        if (settlement.Day > Now.Day()) throw new RefusedException("future", "day", "结算日期不能在将来。The day lies in the future.");
        return Decide(
            b => b.Settle(new SettlementEntry(id, unit, settlement, Now, actor)), "settlement",
            _ => new AuditEntry(
                Now, actor, "account.settled", Key, "",
                string.Create(CultureInfo.InvariantCulture, $"{id}：{unit} {settlement.Day:yyyy-MM-dd} {settlement.Amount} 万元 {settlement.Document}"), "", 1),
            year);
    }

    private DateTimeOffset Now => clock.GetUtcNow().ToChina();

    private async Task<AccountView> Decide(Func<AccountBook, AccountBook> decision, string field, Func<AccountBook, AuditEntry> audit, int year)
    {
        var before = Book(year);
        AccountBook after;
        try
        {
            after = decision(before);
        }
        catch (AssessmentException e)
        {
            throw new RefusedException("conflict", field, e.Message);
        }

        if (ReferenceEquals(before, after)) return View(after);
        // The entry first: a decision that was stored is never unaudited, one that failed after it is entered again.
        await publication.Append([audit(after)]);
        state.State = new AccountState { Book = after };
        try
        {
            await state.Write();
        }
        catch (Exception e) when (e is BlueSkyException or Orleans.Storage.InconsistentStateException)
        {
            DeactivateOnIdle();
            throw;
        }

        return View(after);
    }

    private AccountBook Book() => Book(Parts().Year);

    private AccountBook Book(int year) => state.State.Book ?? new AccountBook { Year = year };

    private AccountView View(AccountBook book) => new(
        book.Year, Parts().Policy,
        [
            .. book.Postings.Select(p => p.Unit).Union(book.Settlements.Select(s => s.Unit), StringComparer.Ordinal)
                .Order(StringComparer.Ordinal).Select(book.AccountOf),
        ],
        [.. book.Confirmations], [.. book.Postings], [.. book.Settlements]);

    private (string District, int Year, string Policy) Parts()
    {
        var parts = Key.Split(AssessmentKey.Separator);
        return parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var year) && parts[0] == district.Code
            ? (parts[0], year, parts[2])
            : throw new RefusedException("bad-account", "year", $"账户写法不对：{Key}。There is no such account.");
    }
}
