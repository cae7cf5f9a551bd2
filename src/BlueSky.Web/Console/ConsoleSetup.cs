using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Web.Console.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace BlueSky.Web.Console;

/// <summary>How a host takes in the console, on top of <see cref="WebSetup"/>.</summary>
public static class ConsoleSetup
{
    // A page that lost its connection may come back to where it was; so many are kept for three minutes.
    private const int MostLostPages = 100;

    // Charts come in messages of their own; nobody sends much.
    private const int LargestMessage = 128 * 1024;

    /// <summary>Adds the pages.</summary>
    public static IServiceCollection AddBlueSkyConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(o =>
        {
            (o.DetailedErrors, o.DisconnectedCircuitMaxRetained, o.DisconnectedCircuitRetentionPeriod) = (false, MostLostPages, TimeSpan.FromMinutes(3));
        }).AddHubOptions(o => o.MaximumReceiveMessageSize = LargestMessage);
        services.AddMudServices();
        services.AddTransient<MudBlazor.MudLocalizer, MudWords>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, SessionWatch>();
        services.AddScoped<Viewer>();
        services.AddSingleton<LiveViews>();
        services.AddSingleton<OverviewReader>().AddSingleton<FactorChartReader>().AddSingleton<MapReader>().AddSingleton<MapRegister>().AddSingleton<TownReader>();
        services.AddSingleton(s => new KeyAreas(s.GetRequiredService<District>()));
        services.AddSingleton<AirReader>().AddSingleton<AssessmentReader>().AddSingleton<WallReader>();
        services.AddSingleton<SurveyReader>().AddSingleton<ReportReader>();
        services.AddSingleton<UserDesk>();
        services.AddSingleton<BulkDesk>();
        services.AddSingleton<KindNames>().AddSingleton<RuleShelf>();
        services.AddSingleton<DeviceReader>();
        foreach (var scope in Enum.GetValues<Scopes>())
        {
            services.AddAuthorizationBuilder().AddPolicy(NeedsScopeAttribute.PolicyOf(scope), new AuthorizationPolicyBuilder(Schemes.Session)
                .AddRequirements(new ScopeRequirement(scope, OrDemoLoopback: false)).Build());
        }

        return services;
    }

    /// <summary>Maps the pages and what they are made of; after <see cref="WebSetup.MapBlueSkyWeb"/>.</summary>
    public static WebApplication MapBlueSkyConsole(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null).RequireSession();
        return app;
    }

    /// <summary>Finds the static files of pages and libraries, wherever the node is started from.</summary>
    public static void UseBlueSkyAssets(this IWebHostBuilder web) => web.UseStaticWebAssets();
}
