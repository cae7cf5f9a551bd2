using BlueSky.Access;
using MudBlazor;

namespace BlueSky.Web.Console;

/// <summary>A place to go to.</summary>
/// <param name="Address">Address.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="English">English name.</param>
/// <param name="Icon">Icon.</param>
/// <param name="Scope">Who may open it.</param>
/// <param name="IsApart">True for what is no page of the console and opens in a window of its own.</param>
internal sealed record NavigationEntry(string Address, string Name, string English, string Icon, Scopes Scope = Scopes.Read, bool IsApart = false);

/// <summary>Places that belong together.</summary>
internal sealed record NavigationGroup(string Name, string English, NavigationEntry[] Links);

/// <summary>The main navigation: every page of the console has its line here. A line shows to who may open the page.</summary>
internal static class MainNavigation
{
    public static readonly NavigationGroup[] Groups =
    [
        new("指挥", "Command",
        [
            new("/", "总览", "Overview", Icons.Material.Outlined.SpaceDashboard),
            new("/problems", "问题与处置", "Problems", Icons.Material.Outlined.ReportProblem),
            new("/reports", "巡查与举报", "Patrols and citizens", Icons.Material.Outlined.Campaign),
            new("/inbox", "通知", "Notices", Icons.Material.Outlined.Notifications),
            new("/tasks", "任务台账", "Task ledger", Icons.Material.Outlined.Checklist),
            new("/map", "一张图", "Map", Icons.Material.Outlined.Map),
            new("/sources", "污染源", "Sources", Icons.Material.Outlined.Factory),
            new("/key-areas", "重点区域", "Key areas", Icons.Material.Outlined.MyLocation),
            new("/towns", "镇街", "Towns", Icons.Material.Outlined.HolidayVillage),
            new("/wall", "大屏", "Wall screen", Icons.Material.Outlined.ConnectedTv),
        ]),
        new("空气与考核", "Air and assessment",
        [
            new("/air", "空气质量", "Air quality", Icons.Material.Outlined.Air),
            new("/assessments", "考核排名", "Assessment", Icons.Material.Outlined.Leaderboard),
            new("/assessment-accounts", "补偿账户", "Compensation", Icons.Material.Outlined.AccountBalance),
            new("/assessment-trials", "办法试算", "What-if", Icons.Material.Outlined.Calculate),
        ]),
        new("台账", "Registers",
        [
            new("/registers", "清单", "Registers", Icons.Material.Outlined.ListAlt),
            new("/credit", "信用", "Credit", Icons.Material.Outlined.VerifiedUser),
            new("/credit-lists", "红黑榜", "Red and black list", Icons.Material.Outlined.EmojiEvents),
            new("/muck-trucks", "渣土车", "Muck trucks", Icons.Material.Outlined.LocalShipping),
            new("/road-surveys", "道路走航", "Road surveys", Icons.Material.Outlined.AddRoad),
            new("/devices", "设备与网关", "Devices", Icons.Material.Outlined.Router),
        ]),
        new("管理", "Administration",
        [
            new("/users", "用户", "Users", Icons.Material.Outlined.ManageAccounts, Scopes.Administer),
            new("/kinds", "源类与限值", "Kinds and limits", Icons.Material.Outlined.Category),
            new("/policies", "办法与规则", "Policies", Icons.Material.Outlined.Gavel),
            new("/calendar", "工作日历", "Working days", Icons.Material.Outlined.CalendarMonth),
            new("/sinks", "推送渠道", "Sinks", Icons.Material.Outlined.Webhook, Scopes.Administer),
            new(SecurityHeaders.Cluster, "集群面板", "Cluster dashboard", Icons.Material.Outlined.Hub, Scopes.Administer, IsApart: true),
        ]),
    ];
}
