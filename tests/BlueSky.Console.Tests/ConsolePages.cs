namespace BlueSky.Console.Tests;

/// <summary>
/// Every page of the console with a demo user who may open it: each is looked at for accessibility and for fitting the window, and gets
/// its screenshot. A new page needs its row here.
/// </summary>
public static class ConsolePages
{
    /// <summary>Name of the screenshot, address, demo user; empty for who has not signed in.</summary>
    public static TheoryData<string, string, string> All => new()
    {
        { "sign-in", "/account/sign-in", "" },
        { "overview", "/", "zhihuibu" },
        { "problems", "/problems?ended=false", "zhihuibu" },
        { "problem", "/problems/first", "zhihuibu" },
        { "map", "/map", "zhihuibu" },
        { "sources", "/sources?open=true&sort=worstRatio&desc=true", "zhihuibu" },
        { "source", "/sources/371302-site-0001", "zhihuibu" },
        { "source-raw", "/sources/371302-site-0001?values=raw&show=history", "zhihuibu" },
        { "towns", "/towns", "zhihuibu" },
        { "town", "/towns/371302Z01", "zhihuibu" },
        { "town-tasks", "/towns/371302Z01?show=tasks", "zhenjie" },
        { "air", "/air", "zhihuibu" },
        { "station-hours", "/air/1618A", "zhihuibu" },
        { "station-days", "/air/1618A?view=month", "zhihuibu" },
        { "station-calendar", "/air/1618A?view=year", "zhihuibu" },
        { "station-unknown", "/air/none", "zhihuibu" },
        { "assessment-unit-without-period", "/assessments/371302003", "zhihuibu" },
        { "assessment", "/assessments", "zhihuibu" },
        { "assessment-accounts", "/assessment-accounts", "zhihuibu" },
        { "assessment-trial", "/assessment-trials", "zhihuibu" },
        { "wall", "/wall?panel=map", "zhihuibu" },
        { "tasks", "/tasks", "zhihuibu" },
        { "task", "/tasks/1", "zhihuibu" },
        { "inbox", "/inbox", "zhenjie" },
        { "inbox-of-none", "/inbox", "kaohe" },
        { "inbox-choice", "/inbox/choice", "zhenjie" },
        { "inbox-choice-of-none", "/inbox/choice", "kaohe" },
        { "devices", "/devices", "shebei" },
        { "device", "/devices/first", "shebei" },
        { "credit", "/credit", "zhihuibu" },
        { "credit-account", "/credit/first", "zhihuibu" },
        { "red-black", "/credit-lists", "zhidu" },
        { "registers", "/registers", "zhihuibu" },
        { "register-snapshot", "/registers/first", "zhihuibu" },
        { "road-surveys", "/road-surveys", "zhihuibu" },
        { "road-survey", "/road-surveys/first", "zhihuibu" },
        { "me", "/me", "zhenjie" },
        { "users", "/users", "guanli" },
        { "sinks", "/sinks", "guanli" },
        { "sink-unknown", "/sinks/none", "guanli" },
        { "kinds", "/kinds", "zhidu" },
        { "kind", "/kinds/kiln", "zhidu" },
        { "kind-gas-station", "/kinds/gas-station?confirm=true", "guanli" },
        { "kind-unknown", "/kinds/none", "guanli" },
        { "policies", "/policies", "guanli" },
        { "policy", "/policies/assessment/lanshan-2021", "guanli" },
        { "policy-handling", "/policies/handling/handling", "guanli" },
        { "policy-credit", "/policies/credit/lanshan-default", "guanli" },
        { "policy-notification", "/policies/notification/notifications", "guanli" },
        { "policy-unknown", "/policies/credit/none", "guanli" },
        { "calendar", "/calendar?year=2026", "guanli" },
        { "calendar-without-data", "/calendar?year=2030", "guanli" },
        { "not-permitted", "/users", "zhidu" },
        { "password", "/account/password", "zhidu" },
        { "second-factor", "/account/second-factor", "zhidu" },
        { "sign-out", "/account/sign-out", "zhidu" },
    };
}
