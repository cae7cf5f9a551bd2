using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Photos;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Reports;

/// <summary>An invented report with who enters it.</summary>
/// <param name="Report">The report; says that it is a demonstration.</param>
/// <param name="By">Who enters it.</param>
/// <param name="Photos">The photos that it names, to be kept for that one's unit beforehand.</param>
public sealed record DemoReport(Report Report, Actor By, IReadOnlyList<byte[]> Photos);

/// <summary>
/// A few reports for the demonstration (演示): checklists of sites with and without failures, fires at a position and at a registered spot, and what
/// citizens told. They follow from the register, the district and the moment alone.
/// </summary>
public static class DemoReports
{
    /// <summary>Invents the reports.</summary>
    /// <param name="sources">The demo register.</param>
    /// <param name="district">The district.</param>
    /// <param name="now">The moment they are seen at.</param>
    public static IReadOnlyList<DemoReport> Create(IReadOnlyList<SourceRegistration> sources, District district, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(sources);

        // From the end: the demo's cases of the loop take theirs from the beginning.
        var sites = new Stack<SourceRegistration>(sources.Where(s => s.Kind == "site"));
        var trucks = sources.Last(s => s.Kind == "muck-truck-fleet");
        var (first, second, third) = (sites.Pop(), sites.Pop(), sites.Pop());
        DemoReport Patrol(int number, SourceRegistration on, double hoursAgo, Func<Report, Report> more)
        {
            var town = district.UnitOf(on.Town)!;
            var photo = DemoPhoto.Create(10 + number);
            var report = new Report
            {
                Id = $"demo-{number}", Origin = FoundBy.Patrol, At = now.AddHours(-hoursAgo), SourceId = on.Id, Position = on.Location, Finding = "measures",
                Text = "演示：虚构的巡查记录", Photos = [PhotoFile.IdOf(photo)], IsDemo = true,
            };
            return new DemoReport(more(report), new Actor("demo-grid-1", "演示网格员", town, Role.GridMember), [photo]);
        }

        DemoReport Citizen(int number, double hoursAgo, Func<Report, Report> more) => new(
            more(new Report
            {
                Id = $"demo-{number}", Origin = FoundBy.Citizen, At = now.AddHours(-hoursAgo), Finding = Report.Other, Text = "演示：虚构的群众举报", IsDemo = true,
            }),
            new Actor("demo-hotline-1", "演示热线受理员", Unit.CommandCentre, Role.Officer), []);

        return
        [
            Patrol(1, first, 3, r => r with { Measures = [new("fencing", true), new("covering", true), new("hardening", false), new("washing", true), new("wetting", true), new("closed-transport", true)] }),
            Patrol(2, second, 26, r => r with { Measures = [new("fencing", true), new("covering", false), new("hardening", true), new("washing", false)] }),
            Patrol(3, third, 5, r => r with { Measures = [new("fencing", true), new("covering", true), new("hardening", true), new("washing", true)], Photos = [] }) with { Photos = [] },
            Patrol(4, first, 1, r => r with { SourceId = null, Kind = Reporting.Spot, Town = first.Town, Finding = "refuse" }),
            Patrol(5, trucks, 7, r => r with { Finding = "spilling" }),
            Citizen(6, 2, r => r with { Kind = Reporting.Spot, Town = third.Town, Position = third.Location, Finding = "openbarbecue" }),
            Citizen(7, 4, r => r with { SourceId = second.Id, Text = "演示：虚构的群众举报，夜间施工扬尘" }),
        ];
    }
}
