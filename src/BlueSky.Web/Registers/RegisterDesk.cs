using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Registers;
using BlueSky.Sources;
using Microsoft.AspNetCore.Http;

namespace BlueSky.Web;

/// <summary>Takes requests to the register's snapshots, and knows how far a caller sees.</summary>
internal sealed class RegisterDesk(IGrainFactory grains, District district, IReadOnlyList<KindInfo> kinds, IQueries queries)
{
    private readonly Dictionary<string, string> departments = kinds.ToDictionary(k => k.Code, k => k.Department, StringComparer.Ordinal);

    public ISnapshotGrain Grain => grains.GetGrain<ISnapshotGrain>(district.Code);

    public async Task<IReadOnlyList<RegisterSnapshot>> Snapshots() => await Grain.All();

    public async Task<IReadOnlyList<RegisterEntry>> Entries(int number, string kind) => await Grain.Entries(number, kind) ?? [];

    /// <summary>What differs between two snapshots, by kind. Pages that both have are not even fetched.</summary>
    public async Task<IReadOnlyList<RegisterChange>> Difference(int from, int to, string? kind)
    {
        var snapshots = await Snapshots();
        var (before, after) = (snapshots[from - 1].Parts, snapshots[to - 1].Parts);
        var changes = new List<RegisterChange>();
        foreach (var code in before.Concat(after).Select(p => p.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Where(c => kind is null || c == kind))
        {
            var (old, current) = (before.FirstOrDefault(p => p.Kind == code)?.Pages ?? [], after.FirstOrDefault(p => p.Kind == code)?.Pages ?? []);
            if (old.SequenceEqual(current, StringComparer.Ordinal)) continue;
            changes.AddRange(RegisterDifference.Between(
                (await Entries(from, code)).Select(e => e.Registration), (await Entries(to, code)).Select(e => e.Registration)));
        }

        return changes;
    }

    /// <summary>What differs, in rows, as far as one sees.</summary>
    public async Task<List<ChangeRow>> Changes(int from, int to, string? kind, string? town, RegisterReach reach) => [.. (await Difference(from, to, kind))
        .Where(c => (town is null || c.Before?.Town == town || c.After?.Town == town)
            && ((c.Before is { } before && Sees(reach, before)) || (c.After is { } after && Sees(reach, after))))
        .SelectMany(ChangeRow.Of)];

    /// <summary>
    /// How far this caller sees: the key of a town or department its own, the command centre and the task force all, and who has no unit and
    /// may read all too, as in the list of sources.
    /// </summary>
    public RegisterReach ReachOf(Caller caller)
    {
        if (caller.Unit is null) return RegisterReach.All;
        var unit = caller.ActorIn(district).Unit;
        return unit?.Kind == UnitKind.TaskForce ? RegisterReach.All : RegisterReach.Of(unit, district);
    }

    /// <summary>The same for who sent a request.</summary>
    public RegisterReach ReachOf(HttpContext http) => ReachOf(Caller.Of(http));

    /// <summary>How far this caller enters.</summary>
    public RegisterReach WritesOf(HttpContext http)
    {
        var caller = Caller.Of(http);
        return RegisterReach.OfWriter(caller.Unit, caller.ActorIn(district), district);
    }

    /// <exception cref="RefusedException">The caller's unit may not register this in place of what is there.</exception>
    public async Task CheckReach(HttpContext http, SourceRegistration entry)
    {
        var reach = WritesOf(http);
        if (reach.IsAll) return;
        var current = (await grains.GetGrain<ISourceGrain>(entry.Id).Get())?.Registration;
        if (reach.Refuse(entry, current, k => departments.GetValueOrDefault(k, "")) is { } refusal) throw new RefusedException(refusal);
    }

    /// <exception cref="RefusedException">The caller's unit may enter no records of this source.</exception>
    public void CheckRecord(HttpContext http, SourceRegistration source)
    {
        if (WritesOf(http).RefuseRecord(source, departments.GetValueOrDefault(source.Kind, "")) is { } refusal) throw new RefusedException(refusal);
    }

    /// <exception cref="RefusedException">The caller's unit may enter nothing that concerns the whole district.</exception>
    public void CheckDistrict(HttpContext http)
    {
        if (WritesOf(http).RefuseDistrict() is { } refusal) throw new RefusedException(refusal);
    }

    public IRegisterImportGrain Import(string command) => grains.GetGrain<IRegisterImportGrain>($"{district.Code}/{command}");

    /// <summary>The entries of a kind as they are now, as far as the caller sees, by id.</summary>
    public Task<List<SourceRegistration>> Entries(HttpContext http, string kind, string? town) => Entries(ReachOf(http), kind, town, http.RequestAborted);

    /// <summary>The same as far as one reaches.</summary>
    public async Task<List<SourceRegistration>> Entries(RegisterReach reach, string kind, string? town, CancellationToken cancellation)
    {
        var all = new List<SourceRegistration>();
        for (var number = 1; ; number++)
        {
            var page = await queries.Sources(new SourceFilter(town, kind), new PageRequest(number, 500), cancellation);
            all.AddRange(page.Items.Select(r => r.Registration).Where(e => Sees(reach, e)));
            if (page.Items.Count < page.Size) return all;
        }
    }

    public bool Sees(RegisterReach reach, SourceRegistration entry) => reach.Covers(entry, departments.GetValueOrDefault(entry.Kind, ""));

    public static Page<T> Part<T>(List<T> rows, PageRequest page) =>
        new([.. rows.Skip((page.Number - 1) * page.Size).Take(page.Size)], rows.Count, page.Number, page.Size);
}
