using System.Text;
using System.Text.Json;
using BlueSky.Assessment;
using BlueSky.Sources;

namespace BlueSky.Violations;

/// <summary>
/// Reads <c>handling.json</c> and <c>working-days.json</c>. Strict: what is missing, misspelt, out of range or without mark and
/// citation is refused with file, field and fix. The format is described in <c>seeds/violations/README.md</c>.
/// </summary>
public static class HandlingPolicyFile
{
    private static readonly string[] Marks = ["T", "S", "K", "D"];
    private static readonly string[] Severities = ["suspect", "warning", "violation", "serious"];
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Reads both files of a folder.</summary>
    /// <exception cref="PolicyException">A file is missing or cannot be used.</exception>
    public static HandlingPolicy Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Parse(Text(directory, "handling.json"), Text(directory, "working-days.json"));
    }

    /// <summary>Reads both from their texts.</summary>
    /// <exception cref="PolicyException">A text cannot be used.</exception>
    public static HandlingPolicy Parse(string handling, string workingDays)
    {
        var calendar = Read("working-days.json", workingDays, ReadCalendar);
        return Read("handling.json", handling, root => ReadPolicy(root, calendar));
    }

    internal static string Text(string directory, string file)
    {
        var path = Path.Combine(directory, file);
        return File.Exists(path) ? File.ReadAllText(path, Encoding.UTF8) : throw new PolicyException(file, "", $"the file is missing in '{directory}'");
    }

    internal static T Read<T>(string file, string json, Func<PolicyNode, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return read(PolicyNode.Root(file, document.RootElement));
        }
        catch (JsonException e)
        {
            throw new PolicyException(file, "", $"is not valid JSON at line {e.LineNumber + 1}; correct it there ({e.Message})", e);
        }
    }

    private static HandlingPolicy ReadPolicy(PolicyNode root, WorkingCalendar calendar)
    {
        root.Only("id", "name", "assignAtOnceFrom", "remindShare", "reopenWithinDays", "longestSuspensionDays", "rejectionsPerStep", "classes", "ladder");
        var classes = root.Required("classes").List(ReadClass);
        if (classes.Count == 0 || !classes[^1].FitsAll)
            throw root.Required("classes").Fault("must end with a class without kinds, rules and severities, so that every problem has deadlines");
        return new HandlingPolicy
        {
            Id = root.Required("id").Text(), Name = root.Required("name").Text(),
            AssignAtOnceFrom = root.Required("assignAtOnceFrom").Cited(ReadSeverity),
            RemindShare = root.Required("remindShare").Cited(n => n.Number(0.01m, 0.99m)),
            ReopenWithinDays = root.Required("reopenWithinDays").Cited(n => n.Whole(0, 366)),
            LongestSuspensionDays = root.Required("longestSuspensionDays").Cited(n => n.Whole(1, 366)),
            RejectionsPerStep = root.Required("rejectionsPerStep").Cited(n => n.Whole(1, 100)),
            Classes = classes, Ladder = ReadLadder(root.Required("ladder")), Calendar = calendar,
        };
    }

    private static HandlingClass ReadClass(PolicyNode node)
    {
        node.Only("name", "kinds", "rules", "from", "to", "accept", "rectify", "review", "mark", "citation");
        return new HandlingClass(
            node.Required("name").Text(), Texts(node, "kinds"), Texts(node, "rules"),
            node.Optional("from") is { } from ? ReadSeverity(from) : Severity.Suspect,
            node.Optional("to") is { } to ? ReadSeverity(to) : Severity.Serious,
            ReadTime(node.Required("accept")), ReadTime(node.Required("rectify")), ReadTime(node.Required("review")),
            node.Required("mark").OneOf(Marks), node.Required("citation").Text());
    }

    private static IReadOnlyList<string> Texts(PolicyNode node, string name) => node.Optional(name)?.List(n => n.Text()) ?? [];

    internal static Severity ReadSeverity(PolicyNode node) => (Severity)Array.IndexOf(Severities, node.OneOf(Severities));

    private static TimeAllowed ReadTime(PolicyNode node)
    {
        node.Only("hours", "workingDays");
        var (hours, days) = (node.Optional("hours"), node.Optional("workingDays"));
        if (hours is null == days is null) throw node.Fault("give either hours (calendar time) or workingDays");
        return new TimeAllowed(hours?.Number(0.01m, 8_784m), days?.Whole(1, 250));
    }

    // Steps are written by how long after the step before; in the policy they count from the deadline, which is what is known later.
    private static List<SupervisionStep> ReadLadder(PolicyNode node)
    {
        var after = TimeSpan.Zero;
        var ladder = new List<SupervisionStep>();
        foreach (var (code, name, nameEn, hours, mark, citation) in node.List(ReadStep))
        {
            if (ladder.Exists(s => s.Code == code)) throw node.Fault($"has '{code}' twice; each step is taken once");
            after += TimeSpan.FromTicks((long)(hours * TimeSpan.TicksPerHour));
            ladder.Add(new SupervisionStep(code, name, nameEn, after, mark, citation));
        }

        return ladder;
    }

    private static (string Code, string Name, string NameEn, decimal Hours, string Mark, string Citation) ReadStep(PolicyNode node)
    {
        node.Only("code", "name", "nameEn", "hoursAfter", "mark", "citation");
        return (node.Required("code").Text(), node.Required("name").Text(), node.Required("nameEn").Text(), node.Required("hoursAfter").Number(0, 8_784m),
            node.Required("mark").OneOf(Marks), node.Required("citation").Text());
    }

    private static WorkingCalendar ReadCalendar(PolicyNode root)
    {
        root.Only("years");
        return new WorkingCalendar(root.Required("years").List(ReadYear));
    }

    private static CalendarYear ReadYear(PolicyNode node)
    {
        node.Only("year", "holidays", "workdays", "mark", "citation");
        return new CalendarYear(
            node.Required("year").Whole(2000, 2100), node.Required("holidays").List(ReadHoliday), node.Required("workdays").List(ReadWorkday),
            node.Required("mark").OneOf(Marks), node.Required("citation").Text());
    }

    private static Holiday ReadHoliday(PolicyNode node)
    {
        node.Only("name", "from", "to");
        var (name, from, to) = (node.Required("name").Text(), node.Required("from").Date(), node.Required("to").Date());
        if (to < from || to.DayNumber - from.DayNumber > 15) throw node.Fault("must end on or after its beginning and last at most 16 days");
        return new Holiday(name, from, to);
    }

    private static DateOnly ReadWorkday(PolicyNode node)
    {
        var day = node.Date();
        return day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? day : throw node.Fault($"{day:yyyy-MM-dd} is no Saturday or Sunday; only those can be worked for a holiday");
    }
}
