using BlueSky.Sources;

namespace BlueSky.Tests.Sources;

/// <summary>Small kind files for tests.</summary>
internal static class KindFiles
{
    public const string Limit = """{"factor":"f","averaging":"instant","value":10,"unit":"u","mark":"T","citation":"x"}""";

    public const string Factor = """{"code":"f","name":"因子","nameEn":"Factor","unit":"u","digits":1,"mark":"T","citation":"x"}""";

    public static string Json(string rules = "", string limits = Limit, string factors = Factor, string extra = "") =>
        $$"""
        {
          "code": "trial", "name": "试验", "nameEn": "Trial",
          "leadDepartment": { "value": "区住建局", "mark": "T", "citation": "x" },
          "validHourMinutes": { "value": 45, "mark": "D", "citation": "x" },
          "factors": [{{factors}}], "limits": [{{limits}}], "measures": [], "rules": [{{rules}}]{{extra}}
        }
        """;

    public static SourceKind With(string rules, string limits = Limit) => SourceKindFile.Parse("trial.json", Json(rules, limits));
}
