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
        { "me", "/me", "zhenjie" },
        { "users", "/users", "guanli" },
        { "not-permitted", "/users", "zhidu" },
        { "password", "/account/password", "zhidu" },
        { "second-factor", "/account/second-factor", "zhidu" },
        { "sign-out", "/account/sign-out", "zhidu" },
    };
}
