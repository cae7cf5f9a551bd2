using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Store;
using BlueSky.Time;
using Microsoft.Extensions.Logging;

namespace BlueSky.Credit;

/// <summary>The stored form.</summary>
internal sealed class CreditQuarterState
{
    public QuarterClosing? Closing { get; set; }

    /// <summary>Id of the last source that was frozen.</summary>
    public string Cursor { get; set; } = "";

    public List<DrawnLists> Lists { get; set; } = [];

    /// <summary>Ids of the commands carried out, each with what it was.</summary>
    public Dictionary<string, string> Commands { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>
/// Closes a quarter piece by piece: how far it is is stored after each piece, a source that was frozen twice keeps its first revision, and a
/// reminder goes on after a restart.
/// </summary>
internal sealed partial class CreditQuarterGrain(
    [PersistentState("credit-quarter")] IPersistentState<CreditQuarterState> state, CreditPolicies policies, District district, ICreditRows rows, ICreditQueries queries,
    IPublication publication, TimeProvider clock, ILogger<CreditQuarterGrain> log) : Grain, ICreditQuarterGrain, IRemindable
{
    private const string Finish = "finish";
    private const int AtOnce = 50, MostACall = 2_000, MostCommands = 200, MostVerified = 5_000, MostNamed = 100, PageRows = 500;

    private string Key => this.GetPrimaryKeyString();

    private Period Quarter => CreditKey.PeriodOf(Key.Split('/') is [var code, var period] && code == district.Code ? period : Key);

    public Task<QuarterView> Get() => Task.FromResult(View());

    public async Task<QuarterView> Close(string command, Actor by)
    {
        if (IsRepeated(command, "close", by)) return View();
        if (Refuse(by) is { } no) throw await Refused(no, by, command);
        var quarter = Quarter;
        if (quarter.Type != PeriodType.Quarter) throw await Refused(CreditRefusal.WrongPeriod, by, command);
        if (quarter.End > clock.GetUtcNow()) throw await Refused(CreditRefusal.NotOver, by, command);
        if (policies.For(quarter) is not { } policy)
            throw new RefusedException("no-policy", "period", $"{quarter} 没有适用的信用规则。No credit policy is in force for this quarter.");
        if (state.State.Closing is null)
        {
            var now = clock.GetUtcNow().ToChina();
            await this.RegisterOrUpdateReminder(Finish, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
            await publication.Append([CreditAudit.Entry(Key, by, now, "credit.closing", "", $"{command}：{quarter} 定格开始，规则 {policy.Id} {policy.Digest}")]);
            await Store(s => (s.Closing, s.Cursor) = (new QuarterClosing(now, by, policy.Id, 0, false, ""), ""), command, "close", by);
        }

        await Continue();
        return View();
    }

    public async Task<QuarterView> Draw(string command, Actor by)
    {
        if (IsRepeated(command, "draw", by)) return View();
        if (Refuse(by) is { } no) throw await Refused(no, by, command);
        if (state.State.Closing is not { IsDone: true }) throw new RefusedException("not-closed", "", $"{Quarter} 尚未定格完毕，不能评红黑榜。The quarter is not closed yet.");
        if (state.State.Lists.Exists(l => l.DecidedAt is null)) throw new RefusedException("lists-waiting", "", "已有红黑榜待确认，请先确认或退回。Lists wait for confirmation already.");
        var now = clock.GetUtcNow().ToChina();
        ListPlace[] places = [.. CreditLists.Draw(policies.For(Quarter)!, await Ranked(), now.Day())];
        var drawn = new DrawnLists(state.State.Lists.Count + 1, now, by, places, CreditLists.DigestOf(places), null, null, false, "");
        await publication.Append([CreditAudit.Entry(Key, by, now, "credit.lists-drawn", "",
            $"{command}：第{drawn.Number}次，红榜 {places.Count(p => p.List == CreditList.Red)}，黑榜 {places.Count(p => p.List == CreditList.Black)}，{drawn.Digest}")]);
        await Store(s => s.Lists = [.. s.Lists, drawn], command, "draw", by);
        return View();
    }

    public async Task<QuarterView> Decide(string command, bool confirms, string reason, Actor by)
    {
        var what = confirms ? "confirm" : "return";
        if (IsRepeated(command, what, by)) return View();
        if (Refuse(by) is { } no) throw await Refused(no, by, command);
        if (state.State.Lists.FindLast(l => l.DecidedAt is null) is not { } waiting)
            throw new RefusedException("no-lists", "", "没有待确认的红黑榜。No lists wait for confirmation.");
        if (waiting.DrawnBy.Id == by.Id) throw await Refused(CreditRefusal.SecondPerson, by, command);
        if (!confirms && string.IsNullOrWhiteSpace(reason)) throw new RefusedException("missing", "reason", "请填写退回理由。Say why they are sent back.");
        if (reason.Length > 1_024) throw new RefusedException("too-long", "reason", "最多 1024 个字符。At most 1,024 characters.");
        var now = clock.GetUtcNow().ToChina();
        await publication.Append([CreditAudit.Entry(Key, by, now, confirms ? "credit.lists-published" : "credit.lists-returned", "", $"{command}：第{waiting.Number}次 {waiting.Digest}；{reason}")]);
        await Store(
            s => s.Lists = [.. s.Lists.Select(l => l.Number == waiting.Number ? l with { DecidedAt = now, DecidedBy = by, IsPublished = confirms, Reason = reason } : l)], command, what, by);
        return View();
    }

    public async Task<QuarterCheck> Verify()
    {
        if (state.State.Closing is not { IsDone: true } closing) throw new RefusedException("not-closed", "", $"{Quarter} 尚未定格完毕。The quarter is not closed yet.");
        if (closing.Accounts > MostVerified)
            throw new RefusedException("too-many", "", $"账户超过 {MostVerified} 个，请按污染源重算。More than {MostVerified} accounts: verify them source by source.");
        var (digest, accounts, different) = ("", 0, new List<string>());
        await foreach (var (id, check) in Checks())
        {
            accounts++;
            digest = CreditStatement.Chain(digest, id, check.CountedDigest);
            if (!check.IsSame && different.Count < MostNamed) different.Add(id);
        }

        return new QuarterCheck(accounts, [.. different], closing.Digest, digest);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        try
        {
            await Continue();
        }
        catch (Exception e) when (e is BlueSkyException or OrleansException or TimeoutException)
        {
            ClosingInterrupted(Key, e);
        }
    }

    private async Task Continue()
    {
        var (exceptKinds, quarter) = (policies.For(Quarter)!.KindsNotScored.Value, Quarter.ToString());
        for (var handled = 0; state.State.Closing is { IsDone: false } closing && handled < MostACall;)
        {
            var ids = await rows.SourcesAfter(state.State.Cursor, exceptKinds, AtOnce);
            // An id that no caller can have sent, who write no slash: one entry under the closing's own id would hold up the whole quarter.
            var heads = await Task.WhenAll(ids.Select(id => GrainFactory.GetGrain<ICreditGrain>(CreditKey.OfSource(id)).Freeze(quarter, $"close/{quarter}", closing.By)));
            var (accounts, digest) = (closing.Accounts, closing.Digest);
            foreach (var (id, head) in ids.Zip(heads))
            {
                if (head is null) continue;
                (accounts, digest) = (accounts + 1, CreditStatement.Chain(digest, id, head.Digest));
            }

            var isDone = ids.Count < AtOnce;
            if (isDone)
                await publication.Append([CreditAudit.Entry(Key, closing.By, clock.GetUtcNow().ToChina(), "credit.closed", "", $"{quarter} 定格 {accounts} 个账户，{digest}")]);
            await Store(s => (s.Closing, s.Cursor) = (closing with { Accounts = accounts, Digest = digest, IsDone = isDone }, ids.Count > 0 ? ids[^1] : s.Cursor));
            handled += ids.Count;
        }

        if (state.State.Closing is { IsDone: true } && await this.GetReminder(Finish) is { } reminder) await this.UnregisterReminder(reminder);
    }

    private async IAsyncEnumerable<(string Id, CreditCheck Check)> Checks()
    {
        var (exceptKinds, quarter) = (policies.For(Quarter)!.KindsNotScored.Value, Quarter.ToString());
        for (var cursor = ""; ;)
        {
            var ids = await rows.SourcesAfter(cursor, exceptKinds, AtOnce);
            var checks = await Task.WhenAll(ids.Select(id => GrainFactory.GetGrain<ICreditGrain>(CreditKey.OfSource(id)).Verify(quarter, 1)));
            foreach (var (id, check) in ids.Zip(checks))
                if (check is not null) yield return (id, check);
            if (ids.Count < AtOnce) yield break;
            cursor = ids[^1];
        }
    }

    private async Task<List<RankedSource>> Ranked()
    {
        var all = new List<RankedSource>();
        for (var number = 1; ; number++)
        {
            var page = await queries.Credit(new CreditFilter(Quarter.ToString(), Frozen: true), new PageRequest(number, PageRows, "source"), CancellationToken.None);
            all.AddRange(page.Items.Select(r => new RankedSource(r.Source, r.Name, r.Kind, r.Town, r.HasData, r.IsDemo, r.Revision, r.Statement)));
            if (page.Items.Count < PageRows) return all;
        }
    }

    private static Decisions.Refusal? Refuse(Actor by) => by.IsCommand ? null : CreditRefusal.NotCommand;

    private async Task<RefusedException> Refused(Decisions.Refusal refusal, Actor by, string command)
    {
        await publication.Append([CreditAudit.Entry(Key, by, clock.GetUtcNow(), "credit.refused", refusal.Code, command)]);
        return new RefusedException(refusal);
    }

    private bool IsRepeated(string command, string what, Actor by)
    {
        if (string.IsNullOrWhiteSpace(command) || command.Length > 64) throw new RefusedException("bad-command-id", "command", "指令编号为 1 到 64 个字符。A command's id has 1 to 64 characters.");
        if (!state.State.Commands.TryGetValue(command, out var known))
        {
            return state.State.Commands.Count < MostCommands ? false
                : throw new RefusedException("file-full", "", $"本季度的指令已满 {MostCommands} 条。This quarter holds as many commands as it may.");
        }

        return known == $"{what}/{by.Id}" ? true : throw new RefusedException("command-id-taken", "command", "此编号已用于另一条指令，请换一个编号。The id belongs to another command; use a new one.");
    }

    private async Task Store(Action<CreditQuarterState> change, string command = "", string what = "", Actor? by = null)
    {
        change(state.State);
        if (command.Length > 0) state.State.Commands[command] = $"{what}/{by!.Id}";
        try
        {
            await state.Write();
        }
        catch (Exception e) when (e is BlueSkyException or Orleans.Storage.InconsistentStateException)
        {
            // What is stored is not known: the next activation reads it.
            DeactivateOnIdle();
            throw;
        }
    }

    private QuarterView View() => new(state.State.Closing, [.. state.State.Lists]);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Closing of {Quarter} was interrupted; the next minute takes it up")]
    private partial void ClosingInterrupted(string quarter, Exception cause);
}
