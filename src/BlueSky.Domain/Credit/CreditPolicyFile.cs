using System.Text.Json;
using BlueSky.AirQuality;
using BlueSky.Assessment;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Credit;

/// <summary>
/// Reads a policy of credit. Strict: what is missing, misspelt, out of range, contradictory or without mark and citation is refused with
/// file, field and fix. The format is described in <c>seeds/credit/README.md</c>.
/// </summary>
public static class CreditPolicyFile
{
    private const decimal MostPoints = 1_000;
    private static readonly string[] Marks = ["T", "S", "K", "D"];
    private static readonly string[] Severities = ["suspect", "warning", "violation", "serious"];
    private static readonly string[] Causes = ["sandDust", "outage", "other"];
    private static readonly string[] Occasions = ["problem", "supervision", "rejected", "reopened", "entered"];
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a policy from its text.</summary>
    /// <exception cref="PolicyException">It cannot be used.</exception>
    public static CreditPolicy Parse(string text, string file) => Parse(text, file, isKept: false);

    /// <summary>
    /// Reads a text that is kept with the accounts counted by it. It cannot be put right any more, so one of before clauses had English names is
    /// read without them.
    /// </summary>
    /// <exception cref="PolicyException">It cannot be used.</exception>
    public static CreditPolicy ParseKept(string text, string file) => Parse(text, file, isKept: true);

    private static CreditPolicy Parse(string text, string file, bool isKept)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return Read(PolicyNode.Root(file, document.RootElement), CanonicalText.DigestOf(document.RootElement), isKept);
        }
        catch (JsonException e)
        {
            throw new PolicyException(file, "", $"is not valid JSON at line {e.LineNumber + 1}; correct it there ({e.Message})", e);
        }
    }

    private static CreditPolicy Read(PolicyNode root, string digest, bool isKept)
    {
        root.Only("id", "name", "effectiveFrom", "appealWithinDays", "enterWithinDays", "kindsNotScored", "sources", "trucks", "redList", "blackList");
        var sources = ReadScheme(root.Required("sources"), PeriodType.Quarter, isKept);
        return new CreditPolicy
        {
            Id = root.Required("id").Text(), Name = root.Required("name").Text(),
            EffectiveFrom = root.Required("effectiveFrom").Cited(n => n.Date()),
            AppealWithinDays = root.Required("appealWithinDays").Cited(n => n.Whole(1, 366)),
            EnterWithinDays = root.Required("enterWithinDays").Cited(n => n.Whole(1, 366)),
            KindsNotScored = root.Required("kindsNotScored").Cited(n => n.List(k => k.Text())),
            Sources = sources, Trucks = ReadScheme(root.Required("trucks"), PeriodType.Year, isKept),
            Red = ReadRed(root.Required("redList")), Black = ReadBlack(root.Required("blackList"), sources), Digest = digest,
        };
    }

    private static CreditScheme ReadScheme(PolicyNode node, PeriodType period, bool isKept)
    {
        node.Only("start", "floor", "ceiling", "digits", "rounding", "clauses", "goodMonth", "grades");
        Cited<decimal> Points(string name) => node.Required(name).Cited(n => n.Number(-MostPoints, MostPoints));
        var (start, floor, ceiling) = (Points("start"), Points("floor"), Points("ceiling"));
        if (floor.Value > start.Value || start.Value > ceiling.Value) throw node.Required("start").Fault("must lie from floor to ceiling");
        var clauses = node.Required("clauses").List(n => ReadClause(n, period, isKept));
        if (clauses.GroupBy(c => (c.Code, c.On)).FirstOrDefault(g => g.Count() > 1) is { } twice) throw node.Required("clauses").Fault($"has '{twice.Key.Code}' twice");
        return new CreditScheme
        {
            Period = period, Start = start, Floor = floor, Ceiling = ceiling, Digits = node.Required("digits").Cited(n => n.Whole(0, 4)),
            Rounding = node.Required("rounding").Cited(n => n.OneOf("half-to-even", "half-up") == "half-up" ? RoundingRule.HalfUp : RoundingRule.HalfToEven),
            Clauses = clauses, GoodMonth = node.Optional("goodMonth") is { } bonus ? ReadBonus(bonus, isKept) : null,
            Grades = ReadGrades(node.Required("grades"), floor.Value),
        };
    }

    private static CreditClause ReadClause(PolicyNode node, PeriodType period, bool isKept)
    {
        node.Only("code", "name", "nameEn", "on", "points", "each", "kinds", "rules", "from", "levels", "notWhenSuspendedFor", "mark", "citation");
        var on = (CreditOccasion)Array.IndexOf(Occasions, node.Required("on").OneOf(Occasions));
        // Trucks have no problems of their own: theirs are their fleet's.
        if (period == PeriodType.Year && on != CreditOccasion.Entered) throw node.Required("on").Fault("of a truck must be entered");
        foreach (var name in new[] { "each", "kinds", "rules", "from", "notWhenSuspendedFor" })
            if (on == CreditOccasion.Entered && node.Optional(name) is { } idle) throw idle.Fault("means nothing for what is entered; remove it");
        if (on != CreditOccasion.Supervision && node.Optional("levels") is { } levels) throw levels.Fault("belongs to a clause on supervision; remove it");
        return new CreditClause(
            node.Required("code").Text(), node.Required("name").Text(), NameEn(node, isKept), on, node.Required("points").Number(0, MostPoints), node.Optional("each")?.Flag() ?? false,
            Texts(node, "kinds"), Texts(node, "rules"),
            node.Optional("from") is { } from ? (Severity)Array.IndexOf(Severities, from.OneOf(Severities)) : Severity.Suspect,
            node.Optional("levels")?.List(n => n.Whole(1, 20)) ?? [],
            node.Optional("notWhenSuspendedFor")?.List(n => (SuspensionCause)Array.IndexOf(Causes, n.OneOf(Causes))) ?? [],
            Mark(node), Citation(node));
    }

    private static CreditBonus ReadBonus(PolicyNode node, bool isKept)
    {
        node.Only("name", "nameEn", "points", "mark", "citation");
        return new CreditBonus(node.Required("name").Text(), NameEn(node, isKept), node.Required("points").Number(0.0001m, MostPoints), Mark(node), Citation(node));
    }

    private static IReadOnlyList<CreditGrade> ReadGrades(PolicyNode list, decimal floor)
    {
        var grades = list.List(node =>
        {
            node.Only("code", "name", "from", "months", "mark", "citation");
            return new CreditGrade(
                node.Required("code").Text(), node.Required("name").Text(), node.Required("from").Number(-MostPoints, MostPoints), node.Optional("months")?.Whole(1, 120),
                Mark(node), Citation(node));
        });
        if (grades.Count == 0 || grades[^1].From != floor) throw list.Fault("must end with a grade from the floor, so that every balance has one");
        if (grades.Zip(grades.Skip(1)).Any(pair => pair.First.From <= pair.Second.From)) throw list.Fault("must go from the best to the worst, each with a lower 'from'");
        return grades.Select(g => g.Code).Distinct(StringComparer.Ordinal).Count() == grades.Count ? grades : throw list.Fault("has a code twice");
    }

    private static RedListRule ReadRed(PolicyNode node)
    {
        node.Only("atLeast", "mostDeductions", "needsData", "mostPerKind");
        return new RedListRule(
            node.Required("atLeast").Cited(n => n.Number(-MostPoints, MostPoints)), node.Required("mostDeductions").Cited(n => n.Whole(0, 1_000)),
            node.Required("needsData").Cited(n => n.Flag()), node.Optional("mostPerKind")?.Cited(n => n.Whole(1, 100_000)));
    }

    private static BlackListRule ReadBlack(PolicyNode node, CreditScheme sources)
    {
        node.Only("below", "counts", "months");
        return new BlackListRule(
            node.Required("below").Cited(n => n.Number(-MostPoints, MostPoints)),
            node.Required("counts").List(one => one.Cited(n =>
            {
                n.Only("clause", "atLeast");
                var clause = n.Required("clause").Text();
                return sources.Clauses.Any(c => c.Code == clause)
                    ? new ClauseCount(clause, n.Required("atLeast").Whole(1, 1_000))
                    : throw n.Required("clause").Fault($"is '{clause}'; use the code of a clause of sources");
            })),
            node.Required("months").Cited(n => n.Whole(1, 120)));
    }

    private static IReadOnlyList<string> Texts(PolicyNode node, string name) => node.Optional(name)?.List(n => n.Text()) ?? [];

    private static string NameEn(PolicyNode node, bool isKept) => isKept && node.Optional("nameEn") is null ? "" : node.Required("nameEn").Text();

    private static string Mark(PolicyNode node) => node.Required("mark").OneOf(Marks);

    private static string Citation(PolicyNode node) => node.Required("citation").Text();
}
