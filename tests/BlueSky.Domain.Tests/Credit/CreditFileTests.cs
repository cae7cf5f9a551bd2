using BlueSky.Access;
using BlueSky.Credit;
using BlueSky.Tests.Violations;
using static BlueSky.Tests.Credit.Ledger;
using Period = BlueSky.Assessment.Period;

namespace BlueSky.Tests.Credit;

public sealed class CreditFileTests
{
    private CreditFile _file = CreditFile.Empty;
    private DateTimeOffset _now = At("2026-12-20T10:00");
    private int _commands;
    private readonly List<CreditFact> _loop = [Fact("v#2", "2026-12-10T10:00")];

    private readonly Period[] _touched = [Period.Quarter(2026, 3), Quarter];

    private CreditContext Context(CreditFile file) => new(
        Policy, Policy.Sources, Case.Town, Case.Department, _touched, [.. _touched.SelectMany(p => CountOf(file, p).Statement.Lines)], p => CountOf(file, p));

    private CreditCount CountOf(CreditFile file, Period period) => new(
        CreditAccount.Count(Policy, Policy.Sources, Site, period, _now, [.. _loop, .. file.Facts("site")], [], file.Changes()), Site, true, [new CreditInput("v", 2)]);

    /// <summary>Carries a command out; the refusal's code, empty when there is none.</summary>
    private string Try(Actor by, Func<string, CreditCommand> command)
    {
        var decision = _file.Decide(command($"c{++_commands}"), by, _now, Context(_file));
        if (decision.Refusal is { } no) return no.Code;
        var decided = _file.After(decision.Events);
        _file = decided.After(CreditFile.Revisions(decided, decision.Events[0], Context(decided)));
        return "";
    }

    private string Enter(Actor by, string clause = "penalty", string happened = "2026-12-15T10:00") => Try(by, id => new EnterPoints(id, clause, At(happened), "兰环罚〔2026〕1号", "未覆盖"));

    private string Appeal(Actor by, string line) => Try(by, id => new FileAppeal(id, line, "现场已覆盖，有照片", "photo/1.jpg"));

    private string Decide(Actor by, bool upholds = true) => Try(by, id => new DecideAppeal(id, _file.Appeals.Last().Filed.Number, upholds, "属实"));

    private decimal Score(int quarter = 4) => CountOf(_file, Period.Quarter(2026, quarter)).Statement.Score;

    [Fact]
    public void Departments_and_the_command_centre_enter_and_others_do_not()
    {
        Assert.Equal("", Enter(Enforcer));
        Assert.Equal("", Enter(Case.Commander));
        Assert.Equal("not-department", Enter(Case.TownOfficer));
        Assert.Equal("no-unit", Enter(Case.GridMember));
        Assert.Equal("no-unit", Enter(Case.Reader));
        Assert.Equal("unknown-clause", Enter(Enforcer, "measures"));
        Assert.Equal("bad-moment", Enter(Enforcer, happened: "2026-12-20T10:01"));
        Assert.Equal("bad-moment", Enter(Enforcer, happened: "2026-11-20T09:59"));
        Assert.Equal(75m, Score());
    }

    [Fact]
    public void An_appeal_is_filed_by_who_answers_for_the_source_once_and_in_time()
    {
        Assert.Equal("not-yours", Appeal(Case.OtherTownOfficer, "v#2"));
        Assert.Equal("not-yours", Appeal(Enforcer, "v#2"));
        Assert.Equal("unknown-line", Appeal(Case.TownOfficer, "v#3"));
        Assert.Equal("no-deduction", Appeal(Case.TownOfficer, "good-month-2026-11"));
        Assert.Equal("", Appeal(Case.TownOfficer, "v#2"));
        Assert.Equal("already-appealed", Appeal(Case.DepartmentOfficer, "v#2"));
        Enter(Enforcer, happened: "2026-12-01T10:00");
        _now = _now.AddDays(15);
        Assert.Equal("", Appeal(Case.TownOfficer, "entry-2"));
        _file = CreditFile.Empty;
        Assert.Equal("too-late", Appeal(Case.TownOfficer, "v#2"));
    }

    [Fact]
    public void What_the_system_took_is_decided_by_the_other_line_or_the_command_centre()
    {
        Appeal(Case.TownOfficer, "v#2");
        Assert.Equal("own-appeal", Decide(Case.TownLead));
        Assert.Equal("not-yours", Decide(Case.OtherDepartmentOfficer));
        Assert.Equal("", Decide(Case.DepartmentOfficer));
        Assert.Equal("already-decided", Decide(Case.Commander));
        Assert.Equal(100m, Score());
    }

    [Fact]
    public void What_the_department_entered_is_decided_by_the_town_or_when_the_town_appeals_by_the_command_centre()
    {
        Enter(Case.DepartmentOfficer);
        Appeal(Case.TownOfficer, "entry-1");
        Assert.Equal("own-entry", Decide(Case.DepartmentOfficer with { Id = "bu-9" }));
        Assert.Equal("own-appeal", Decide(Case.TownLead));
        Assert.Equal("", Decide(Case.Commander, upholds: false));
        Assert.Equal(85m, Score());
        Enter(Case.Commander);
        Appeal(Case.DepartmentOfficer, "entry-4");
        Assert.Equal("own-entry", Decide(Case.SecondCommander));
        Assert.Equal("", Decide(Case.TownOfficer));
    }

    [Fact]
    public void A_correction_is_the_command_centres_by_another_person_than_who_entered_and_waits_for_an_appeal()
    {
        string Correct(Actor by, string line, decimal points) => Try(by, id => new CorrectLine(id, line, points, "条款适用错误", "兰气办〔2026〕9号"));
        Enter(Case.Commander);
        Assert.Equal("not-command", Correct(Case.DepartmentOfficer, "entry-1", 5));
        Assert.Equal("own-entry", Correct(Case.Commander, "entry-1", 5));
        Assert.Equal("nothing-changed", Correct(Case.SecondCommander, "entry-1", 10));
        Assert.Equal("bad-points", Correct(Case.SecondCommander, "entry-1", -1));
        Assert.Equal("unknown-line", Correct(Case.SecondCommander, "good-month-2026-11", 0));
        Assert.Equal("", Correct(Case.SecondCommander, "entry-1", 5.5m));
        Assert.Equal(89.5m, Score());
        Appeal(Case.TownOfficer, "entry-1");
        Assert.Equal("appeal-pending", Correct(Case.SecondCommander, "entry-1", 0));
    }

    [Fact]
    public void A_quarter_is_frozen_when_it_is_over_and_a_later_decision_makes_a_revision_that_says_what_changed_and_why()
    {
        string Freeze(string reason = "") => Try(Case.Commander, id => new FreezePeriod(id, Quarter, reason));
        Enter(Enforcer);
        Assert.Equal("not-over", Freeze());
        Assert.Equal("wrong-period", Try(Case.Commander, id => new FreezePeriod(id, Period.Year(2025), "")));
        _now = At("2027-01-02T09:00");
        Assert.Equal("not-command", Try(Case.DepartmentOfficer, id => new FreezePeriod(id, Quarter, "")));
        Assert.Equal("", Freeze());
        Assert.Equal("nothing-changed", Freeze("再来"));
        Appeal(Case.TownOfficer, "entry-1");
        Assert.Single(_file.Frozen(Quarter));
        Decide(Case.Commander);
        Assert.Equal([(1, 85m, ""), (2, 95m, "申诉成立：属实")], _file.Frozen(Quarter).Select(f => (f.Revision, f.Statement.Score, f.Why)));
        Assert.Equal("得分 85→95；2026-12-15 行政处罚 -10→0", _file.Frozen(Quarter).Last().Difference);

        _loop.Clear();
        Assert.Equal("missing", Freeze());
        Assert.Equal("", Freeze("误报已撤销"));
        Assert.Equal((3, 100m, "得分 95→100；去掉 2026-12-10 超标或违规属实 -5；增加 2026-12 当月无问题 2"), _file.Frozen(Quarter).Select(f => (f.Revision, f.Statement.Score, f.Difference)).Last());
    }

    [Fact]
    public void A_file_that_entries_have_filled_is_still_frozen()
    {
        _file = CreditFile.Empty.After(Enumerable.Repeat(new AppealFiled("v#2", null, "理由", ""), CreditFile.MostEvents - CreditFile.KeptForFreezing - 1));
        Assert.Equal("", Enter(Enforcer));
        Assert.Equal("file-full", Enter(Enforcer));
        _now = At("2027-01-02T09:00");
        Assert.Equal("", Try(Case.Commander, id => new FreezePeriod(id, Quarter, "")));
        _file = CreditFile.Empty.After(Enumerable.Repeat(new AppealFiled("v#2", null, "理由", ""), CreditFile.MostEvents));
        Assert.Equal("file-full", Try(Case.Commander, id => new FreezePeriod(id, Quarter, "")));
    }

    [Fact]
    public void The_same_command_again_changes_nothing_and_another_under_its_id_is_refused()
    {
        var command = new EnterPoints("c", "penalty", At("2026-12-15T10:00"), "文号", "事实");
        _file = _file.After(_file.Decide(command, Enforcer, _now, Context(_file)).Events);
        Assert.True(_file.Decide(command, Enforcer, _now.AddDays(1), Context(_file)).IsRepetition);
        Assert.Equal("command-id-taken", _file.Decide(command with { Clause = "refusal" }, Enforcer, _now, Context(_file)).Refusal!.Code);
        Assert.Equal("command-id-taken", _file.Decide(command, Case.DepartmentOfficer, _now, Context(_file)).Refusal!.Code);
    }

    [Fact]
    public void A_file_is_the_same_after_it_was_stored_and_read()
    {
        Enter(Enforcer);
        Appeal(Case.TownOfficer, "entry-1");
        Decide(Case.Commander);
        _now = At("2027-01-02T09:00");
        Try(Case.Commander, id => new FreezePeriod(id, Quarter, ""));
        var json = System.Text.Json.JsonSerializer.Serialize(_file.Events);
        var read = CreditFile.Empty.After(System.Text.Json.JsonSerializer.Deserialize<CreditEvent[]>(json)!);
        Assert.Equal(json, System.Text.Json.JsonSerializer.Serialize(read.Events));
        Assert.Equal(read.Frozen(Quarter).Single().Digest, read.Frozen(Quarter).Single().Statement.Digest);
    }
}
