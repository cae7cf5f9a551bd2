using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>How keys and people sign in.</summary>
internal static class SignInSetup
{
    private const string Antiforgery = "bluesky-form";

    public static void AddBlueSkySignIn(this IServiceCollection services)
    {
        services.AddAuthentication(Schemes.Either)
            .AddPolicyScheme(Schemes.Either, null, o => o.ForwardDefaultSelector = Schemes.Of)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Name, null)
            .AddCookie(Schemes.Session);
        services.AddOptions<CookieAuthenticationOptions>(Schemes.Session).Configure<IOptions<WebOptions>>(SessionCookie.Configure);
        services.AddOpenId();
        services.AddDataProtection().SetApplicationName("BlueSky");
        services.AddOptions<KeyManagementOptions>().Configure<IGrainFactory>((keys, grains) => keys.XmlRepository = new StoredKeyRing(grains));
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = Antiforgery;
            (o.Cookie.HttpOnly, o.Cookie.SameSite, o.Cookie.SecurePolicy) = (true, SameSiteMode.Strict, CookieSecurePolicy.SameAsRequest);
        });
        services.AddRequestLocalization(Language.Configure);
        services.AddScoped<Words>();
        services.AddRazorComponents();
        services.AddSingleton<FailureBrake>();
        services.AddSingleton<KeyCache>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<SessionCache>();
        services.AddSingleton<SecondFactor>();
        services.AddSingleton<PersonSignIn>();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<WebOptions>>((headers, web) =>
        {
            headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var proxy in web.Value.Proxies) Believe(headers, proxy);
        });
    }

    private static void Believe(ForwardedHeadersOptions headers, string proxy)
    {
        if (IPAddress.TryParse(proxy, out var address)) headers.KnownProxies.Add(address);
        else if (System.Net.IPNetwork.TryParse(proxy, out var network)) headers.KnownIPNetworks.Add(network);
        else throw new OptionsValidationException(nameof(WebOptions.Proxies), typeof(WebOptions), [$"Web:Proxies: “{proxy}” is neither a numeric address nor a network such as 10.0.0.0/16."]);
    }

    /// <summary>Believes forwarded headers, where proxies are named, and only from them.</summary>
    public static void UseProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<WebOptions>>().Value.Proxies.Count > 0) app.UseForwardedHeaders();
    }
}
