using System.Globalization;
using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Time;
using BlueSky.Violations;
using Period = BlueSky.Assessment.Period;

namespace BlueSky.Credit;

/// <summary>A command of an invented history.</summary>
/// <param name="At">When it was given.</param>
/// <param name="By">By whom.</param>
/// <param name="Command">The command.</param>
public sealed record DemoCommand(DateTimeOffset At, Actor By, CreditCommand Command);

/// <summary>
/// What the demonstration (演示) shows of credit: problems of the two quarters before this one, penalties and refusals, an appeal upheld after the
/// quarter was frozen and one that waits, muck trucks with points. Everything in it is invented and says so.
/// </summary>
public static class DemoCredit
{
    // Sites that the demo's living cases leave alone.
    private const int FirstSite = 4;

    /// <summary>The two quarters before the present one, the later first.</summary>
    public static IReadOnlyList<Period> QuartersBefore(DateTimeOffset now)
    {
        var day = now.Day();
        var present = Period.Quarter(day.Year, ((day.Month - 1) / 3) + 1);
        return [present.Preceding(), present.Preceding().Preceding()];
    }

    /// <summary>A person of the command centre; the second confirms what the first draws.</summary>
    public static Actor Commander(int number) => Officer(Unit.CommandCentre, number);

    /// <summary>Problems of both quarters: handled in time, late with a rejected rectification, and withdrawn.</summary>
    public static IReadOnlyList<DemoCase> Cases(IReadOnlyList<SourceRegistration> sources, District district, SourceKindCatalog kinds, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        var sites = new Queue<SourceRegistration>(Sites(sources).Take(6));
        var cases = new List<DemoCase>();
        foreach (var quarter in QuartersBefore(now))
        {
            var start = (now - quarter.Start.AddDays(20).AddHours(9)).TotalHours;
            double After(double hours) => start - hours;
            DemoScript Case()
            {
                var site = sites.Dequeue();
                return new DemoScript(site, kinds[site.Kind], district, "measures", Severity.Violation, now, now.AddHours(-start));
            }

            cases.Add(Case().Accept(Line.Town, After(1)).Accept(Line.Industry, After(2)).Rectify(After(20)).Pass(Line.Industry, After(30)).Pass(Line.Town, After(32)).Made());
            cases.Add(Case().Accept(Line.Town, After(30)).Accept(Line.Industry, After(31)).Rectify(After(60)).Reject(Line.Industry, After(70)).Rectify(After(90))
                .Pass(Line.Industry, After(100)).Pass(Line.Town, After(101)).Made());
            cases.Add(Case().Propose(After(2)).Agree(After(5)).Made());
        }

        return cases;
    }

    /// <summary>What was entered on sites: three penalties, a refusal, one struck out after its quarter was frozen, and one whose appeal waits.</summary>
    public static IReadOnlyList<(string Source, IReadOnlyList<DemoCommand> Script)> Entries(IReadOnlyList<SourceRegistration> sources, District district, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(district);
        var sites = Sites(sources).Skip(6).Take(4).ToList();
        if (sites.Count < 4) return [];
        var (last, before) = (QuartersBefore(now)[0], QuartersBefore(now)[1]);
        var enforcer = Officer(district.UnitOf("zonghe-zhifa") ?? Unit.CommandCentre, 1);
        Actor Town(SourceRegistration site) => Officer(district.UnitOf(site.Town)!, 1);
        DemoCommand Entry(string id, string clause, DateTimeOffset at) =>
            new(at, enforcer, new EnterPoints(id, clause, at.AddHours(-2), $"演示文号 {id}", "演示：虚构的执法记录"));
        return
        [
            (sites[0].Id, [.. Enumerable.Range(1, 3).Select(i => Entry($"demo-penalty-{i}", "penalty", last.Start.AddDays(i * 12)))]),
            (sites[1].Id, [Entry("demo-refusal", "refusal", last.Start.AddDays(40))]),
            (sites[2].Id,
            [
                Entry("demo-penalty", "penalty", before.End.AddDays(-5)),
                new(before.End.AddDays(1), Commander(1), new FreezePeriod($"close-{before}", before, "")),
                new(before.End.AddDays(3), Town(sites[2]), new FileAppeal("demo-appeal", "entry-1", "演示：处罚决定已撤销", "演示文号 复议 1")),
                new(before.End.AddDays(6), Commander(2), new DecideAppeal("demo-decision", 3, true, "演示：复议决定属实")),
            ]),
            (sites[3].Id,
            [
                Entry("demo-penalty", "penalty", now.AddDays(-4)),
                new(now.AddDays(-2), Town(sites[3]), new FileAppeal("demo-appeal", "entry-1", "演示：现场已整改，附照片", "演示照片 1")),
            ]),
        ];
    }

    /// <summary>
    /// Trucks of the demo's fleets, as many as each declares. No city of Shandong has the letter T on its plates [K], so none of them is anybody's.
    /// </summary>
    public static IReadOnlyList<MuckTruck> Trucks(IReadOnlyList<SourceRegistration> sources, int seed = DemoRegister.DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var (trucks, number) = (new List<MuckTruck>(), 10_000);
        foreach (var fleet in sources.Where(s => s.Kind == MuckTruck.FleetKind))
        {
            var random = new SeededRandom(seed, fleet.Id + "-trucks");
            for (var i = 0; i < (int)fleet.Parameters.GetValueOrDefault("trucks"); i++, number++)
            {
                var digits = number.ToString(CultureInfo.InvariantCulture);
                trucks.Add(new MuckTruck
                {
                    Plate = random.Chance(0.25) ? $"鲁T{digits}D" : $"鲁T{digits}", Fleet = fleet.Id,
                    IsClosed = random.Chance(0.93), RegisteredOn = fleet.RegisteredOn, IsDemo = true,
                });
            }
        }

        return trucks;
    }

    /// <summary>Violations of the first trucks: one is out of the approved fleet, one has an appeal that waits, the others lost some points.</summary>
    public static IReadOnlyList<(string Plate, IReadOnlyList<DemoCommand> Script)> TruckEntries(
        IReadOnlyList<MuckTruck> trucks, IReadOnlyList<SourceRegistration> sources, District district, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(trucks);
        if (trucks.Count < 4) return [];
        var police = Officer(district.UnitOf("jiaojing-1") ?? Unit.CommandCentre, 1);
        DemoCommand Entry(int number, string clause, double daysAgo) => new(
            now.AddDays(-daysAgo), police, new EnterPoints($"demo-{number}", clause, now.AddDays(-daysAgo).AddHours(-3), $"演示抓拍 {number}", "演示：虚构的违规"));
        var town = district.UnitOf(sources.First(s => s.Id == trucks[1].Fleet).Town)!;
        return
        [
            (trucks[0].Plate, [Entry(1, "spilling", 9), Entry(2, "not-closed", 7), Entry(3, "spilling", 5), Entry(4, "not-closed", 2)]),
            (trucks[1].Plate,
            [
                Entry(1, "mud", 6), Entry(2, "no-permit", 4),
                new(now.AddDays(-3), Officer(town, 1), new FileAppeal("demo-appeal", "entry-2", "演示：核准证在有效期内", "演示文号 核准 1")),
            ]),
            (trucks[2].Plate, [Entry(1, "off-route", 8)]),
            (trucks[3].Plate, [Entry(1, "restricted-area", 3), Entry(2, "mud", 1)]),
        ];
    }

    private static IEnumerable<SourceRegistration> Sites(IReadOnlyList<SourceRegistration> sources) => sources.Where(s => s.Kind == "site").Skip(FirstSite);

    private static Actor Officer(Unit unit, int number) => new($"demo-{unit.Code}-{number}", $"演示经办人 {number}", unit, Role.Officer);
}
