using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Credit;
using BlueSky.Decisions;
using BlueSky.Districts;
using BlueSky.Reports;
using BlueSky.Tasks;
using BlueSky.Violations;

namespace BlueSky.Web.Tests;

/// <summary>
/// What the rules of duties (职责) say of who asks, for grains in memory that judge nothing themselves: the domain's own articles, on a
/// case in which the sample town and department have had their parts. What is refused for its state or its words is no matter of rights
/// and passes here.
/// </summary>
internal sealed class Duties(District district)
{
    private static readonly HandlingPolicy Handling = HandlingPolicyFile.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "violations"));

    private static readonly ReportPolicy ReportRules = ReportPolicy.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "violations"));

    private static readonly DistrictBoundary Boundary = DistrictBoundary.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "lanshan", "boundary.geojson"));

    // Before everything: a quarter that is not over is refused before its account is counted, but after who asks.
    private static readonly DateTimeOffset Early = new(2000, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static readonly Actor OfTown = new("p1", "李四", Samples.TownUnit, Role.Officer), OfDepartment = new("p2", "张三", Samples.Department, Role.Officer);

    // Entered by the department, appealed against by the town: it is for neither to decide.
    private static readonly CreditFile Credit = CreditFile.Empty.After(
    [
        new PointsEntered("penalty", Samples.Noon, "文号", "事实") { Number = 1, Command = "c1", At = Samples.Noon, By = OfDepartment },
        new AppealFiled("entry-1", Samples.Department, "理由", "") { Number = 2, Command = "c2", At = Samples.Noon, By = OfTown },
    ]);

    // The town has a share, has reported on it, and is supervised with the department that leads.
    private static readonly TaskEvent[] TaskHistory =
    [
        new ShareAssigned(new TownShare(Samples.Town, "目标", "内容", new DateOnly(2021, 8, 20), "措施", "人员")) { Command = "t1", Digest = "", At = Samples.Noon, By = OfDepartment },
        new ProgressReported(1, 50, "进展", []) { Command = "t2", Digest = "", At = Samples.Noon, By = OfTown },
        new SupervisionOpened([Samples.TownUnit], [Samples.Department], "事由", new DateOnly(2021, 8, 5)) { Command = "t3", Digest = "", At = Samples.Noon, By = Actor.OfTheSystem },
    ];

    private readonly Unit[] towns = [.. district.Towns.Select(t => new Unit(UnitKind.Town, t.Code, t.Name))];

    public static Refusal? Of(string violation, ViolationCommand command) =>
        Violation.Of(violation, Samples.Violation(violation).History).Decide(command, Handling).Refusal is { } no && Refusals.IsOfPerson(no) ? no : null;

    public Refusal? Of(int task, TaskCommand command, Actor by) =>
        OfPerson(PlanTask.Begin(TaskSamples.Plan.Items[task - 1], 2021).After(TaskHistory).Decide(command, by, Samples.Noon, towns).Refusal);

    public static Refusal? Of(CreditCommand command, Actor by, bool isTruck)
    {
        var policy = CreditSamples.Policies.All.Last();
        var context = new CreditContext(
            policy, isTruck ? policy.Trucks : policy.Sources, Samples.TownUnit, Samples.Department, [], CreditSamples.Statement(Period.Quarter(2021, 2)).Lines,
            _ => throw new NotSupportedException("No account is counted here."));
        return OfPerson(Credit.Decide(command, by, Early, context).Refusal);
    }

    /// <summary>Closing a quarter and its lists.</summary>
    public static Refusal? OfQuarter(Actor by) => by.IsCommand ? null : CreditRefusal.NotCommand;

    public Refusal? Of(Report report, Actor by) => OfPerson(
        Reporting.Check(report, by, district, Boundary, RegisterImportStub.Kinds, ReportRules, report.At)
        ?? Reporting.Find(report, by, Samples.Registration(report.SourceId!, "site"), RegisterImportStub.Kinds["site"], ReportRules).Refusal);

    /// <summary>Who reads how to reach somebody who reported to the sample town.</summary>
    public static bool MayReadContact(Actor by) => by.IsCommand || by.ActsFor(Samples.Town);

    private static Refusal? OfPerson(Refusal? refusal) => refusal?.Ground == RefusalGround.NotPermitted ? refusal : null;
}
