using System.Text.RegularExpressions;
using BlueSky.Assessment;
using BlueSky.Credit;
using static BlueSky.Tests.Credit.Ledger;
using Period = BlueSky.Assessment.Period;

namespace BlueSky.Tests.Credit;

public sealed class CreditPolicyFileTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Folder, "lanshan-default.json"));

    [Fact]
    public void Every_figure_that_is_our_default_says_so()
    {
        Assert.All(Ledger.Policy.Sources.Clauses.Concat(Ledger.Policy.Trucks.Clauses), c => Assert.Equal("D", c.Mark));
        Assert.Equal("D", Ledger.Policy.Sources.Start.Mark);
    }

    [Theory]
    [InlineData("\"ceiling\": { \"value\": 100", "\"ceilling\": { \"value\": 100", "ceilling")]
    [InlineData("\"start\": { \"value\": 100, \"mark\": \"D\",", "\"start\": { \"value\": 100,", "sources.start.mark")]
    [InlineData("\"start\": { \"value\": 100", "\"start\": { \"value\": 101", "sources.start")]
    [InlineData("\"on\": \"rejected\"", "\"on\": \"rejection\"", "sources.clauses[8].on")]
    [InlineData("\"on\": \"reopened\", \"points\": 3", "\"on\": \"reopened\", \"points\": -3", "sources.clauses[9].points")]
    [InlineData("\"on\": \"entered\", \"points\": 10", "\"on\": \"entered\", \"each\": true, \"points\": 10", "sources.clauses[10].each")]
    [InlineData("\"nameEn\": \"Mud carried onto the road\", \"on\": \"entered\"", "\"nameEn\": \"Mud carried onto the road\", \"on\": \"problem\"", "trucks.clauses[2].on")]
    [InlineData("\"code\": \"yellow\", \"name\": \"黄牌\", \"from\": 60", "\"code\": \"yellow\", \"name\": \"黄牌\", \"from\": 80", "sources.grades")]
    [InlineData("\"code\": \"red\", \"name\": \"红牌\", \"from\": 0", "\"code\": \"red\", \"name\": \"红牌\", \"from\": 5", "sources.grades")]
    [InlineData("\"clause\": \"refusal\", \"atLeast\"", "\"clause\": \"refused\", \"atLeast\"", "blackList.counts[0].value.clause")]
    [InlineData("\"nameEn\": \"Rectification rejected\", ", "", "sources.clauses[8].nameEn")]
    [InlineData("\"nameEn\": \"A month without problems\", ", "", "sources.goodMonth.nameEn")]
    [InlineData("\"half-to-even\"", "\"bankers\"", "sources.rounding.value")]
    public void What_is_wrong_is_named_with_its_field_and_a_fix(string from, string to, string field)
    {
        Assert.Contains(from, Text, StringComparison.Ordinal);
        var at = Text.IndexOf(from, StringComparison.Ordinal);
        var fault = Assert.Throws<PolicyException>(() => CreditPolicyFile.Parse(string.Concat(Text.AsSpan(0, at), to, Text.AsSpan(at + from.Length)), "credit.json"));
        Assert.Contains(field, fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Fix);
    }

    [Fact]
    public void A_kept_text_from_before_clauses_had_English_names_is_still_read()
    {
        var before = Regex.Replace(Text, "\"nameEn\": \"[^\"]*\", ", "");
        var policy = CreditPolicyFile.ParseKept(before, "credit.json");
        Assert.All(policy.Sources.Clauses.Concat(policy.Trucks.Clauses), c => Assert.Equal("", c.NameEn));
        Assert.Equal(Ledger.Policy.Sources.Clauses.Select(c => c with { NameEn = "", Kinds = [], Rules = [], Levels = [], NotWhenSuspendedFor = [] }), policy.Sources.Clauses.Select(c => c with { Kinds = [], Rules = [], Levels = [], NotWhenSuspendedFor = [] }));
        Assert.Contains("nameEn", Assert.Throws<PolicyException>(() => CreditPolicyFile.Parse(before, "credit.json")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_holds_for_periods_that_begin_on_its_day_or_later()
    {
        var later = Text.Replace("\"lanshan-default\"", "\"lanshan-2027\"", StringComparison.Ordinal).Replace("\"2021-01-01\"", "\"2026-11-01\"", StringComparison.Ordinal);
        var policies = CreditPolicies.Of([("b.json", later), ("a.json", Text)]);
        Assert.Equal("lanshan-default", policies.For(Period.Quarter(2026, 4))!.Id);
        Assert.Equal("lanshan-2027", policies.For(Period.Quarter(2027, 1))!.Id);
        Assert.Null(policies.For(Period.Quarter(2020, 4)));
        Assert.Throws<PolicyException>(() => CreditPolicies.Of([("a.json", Text), ("b.json", Text.Replace("\"lanshan-default\"", "\"other\"", StringComparison.Ordinal))]));
    }
}
