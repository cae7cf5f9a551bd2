using BlueSky.Assessment;
using BlueSky.Violations;

namespace BlueSky.Notifications;

/// <summary>
/// Reads <c>notifications.json</c>. Strict: what is missing, misspelt, out of range or without mark and citation is refused with file,
/// field and fix. The format is described in <c>seeds/notifications/README.md</c>.
/// </summary>
public static class NotificationPolicyFile
{
    private const string FileName = "notifications.json";

    /// <summary>Reads the file of a folder.</summary>
    /// <exception cref="PolicyException">It is missing or cannot be used.</exception>
    public static NotificationPolicy Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Parse(HandlingPolicyFile.Text(directory, FileName));
    }

    /// <summary>Reads it from its text.</summary>
    /// <exception cref="PolicyException">It cannot be used.</exception>
    public static NotificationPolicy Parse(string json) => HandlingPolicyFile.Read(FileName, json, Read);

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
