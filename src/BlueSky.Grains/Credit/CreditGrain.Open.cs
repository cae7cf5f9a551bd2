using BlueSky.Assessment;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Time;
using BlueSky.Violations;

namespace BlueSky.Credit;

// Fetching what is counted from, and publishing what came out.
internal sealed partial class CreditGrain
{
    // The account of the present is counted again at least once a day: an older node beside this one marks no changes.
    private static readonly TimeSpan LongestRest = TimeSpan.FromDays(1);

    private async Task<CreditBook?> Open(Period? wanted)
    {
        if (await Info() is not { } info) return null;
        var now = clock.GetUtcNow().ToChina();
        var periods = PeriodsOf(info, now).Concat(wanted is null ? [] : [wanted, wanted.Preceding()]).Distinct().ToList();
        var cases = info.Truck is null
            ? await new CreditCases(GrainFactory, queries).Of(info.Holder.Id, periods.Min(p => p.Start), now.AddDays(1))
            : [];
        var kept = new Dictionary<string, CreditPolicy>(StringComparer.Ordinal);
        foreach (var frozen in periods.Select(p => _file.Frozen(p).LastOrDefault()).OfType<PeriodFrozen>())
            if (policies.For(frozen.Period)?.Digest != frozen.Statement.PolicyDigest) kept[frozen.Statement.PolicyDigest] = await PolicyOf(frozen);
        var hasData = new Dictionary<Period, bool>();
        if (info.Truck is null && wanted is not null && wanted.Start <= now) hasData[wanted] = await HasData(info, wanted);
        return new CreditBook(info, now, cases, policies, kept, hasData);
    }

    // The newest datum may not be rolled into a chunk yet.
    private async Task<bool> HasData(CreditHolderInfo info, Period period) =>
        (info.LastDataAt >= period.Start && info.LastDataAt < period.End) || await rows.HasData(info.Holder.Id, period.Start, period.End);

    private IReadOnlyList<Period> PeriodsOf(CreditHolderInfo info, DateTimeOffset now) =>
        CreditBook.PeriodsOf(info.SchemeOf(policies.All.Last()), _file, DateOnly.FromDateTime(now.DateTime));

    private async Task<CreditHolderInfo?> Info()
    {
        var truck = CreditKey.TruckOf(Key) is { } plate ? await GrainFactory.GetGrain<IMuckTruckGrain>(plate).Get() : null;
        if ((truck?.Fleet ?? CreditKey.SourceOf(Key)) is not { } id || await rows.Source(id) is not { } row) return null;
        var entry = row.Registration;
        if (policies.All.Last().KindsNotScored.Value.Contains(entry.Kind) || kinds.Find(entry.Kind) is not { } kind) return null;
        var place = district.Place(entry.Town, entry.Department ?? kind.LeadDepartment.Value, entry.Kind);
        // The town and the department of its fleet answer for a truck.
        if (truck is not null) return new CreditHolderInfo(new CreditHolder(truck.Plate, MuckTruck.Kind, truck.RegisteredOn), truck.Plate, place.Town, place.Industry, truck.IsDemo, truck, null);
        return new CreditHolderInfo(new CreditHolder(entry.Id, entry.Kind, entry.RegisteredOn), entry.Name, place.Town, place.Industry, entry.IsDemo, null, row.Summary.LastDataAt);
    }

    private async Task<CreditPolicy> PolicyOf(PeriodFrozen frozen)
    {
        var digest = frozen.Statement.PolicyDigest;
        if (policies.All.FirstOrDefault(p => p.Digest == digest) is { } current) return current;
        var kept = await GrainFactory.GetGrain<IPolicyTextGrain>(digest).Get()
            ?? throw new RefusedException("policy-changed", "policy", $"{frozen.Statement.PolicyId} 当时的原文已不存在。The policy's text of that time is not kept.");
        return CreditPolicyFile.ParseKept(kept.Text, kept.Id + ".json");
    }

    private async Task KeepPolicies(CreditFile file)
    {
        foreach (var digest in file.Events.OfType<PeriodFrozen>().Select(f => f.Statement.PolicyDigest).Distinct(StringComparer.Ordinal))
            if (policies.All.FirstOrDefault(p => p.Digest == digest) is { } policy)
                await GrainFactory.GetGrain<IPolicyTextGrain>(digest).Keep(policy.Id, policies.TextOf(policy.Id)!);
    }

    private async Task Publish(CreditBook book)
    {
        var present = book.Info.SchemeOf(policies.All.Last()).PeriodOf(DateOnly.FromDateTime(book.Now.DateTime));
        if (book.Info.Truck is { } truck)
        {
            if (book.Count(_file, present)?.Statement is not { } now) return;
            var outUntil = Later(now.OutUntil, book.Count(_file, present.Preceding())?.Statement.OutUntil);
            await rows.Publish(
                new MuckTruckRow
                {
                    Truck = truck, Town = book.Info.Town.Code, Statement = now, OutUntil = outUntil > book.Now ? outUntil : null, Pending = PendingIn(now), AsOf = book.Now,
                },
                book.Now + LongestRest);
            return;
        }

        foreach (var period in PeriodsOf(book.Info, book.Now))
        {
            if (book.Count(_file, period) is not { } count) continue;
            await rows.Publish(RowOf(book, period, count), period == present ? NextCount(book.Now, period) : null);
        }
    }

    private CreditRow RowOf(CreditBook book, Period period, CreditCount count)
    {
        var frozen = _file.Frozen(period).LastOrDefault();
        return new CreditRow
        {
            Source = book.Info.Holder.Id, Name = book.Info.Name, Kind = book.Info.Holder.Kind, Town = book.Info.Town.Code, Department = book.Info.Industry.Code,
            Statement = frozen?.Statement ?? count.Statement, Revision = frozen?.Revision ?? 0, Differs = frozen is not null && frozen.Digest != count.Statement.Digest,
            Pending = PendingIn(frozen?.Statement ?? count.Statement), HasData = frozen?.HasData ?? false, IsDemo = book.Info.IsDemo, AsOf = book.Now,
        };
    }

    private int PendingIn(CreditStatement statement) => _file.Appeals.Count(a => a.Decided is null && statement.Lines.Any(l => l.Id == a.Filed.Line));

    // A good month is over at its end; the last one of a period with the period.
    private static DateTimeOffset NextCount(DateTimeOffset now, Period period)
    {
        var monthEnd = Period.Month(now.Year, now.Month).End;
        return monthEnd < period.End && monthEnd < now + LongestRest ? monthEnd : now + LongestRest;
    }
}
