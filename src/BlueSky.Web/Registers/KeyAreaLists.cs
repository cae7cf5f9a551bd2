using BlueSky.Districts;
using BlueSky.Registers;
using BlueSky.Sources;

namespace BlueSky.Web;

/// <summary>污染源清单: a source within a station's area. One that lies in two areas is there twice.</summary>
/// <param name="Station">Code of the station.</param>
/// <param name="StationName">Its name.</param>
/// <param name="Kilometres">Distance along the ground, km, two decimals (sphere, about 0.5 %).</param>
/// <param name="Id">The source.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="KindName">Chinese name of the kind.</param>
/// <param name="Town">Town code.</param>
/// <param name="Address">Address.</param>
/// <param name="Longitude">Degrees east, as registered.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Operation">What the operator declared, in Chinese.</param>
/// <param name="IsDemo">True for demonstration data.</param>
internal sealed record AreaSourceRow(
    string Station, string StationName, decimal Kilometres, string Id, string Name, string Kind, string KindName, string Town, string Address,
    decimal Longitude, decimal Latitude, string Operation, bool IsDemo);

/// <summary>措施清单: a measure that the sources of one kind in an area must keep.</summary>
/// <param name="Station">Code of the station.</param>
/// <param name="StationName">Its name.</param>
/// <param name="Kind">Kind.</param>
/// <param name="KindName">Chinese name of the kind.</param>
/// <param name="Sources">Sources of the kind in the area.</param>
/// <param name="Measure">Code of the measure; empty when the kind's file has no checklist.</param>
/// <param name="MeasureName">Chinese name, or that there is none.</param>
/// <param name="Mark">How sure it is: T, S, K, D; K and D are to be confirmed by the bureau.</param>
/// <param name="Citation">Where it comes from.</param>
internal sealed record AreaMeasureRow(
    string Station, string StationName, string Kind, string KindName, int Sources, string Measure, string MeasureName, string Mark, string Citation);

/// <summary>责任清单: who answers for a source within a station's area.</summary>
/// <param name="Station">Code of the station.</param>
/// <param name="StationName">Its name.</param>
/// <param name="Id">The source.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Town">Town code.</param>
/// <param name="TownName">属地: the town.</param>
/// <param name="Department">行业: the department.</param>
/// <param name="Responsible">责任人员, or the placeholder 待填报.</param>
/// <param name="IsKnown">False for the placeholder.</param>
/// <param name="From">Where the person comes from: the register, or a task of the ledger; empty for the placeholder.</param>
/// <param name="IsDemo">True for demonstration data.</param>
internal sealed record AreaDutyRow(
    string Station, string StationName, string Id, string Name, string Kind, string Town, string TownName, string Department, string Responsible, bool IsKnown,
    string From, bool IsDemo);

/// <summary>A person that the task ledger names for a kind in a town.</summary>
internal sealed record LedgerPerson(string Kind, string Town, int Task, string Responsible);

/// <summary>The three lists (三个清单) of the key areas, from register, kinds and task ledger. Pure.</summary>
internal sealed class KeyAreaLists
{
    /// <summary>What stands for a person that nobody has named yet.</summary>
    public const string Unknown = "待填报";

    private readonly IReadOnlyList<(AirStation Station, decimal Kilometres, SourceRegistration Entry)> inside;
    private readonly Dictionary<string, KindInfo> kinds;
    private readonly District district;
    private readonly IReadOnlyList<LedgerPerson> people;

    /// <param name="district">Its main-urban stations have the areas.</param>
    /// <param name="entries">Entries to look for; what is not in the register on that day, and the stations themselves, are passed over.</param>
    /// <param name="today">Day, China time.</param>
    /// <param name="kinds">Kinds with their measures.</param>
    /// <param name="people">Persons of the task ledger.</param>
    public KeyAreaLists(
        District district, IEnumerable<SourceRegistration> entries, DateOnly today, IReadOnlyList<KindInfo> kinds, IReadOnlyList<LedgerPerson> people)
    {
        var areas = new KeyAreas(district);
        (this.district, this.people) = (district, people);
        this.kinds = kinds.ToDictionary(k => k.Code, StringComparer.Ordinal);
        var order = areas.Stations.Select((s, i) => (s.Code, i)).ToDictionary(s => s.Code, s => s.i, StringComparer.Ordinal);
        inside =
        [
            .. entries.Where(e => e.Kind != AirStationSource.Kind && e.IsListedOn(today))
                .SelectMany(e => areas.AllOf(e.Location).Select(a => (a.Station, Kilometres: Math.Round((decimal)a.Kilometres, 2), Entry: e)))
                .OrderBy(a => order[a.Station.Code]).ThenBy(a => a.Entry.Kind, StringComparer.Ordinal).ThenBy(a => a.Kilometres).ThenBy(a => a.Entry.Id, StringComparer.Ordinal),
        ];
    }

    public List<AreaSourceRow> Sources() => [.. inside.Select(a => new AreaSourceRow(
        a.Station.Code, a.Station.Name, a.Kilometres, a.Entry.Id, a.Entry.Name, a.Entry.Kind, NameOf(a.Entry.Kind), a.Entry.Town, a.Entry.Address,
        a.Entry.Location!.Value.Longitude, a.Entry.Location.Value.Latitude, RegisterFields.Operations[(int)a.Entry.Operation], a.Entry.IsDemo))];

    public List<AreaMeasureRow> Measures() => [.. inside.GroupBy(a => (a.Station, a.Entry.Kind)).SelectMany(g => MeasuresOf(g.Key.Station, g.Key.Kind, g.Count()))];

    public List<AreaDutyRow> Duties() => [.. inside.Select(DutyOf)];

    private IEnumerable<AreaMeasureRow> MeasuresOf(AirStation station, string kind, int sources)
    {
        var row = new AreaMeasureRow(station.Code, station.Name, kind, NameOf(kind), sources, "", "（此类型没有措施清单）", "", "");
        return kinds.GetValueOrDefault(kind)?.Measures is { Count: > 0 } measures
            ? measures.Select(m => row with { Measure = m.Code, MeasureName = m.Name, Mark = m.Mark, Citation = m.Citation })
            : [row];
    }

    private AreaDutyRow DutyOf((AirStation Station, decimal Kilometres, SourceRegistration Entry) area)
    {
        var entry = area.Entry;
        var person = people.FirstOrDefault(p => p.Kind == entry.Kind && p.Town == entry.Town);
        var (responsible, from) = entry.Responsible is { Length: > 0 } own ? (own, "清单") : person is not null
            ? (person.Responsible, FormattableString.Invariant($"工作台账第{person.Task}项"))
            : (Unknown, "");
        return new AreaDutyRow(
            area.Station.Code, area.Station.Name, entry.Id, entry.Name, entry.Kind, entry.Town, district.Towns.FirstOrDefault(t => t.Code == entry.Town)?.Name ?? entry.Town,
            entry.Department ?? kinds.GetValueOrDefault(entry.Kind)?.Department ?? "", responsible, from.Length > 0, from, entry.IsDemo);
    }

    private string NameOf(string kind) => kinds.GetValueOrDefault(kind)?.Name ?? kind;
}
