using System.Text;
using System.Text.Json;
using BlueSky.Assessment;

namespace BlueSky.Notifications;

/// <summary>
/// Reads <c>notifications.json</c>. Strict: what is missing, misspelt, out of range or without mark and citation is refused with file,
/// field and fix. The format is described in <c>seeds/notifications/README.md</c>.
/// </summary>
public static class NotificationPolicyFile
{
    private const string FileName = "notifications.json";
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the file of a folder.</summary>
    /// <exception cref="PolicyException">It is missing or cannot be used.</exception>
    public static NotificationPolicy Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var path = Path.Combine(directory, FileName);
        return File.Exists(path) ? Parse(File.ReadAllText(path, Encoding.UTF8)) : throw new PolicyException(FileName, "", $"the file is missing in '{directory}'");
    }

    /// <summary>Reads it from its text.</summary>
    /// <exception cref="PolicyException">It cannot be used.</exception>
    public static NotificationPolicy Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return Read(PolicyNode.Root(FileName, document.RootElement));
        }
        catch (JsonException e)
        {
            throw new PolicyException(FileName, "", $"is not valid JSON at line {e.LineNumber + 1}; correct it there ({e.Message})", e);
        }
    }

    private static NotificationPolicy Read(PolicyNode root)
    {
        root.Only(
            "taskForceSteps", "keepDays", "mostPerInbox", "overdueTaskDays", "firstWaitSeconds", "longestWaitSeconds", "mostAttempts", "giveUpHours",
            "timeoutSeconds", "formats");
        var formats = root.Required("formats");
        formats.Only("weCom", "dingTalk", "json");
        var (first, longest) = (root.Required("firstWaitSeconds"), root.Required("longestWaitSeconds"));
        var policy = new NotificationPolicy
        {
            TaskForceSteps = root.Required("taskForceSteps").List(n => n.Text()),
            KeepDays = root.Required("keepDays").Cited(n => n.Whole(1, 3_660)),
            MostPerInbox = root.Required("mostPerInbox").Cited(n => n.Whole(100, 1_000_000)),
            OverdueTaskDays = root.Required("overdueTaskDays").Cited(n => n.Whole(0, 3_660)),
            FirstWaitSeconds = first.Cited(n => n.Number(0.1m, 3_600m)),
            LongestWaitSeconds = longest.Cited(n => n.Number(0.1m, 86_400m)),
            MostAttempts = root.Required("mostAttempts").Cited(n => n.Whole(1, 1_000)),
            GiveUpHours = root.Required("giveUpHours").Cited(n => n.Whole(1, 720)),
            TimeoutSeconds = root.Required("timeoutSeconds").Cited(n => n.Number(0.1m, 15m)),
            Formats = new Dictionary<SinkFormat, FormatLimits>
            {
                [SinkFormat.WeCom] = ReadLimits(formats.Required("weCom")),
                [SinkFormat.DingTalk] = ReadLimits(formats.Required("dingTalk")),
                [SinkFormat.Json] = ReadLimits(formats.Required("json")),
            },
        };
        if (policy.LongestWaitSeconds.Value < policy.FirstWaitSeconds.Value) throw longest.Fault("must not be shorter than firstWaitSeconds");
        if (policy.Formats[SinkFormat.Json].MostNotices != 1)
            throw formats.Required("json").Fault("must have mostNotices 1: its idempotency key stands for one notice");
        return policy;
    }

    private static FormatLimits ReadLimits(PolicyNode node)
    {
        node.Only("perMinute", "mostBytes", "mostNotices", "mark", "citation");
        return new FormatLimits(
            node.Required("perMinute").Whole(1, 6_000), node.Required("mostBytes").Whole(2_048, 65_536), node.Required("mostNotices").Whole(1, 50),
            node.Required("mark").OneOf("T", "S", "K", "D"), node.Required("citation").Text());
    }
}
