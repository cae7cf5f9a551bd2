using BlueSky.Assessment;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Tests.Violations;

public sealed class HandlingPolicyFileTests
{
    private static string Text(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seeds", "violations", file));

    private static PolicyException Fault(string from, string to)
    {
        Assert.Contains(from, Text("handling.json"), StringComparison.Ordinal);
        return Assert.Throws<PolicyException>(() => HandlingPolicyFile.Parse(Text("handling.json").Replace(from, to, StringComparison.Ordinal), Text("working-days.json")));
    }

    [Theory]
    [InlineData("site", "pm10-hour", Severity.Serious, "立行立改", 0.5, 24, null)]
    [InlineData("site", "measures", Severity.Violation, "限期整改（3日）", 4, null, 3)]
    [InlineData("site", "offline", Severity.Warning, "数据异常核查", 4, null, 3)]
    [InlineData("site", "constant-a34002", Severity.Suspect, "数据异常核查", 4, null, 3)]
    [InlineData("site", "pm10-15min", Severity.Warning, "立行立改", 0.5, 24, null)]
    [InlineData("kiln", "so2-hour", Severity.Violation, "限期整改（7日）", 0.5, null, 7)]
    [InlineData("restaurant", "fume-10min", Severity.Violation, "限期整改（3日）", 0.5, null, 3)]
    [InlineData("burning-spot", "straw", Severity.Violation, "立行立改", 0.5, 24, null)]
    [InlineData("muck-truck-fleet", "closed-share", Severity.Violation, "限期整改（15日）", 4, null, 15)]
    public void The_shipped_policy_gives_each_problem_its_class(string kind, string rule, Severity severity, string name, double accept, int? hours, int? days)
    {
        var one = Case.Policy.ClassOf(kind, rule, severity);
        Assert.Equal((name, (decimal?)accept, (decimal?)hours, days), (one.Name, one.Accept.Hours, one.Rectify.Hours, one.Rectify.WorkingDays));
    }

    [Fact]
    public void Every_figure_that_is_our_default_says_so() => Assert.All(Case.Policy.Classes, c => Assert.Equal("D", c.Mark));

    [Fact]
    public void A_misspelt_field_is_named() => Assert.Contains("remindShares", Fault("\"remindShare\"", "\"remindShares\"").Message, StringComparison.Ordinal);

    [Fact]
    public void A_figure_without_mark_is_refused() =>
        Assert.Contains("mark", Fault("{ \"value\": 0.8, \"mark\": \"D\",", "{ \"value\": 0.8,").Message, StringComparison.Ordinal);

    [Fact]
    public void A_time_is_either_hours_or_working_days() =>
        Assert.Contains("workingDays", Fault("{ \"hours\": 0.5 }, \"rectify\": { \"hours\": 24 }", "{ \"hours\": 0.5, \"workingDays\": 1 }, \"rectify\": { \"hours\": 24 }").Message, StringComparison.Ordinal);

    [Fact]
    public void The_last_class_must_fit_everything() =>
        Assert.Equal("classes", Fault("\"name\": \"立行立改\",\n      \"accept\"", "\"name\": \"立行立改\", \"kinds\": [\"site\"],\n      \"accept\"").Field);

    [Fact]
    public void A_step_of_supervision_is_there_once() =>
        Assert.Contains("interview", Fault("\"code\": \"task-force\"", "\"code\": \"interview\"").Message, StringComparison.Ordinal);

    [Fact]
    public void A_step_of_supervision_has_an_English_name() =>
        Assert.Contains("ladder[2].nameEn", Fault("\"nameEn\": \"Called to an interview\", ", "").Message, StringComparison.Ordinal);

    [Fact]
    public void A_working_weekend_must_be_a_weekend()
    {
        var fault = Assert.Throws<PolicyException>(() => HandlingPolicyFile.Parse(Text("handling.json"), Text("working-days.json").Replace("2026-01-04", "2026-01-05", StringComparison.Ordinal)));
        Assert.Equal("working-days.json", fault.File);
    }
}
