using System.Globalization;
using BlueSky.Assessment;
using BlueSky.Bulletins;
using BlueSky.Credit;
using BlueSky.Devices;
using BlueSky.Notifications;
using BlueSky.Reports;
using BlueSky.Surveys;
using BlueSky.Tasks;
using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>
/// The files of rules that this node was started with, in the words of a page. They are read at the start, so what is shown is what the node
/// goes by; they are changed in the files.
/// </summary>
internal sealed class RuleShelf(
    PolicyCatalog assessments, AssessmentPlan plan, HandlingPolicy handling, CreditPolicies credit, NotificationPolicy notifications,
    DevicePolicy devices, TaskPolicy tasks, ReportPolicy reports, SurveyPolicy surveys, KindNames kinds)
{
    /// <summary>All of them, by area and day.</summary>
    public IReadOnlyList<RuleBook> All(Words words)
    {
        var days = credit.All.Select(p => p.EffectiveFrom.Value).ToList();
        return
        [
            .. assessments.All.Select(p => OfAssessment(p, words)).OrderByDescending(b => b.IsUsed).ThenBy(b => b.Id, StringComparer.Ordinal),
            new(RuleArea.Handling, handling.Id, handling.Name, null, null, true, "seeds/violations/handling.json", "", HandlingRules.Of(handling, kinds, words)),
            .. credit.All.Select((p, i) => new RuleBook(
                RuleArea.Credit, p.Id, p.Name, p.EffectiveFrom.Value, i + 1 < days.Count ? days[i + 1].AddDays(-1) : null, true, $"seeds/credit/{p.Id}.json",
                p.Digest[..8], CreditRules.Of(p, kinds, words))),
            new(RuleArea.Notification, "notifications", words["通知保留与推送规则"], null, null, true, "seeds/notifications/notifications.json", "",
                NotificationRules.Of(notifications, words)),
            new(RuleArea.Device, "devices", words["数采仪规则"], null, null, true, "seeds/devices/devices.json", "", DeviceRateRules.Of(devices, words)),
            new(RuleArea.Task, "tasks", words["重点任务风险规则"], null, null, true, "seeds/lanshan/task-policy.json", "", TaskRules.Of(tasks, words)),
            new(RuleArea.Report, "reports", words["巡查和举报受理规则"], null, null, true, "seeds/violations/reports.json", "", FindingRules.Of(reports, words)),
            new(RuleArea.Survey, "surveys", words["走航处理规则"], null, null, true, "seeds/violations/surveys.json", "", FindingRules.Of(surveys, words)),
        ];
    }

    /// <summary>One of them; null when there is none.</summary>
    public RuleBook? Find(RuleArea area, string id, Words words) => All(words).FirstOrDefault(b => b.Area == area && b.Id == id);

    /// <summary>A day as pages write it.</summary>
    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "—";

    private RuleBook OfAssessment(Policy policy, Words words)
    {
        // A parameter of a tier is named TIER·NAME: the tier's name is the file's, what follows is ours.
        var rows = MarkedParameter.Of(policy).Select(p => p.Name.Split('·', 2) is [var tier, var name]
            ? (Tier: tier, Row: new RuleRow(words[name], p.Value, p.Mark, p.Citation))
            : (Tier: "", Row: new RuleRow(words[p.Name], p.Value, p.Mark, p.Citation))).ToList();
        var sections = rows.GroupBy(r => r.Tier).Select(g => new RuleSection(g.Key.Length == 0 ? words["总则"] : g.Key, [.. g.Select(r => r.Row)])).ToList();
        if (policy.Notes.Count > 0) sections.Add(new RuleSection(words["办法还规定"], [.. policy.Notes.Select(n => new RuleRow(words["备注"], n.Value, n.Mark, n.Citation))]));
        return new RuleBook(
            RuleArea.Assessment, policy.Id, policy.Name, policy.Validity.Value.From, policy.Validity.Value.To, plan.Policies.Any(p => p.Policy == policy.Id),
            $"seeds/policies/{policy.Id}.json", policy.Version, sections);
    }
}
