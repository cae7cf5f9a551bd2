using BlueSky.Sources;
using static BlueSky.Tests.Sources.KindFiles;

namespace BlueSky.Tests.Sources;

public sealed class SourceKindFileTests
{
    private const string Rule = """{"type":"over-limit","id":"r","name":"规则","nameEn":"Rule","severity":"warning","factor":"f","averaging":"instant","mark":"T","citation":"x"}""";

    private static void Refused(string json, string path, string problem, string file = "trial.json")
    {
        var error = Assert.Throws<KindFileException>(() => SourceKindFile.Parse(file, json));
        Assert.Equal(file, error.File);
        Assert.Equal(path, error.Path);
        Assert.StartsWith($"{file}: {path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains("改法 fix: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_file_is_read()
    {
        var kind = SourceKindFile.Parse("trial.json", Json(Rule));
        Assert.Equal(("trial", "试验", "区住建局", 45), (kind.Code, kind.Name, kind.LeadDepartment.Value, kind.ValidHourMinutes.Value));
        Assert.Equal(10m, Assert.Single(kind.Limits.Rows).Upper);
        Assert.IsType<OverLimitSpec>(Assert.Single(kind.Rules));
    }

    [Fact]
    public void Broken_json_names_the_line() => Refused("{\n \"code\": ,\n}", "第 2 行 line 2", "not valid JSON");

    [Fact]
    public void The_code_must_be_the_files_name() => Refused(Json(), "$.code", "is not the file's name", "other.json");

    [Fact]
    public void An_unknown_property_is_an_error()
    {
        Refused(Json(extra: ", \"colour\": 1"), "$.colour", "unknown property “colour”");
        Refused(Json(Rule.Replace("\"id\"", "\"tmies\":3,\"id\"", StringComparison.Ordinal)), "$.rules[0].tmies", "unknown property");
        Refused(Json(limits: Limit.Replace("\"value\"", "\"valid\":1,\"value\"", StringComparison.Ordinal)), "$.limits[0].valid", "unknown property");
    }

    [Fact]
    public void A_rule_without_an_English_name_is_an_error() =>
        Refused(Json(Rule.Replace("\"nameEn\":\"Rule\",", "", StringComparison.Ordinal)), "$.rules[0].nameEn", "");

    [Fact]
    public void A_property_given_twice_is_an_error() => Refused(Json(extra: ", \"code\": \"trial\""), "$.code", "given twice");

    [Fact]
    public void An_unknown_rule_type_is_an_error_that_lists_the_known_ones() =>
        Refused(Json(Rule.Replace("over-limit", "over-limits", StringComparison.Ordinal)), "$.rules[0].type", "treatment-off");

    [Fact]
    public void A_limit_or_rule_of_an_unknown_factor_is_an_error()
    {
        Refused(Json(limits: Limit.Replace("\"f\"", "\"g\"", StringComparison.Ordinal)), "$.limits[0].factor", "unknown factor “g”");
        Refused(Json(Rule.Replace("\"factor\":\"f\"", "\"factor\":\"g\"", StringComparison.Ordinal)), "$.rules[0].factor", "unknown factor “g”");
    }

    [Theory]
    [InlineData("\"2021-01-01\"", "\"2021-06-30\"", "\"2021-06-30\"", "null", false)]
    [InlineData("null", "null", "\"2021-06-30\"", "null", false)]
    [InlineData("\"2021-01-01\"", "\"2021-06-30\"", "\"2021-07-01\"", "null", true)]
    public void Overlapping_validity_is_an_error(string from1, string to1, string from2, string to2, bool fine)
    {
        var rows = $$"""
            {"factor":"f","averaging":"hour","value":1,"unit":"u","validFrom":{{from1}},"validTo":{{to1}},"mark":"T","citation":"x"},
            {"factor":"f","averaging":"hour","value":2,"unit":"u","validFrom":{{from2}},"validTo":{{to2}},"mark":"T","citation":"x"}
            """;
        if (fine) Assert.Equal(2, SourceKindFile.Parse("trial.json", Json(limits: rows)).Limits.Rows.Count);
        else Refused(Json(limits: rows), "$.limits[1]", "overlaps");
    }

    [Fact]
    public void Rows_that_could_both_be_the_most_specific_are_an_error() => Refused(
        Json(limits: """
            {"factor":"f","averaging":"hour","value":1,"unit":"u","zone":"key","mark":"T","citation":"x"},
            {"factor":"f","averaging":"hour","value":2,"unit":"u","industry":"brick","mark":"T","citation":"x"}
            """),
        "$.limits[1]", "as specific as limits[0]");

    [Theory]
    [InlineData("\"mark\":\"T\",", "", "mark", "mark is missing")]
    [InlineData(",\"citation\":\"x\"", "", "citation", "citation is missing")]
    [InlineData("\"mark\":\"T\"", "\"mark\":\"X\"", "mark", "unknown mark “X”")]
    public void Mark_and_citation_are_demanded_of_every_entry(string from, string to, string field, string problem)
    {
        Refused(Json(limits: Limit.Replace(from, to, StringComparison.Ordinal)), "$.limits[0]." + field, problem);
        Refused(Json(factors: Factor.Replace(from, to, StringComparison.Ordinal)), "$.factors[0]." + field, problem);
        Refused(Json(Rule.Replace(from, to, StringComparison.Ordinal)), "$.rules[0]." + field, problem);
    }

    [Fact]
    public void A_limit_in_another_unit_than_its_factor_is_an_error() =>
        Refused(Json(limits: Limit.Replace("\"u\"", "\"mg\"", StringComparison.Ordinal)), "$.limits[0].unit", "is not the factor's");

    [Fact]
    public void A_limit_without_a_bound_is_an_error() =>
        Refused(Json(limits: Limit.Replace("\"value\":10,", "", StringComparison.Ordinal)), "$.limits[0].value", "neither value nor lower");

    [Fact]
    public void A_rule_without_its_limit_is_an_error() => Refused(Json(Rule, limits: ""), "$.rules[0].factor", "no limit for f, instant");

    [Theory]
    [InlineData("7min")]
    [InlineData("45min")]
    [InlineData("week")]
    public void An_averaging_that_does_not_divide_the_hour_is_an_error(string averaging) =>
        Refused(Json(limits: Limit.Replace("instant", averaging, StringComparison.Ordinal)), "$.limits[0].averaging", "unknown averaging");

    [Fact]
    public void A_date_that_is_none_is_an_error() =>
        Refused(Json(limits: Limit.Replace("\"value\"", "\"validFrom\":\"2021-13-01\",\"value\"", StringComparison.Ordinal)), "$.limits[0].validFrom", "not a date");

    [Fact]
    public void A_rule_id_used_twice_is_an_error() => Refused(Json(Rule + "," + Rule), "$.rules[1]", "is there twice");

    [Fact]
    public void A_missing_property_is_named() => Refused(Json(Rule.Replace("\"severity\":\"warning\",", "", StringComparison.Ordinal)), "$.rules[0].severity", "missing");

    [Fact]
    public void The_most_specific_row_wins()
    {
        var kiln = Bench.Kinds["kiln"].Limits;
        var hour = new Averaging(AveragingKind.Hour, 0);
        var day = new DateOnly(2021, 8, 2);
        Assert.Equal(18m, kiln.Find("a21026", hour, "", "key", null, "brick", day)!.ReferenceOxygen);
        Assert.Null(kiln.Find("a21026", hour, "", "key", null, "lime", day)!.ReferenceOxygen);
        Assert.Equal(35m, kiln.Find("a21026", hour, "", "core", null, "brick", day)!.Upper);
        Assert.Null(kiln.Find("a21026", hour, "", "key", null, "brick", new DateOnly(2018, 12, 31))!.ReferenceOxygen);
        Assert.Null(kiln.Find("a21026", hour, "", "elsewhere", null, null, day));
    }

    [Fact]
    public void All_kinds_that_the_plan_names_are_shipped_and_load()
    {
        string[] expected =
        [
            "auto-repair", "boiler", "burning-spot", "coal-dealer", "demolition", "dry-cleaner", "gas-station", "kiln", "mine",
            "muck-truck-fleet", "non-road-machine", "restaurant", "road", "site", "stockyard", "voc-workshop",
        ];
        Assert.All(expected, code => Assert.NotEmpty(Bench.Kinds[code].Rules));
        Assert.Equal("区住建局", Bench.Kinds["site"].LeadDepartment.Value);
        Assert.Throws<KeyNotFoundException>(() => Bench.Kinds["volcano"]);
        Assert.Throws<ArgumentException>(() => new SourceKindCatalog([Bench.Kinds["site"], Bench.Kinds["site"]]));
    }

    [Fact]
    public void The_domain_references_no_package() => Assert.All(
        typeof(SourceKind).Assembly.GetReferencedAssemblies(),
        name => Assert.True(name.Name!.StartsWith("System", StringComparison.Ordinal) || name.Name is "netstandard" or "mscorlib", name.Name));
}
