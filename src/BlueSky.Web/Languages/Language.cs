using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace BlueSky.Web;

/// <summary>The language of the pages: Chinese, or English for who chose it. Kept in a cookie, so no address depends on it.</summary>
internal static class Language
{
    public const string Chinese = "zh-CN", English = "en";
    private const string Cookie = "bluesky-language";

    /// <summary>True where the current request or live page speaks English.</summary>
    public static bool IsEnglish => CultureInfo.CurrentUICulture.Name == English;

    // Numbers and dates are written the same in both: 2026-11-25, 35.1.
    public static void Configure(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture(Chinese).AddSupportedUICultures(Chinese, English);
        options.SupportedCultures = [CultureInfo.InvariantCulture];
        options.DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, new CultureInfo(Chinese));
        // What a browser prefers says little on a machine that somebody else set up: only the choice counts.
        options.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = Cookie }];
    }

    /// <summary>Keeps the choice for a year.</summary>
    public static void Remember(HttpResponse response, string? language) => response.Cookies.Append(
        Cookie,
        CookieRequestCultureProvider.MakeCookieValue(new RequestCulture("", language == English ? English : Chinese)),
        new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true, Secure = response.HttpContext.Request.IsHttps });
}
