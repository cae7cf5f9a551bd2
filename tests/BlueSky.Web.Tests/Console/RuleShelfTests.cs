using System.Globalization;
using System.Text.RegularExpressions;
using BlueSky.Assessment;
using BlueSky.Credit;
using BlueSky.Districts;
using BlueSky.Notifications;
using BlueSky.Reports;
using BlueSky.Sources;
using BlueSky.Surveys;
using BlueSky.Tasks;
using BlueSky.Violations;
using BlueSky.Web.Console;

namespace BlueSky.Web.Tests;

/// <summary>The files of rules of this district as pages show them.</summary>
public sealed partial class RuleShelfTests
{
    private static readonly SourceKindCatalog Kinds = SourceKindCatalog.Load(Seeds("source-kinds"));
    private static readonly PolicyCatalog Policies = PolicyCatalog.Load(Seeds("policies"));

    private static readonly RuleShelf Shelf = new(
        Policies, AssessmentPlan.Load(Seeds("lanshan"), SampleRun.District, Policies), HandlingPolicyFile.Load(Seeds("violations")), CreditPolicies.Load(Seeds("credit")),
        NotificationPolicyFile.Load(Seeds("notifications")), Samples.Devices,
        TaskPolicy.Load(Seeds("lanshan")), ReportPolicy.Load(Seeds("violations")), SurveyPolicy.Load(Seeds("violations")), new KindNames(Kinds));

    public static TheoryData<string> Codes => [.. Kinds.Kinds.Select(k => k.Code)];

    [Fact]
    public void Every_figure_of_every_file_is_shown_with_its_mark_and_where_it_comes_from() => Assert.All(Shelf.All(In("zh-CN")), book =>
    {
        Assert.NotEmpty(book.Sections);
        Assert.All(book.Sections.SelectMany(s => s.Rows), row =>
        {
            Assert.NotEmpty(row.Name);
            Assert.NotEmpty(row.Value);
            Assert.Contains(row.Mark, new[] { "T", "S", "K", "D" });
            Assert.NotEmpty(row.Citation);
        });
    });

    [Fact]
    public void Zones_size_classes_and_branches_of_industry_that_the_kinds_know_have_a_Chinese_word() => Assert.All(
        Kinds.Kinds.SelectMany(k => k.Limits.Rows).SelectMany(row => new[] { row.Zone, row.SizeClass, row.Industry })
            .Concat(Kinds.Kinds.SelectMany(k => k.Rules).SelectMany(rule => rule.Industries))
            .Concat(DemoRegister.Create(SampleRun.District, DistrictBoundary.Load(Seeds("lanshan"))).Sources.SelectMany(s => new[] { s.Zone, s.SizeClass, s.Industry }))
            .OfType<string>().Distinct(),
        code => Assert.NotEqual(code, KindWords.Class(code, In("zh-CN"))));

    [Fact]
    public void The_district_goes_by_its_own_policy_and_compares_with_those_of_others()
    {
        var books = Shelf.All(In("zh-CN"));
        var day = new DateOnly(2026, 11, 26);
        Assert.Equal("lanshan-2021", Assert.Single(books, b => b.Area == RuleArea.Assessment && b.StandingOn(day) == RuleStanding.InForce).Id);
        Assert.All(books.Where(b => b.Area == RuleArea.Assessment && b.Id != "lanshan-2021"), b => Assert.Equal(RuleStanding.Compared, b.StandingOn(day)));
        var credit = books.First(b => b.Area == RuleArea.Credit);
        Assert.Equal(RuleStanding.Coming, credit.StandingOn(credit.From!.Value.AddDays(-1)));
        Assert.Equal(RuleStanding.InForce, credit.StandingOn(credit.From.Value));
    }

    [Fact]
    public void What_is_ours_of_the_rules_is_English_on_an_English_page()
    {
        var books = Shelf.All(In("en"));
        // Names of tiers, of classes and of grades are the files' own; so are the values of assessment policies.
        Assert.All(books.Where(b => b.Area == RuleArea.Assessment).SelectMany(b => b.Sections).SelectMany(s => s.Rows), row => Assert.DoesNotMatch(Han(), row.Name));
        Assert.All(books.Where(b => b.Area != RuleArea.Assessment).SelectMany(b => b.Sections), section => Assert.DoesNotMatch(Han(), section.Title));
        Assert.All(books.Where(b => b.Area != RuleArea.Assessment).SelectMany(b => b.Sections).SelectMany(s => s.Rows), row => Assert.DoesNotMatch(Han(), row.Value));
    }

    [Fact]
    public void What_a_rule_said_stands_as_it_was_said_and_in_English_the_name_of_the_rule_before_it()
    {
        var step = Samples.Step() with { RuleId = "pm10-hour", Explanation = "PM10 小时均值 262 µg/m³" };
        Assert.Equal("PM10 小时均值 262 µg/m³", Kinds.Said("site", step, In("zh-CN")));
        Assert.Equal("PM10 hourly mean alarm: PM10 小时均值 262 µg/m³", Kinds.Said("site", step, In("en")));
        Assert.Equal("Straw burning", Kinds.Said("burning-spot", step with { RuleId = "straw", Explanation = "秸秆焚烧" }, In("en")));
        Assert.Equal("Other problem", Kinds.Said("site", step with { RuleId = "other", Explanation = "其他问题" }, In("en")));
        Assert.Equal("PM10 小时均值 262 µg/m³", Kinds.Said("site", step with { RuleId = "gone" }, In("en")));
    }

    [Fact]
    public void A_line_of_an_account_is_named_by_its_clause_and_as_it_says_itself_where_that_is_gone()
    {
        var line = new CreditLine("1", default, "mud", "带泥上路", -2, 10, "", "", "D");
        CreditStatement Account(string policy, Assessment.Period period) => new(period, policy, "", 12, [line], 10, "", "", null);
        var credit = CreditPolicies.Load(Seeds("credit"));
        var year = Account("lanshan-default", Assessment.Period.Year(2026));
        Assert.Equal("带泥上路", credit.NameOf(year, line, In("zh-CN")));
        Assert.Equal("Mud carried onto the road", credit.NameOf(year, line, In("en")));
        Assert.Equal("A month without problems", credit.NameOf(Account("lanshan-default", Assessment.Period.Quarter(2026, 3)), line with { Clause = "good-month", Name = "当月无问题" }, In("en")));
        // A clause of trucks is none of sources; a policy may be gone.
        Assert.Equal("带泥上路", credit.NameOf(Account("lanshan-default", Assessment.Period.Quarter(2026, 3)), line, In("en")));
        Assert.Equal("带泥上路", credit.NameOf(Account("gone", Assessment.Period.Year(2026)), line, In("en")));
    }

    [Theory, MemberData(nameof(Codes))]
    public void Every_limit_and_every_rule_of_a_kind_is_said_in_words_of_both_languages(string code)
    {
        var kind = Kinds[code];
        foreach (var words in new[] { In("zh-CN"), In("en") })
        {
            foreach (var rule in kind.Rules)
            {
                var (found, clears) = (KindRuleWords.Of(rule, kind, words), KindRuleWords.Clears(rule, words));
                Assert.NotEmpty(found);
                Assert.NotEmpty(clears);
                if (words.IsEnglish) Assert.DoesNotMatch(Han(), found + clears);
            }

            foreach (var row in kind.Limits.Rows)
            {
                var said = $"{row.Averaging.Of(words)} {KindWords.Whom(row, words)} {KindWords.Bounds(row, words)} {KindWords.Days(row, words)} {KindWords.Class(row.Level, words)}";
                Assert.DoesNotContain("—", said, StringComparison.Ordinal);
                if (words.IsEnglish) Assert.DoesNotMatch(Han(), said);
            }
        }
    }

    [Fact]
    public void A_limit_says_its_bound_as_it_is_judged()
    {
        var words = In("zh-CN");
        var row = new LimitRow("x", new Averaging(AveragingKind.Hour, 0), "", null, null, null, new DateOnly(2019, 1, 1), null, 10, null, false, "mg/m³", 18, new Provenance("K", "c"));
        Assert.Equal("≤ 10 mg/m³（基准含氧量 18%）", KindWords.Bounds(row, words));
        Assert.Equal("2019-01-01 起", KindWords.Days(row, words));
        Assert.Equal("< 10 mg/m³", KindWords.Bounds(row with { Inclusive = true, ReferenceOxygen = null }, words));
        Assert.Equal("1–1.2", KindWords.Bounds(row with { Lower = 1, Upper = 1.2m, Unit = "1", ReferenceOxygen = null }, words));
    }

    private static string Seeds(string folder) => Path.Combine(AppContext.BaseDirectory, "seeds", folder);

    // Words take the language of the moment at which they are made.
    private static Words In(string language)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo(language);
        try
        {
            return new Words();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}
