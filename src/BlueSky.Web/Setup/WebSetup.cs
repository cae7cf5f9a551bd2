using BlueSky.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Dashboard;

namespace BlueSky.Web;

/// <summary>How a host takes in the HTTP side.</summary>
public static class WebSetup
{
    /// <summary>
    /// Adds the HTTP API. The host must also register a <c>District</c>, a <c>PolicyCatalog</c>, a <see cref="PolicyShelf"/>, an
    /// <c>AssessmentPlan</c>, a <c>TaskPlan</c>, a <c>TaskPolicy</c>, <c>CreditPolicies</c>, an <c>IQueries</c>, an <c>ICreditQueries</c>, an <c>INoticeQueries</c>, an <c>IGrainFactory</c> and an <c>IReadOnlyList&lt;KindInfo&gt;</c>; a
    /// <see cref="TimeProvider"/> is added when there is none. Further readiness checks
    /// are health checks with the tag <c>ready</c>.
    /// </summary>
    public static IServiceCollection AddBlueSkyWeb(this IServiceCollection services, Action<WebOptions> configure)
    {
        services.AddOptions<WebOptions>().Configure(configure)
            .Validate(o => o is { WritesPerMinute: > 0, IngestsPerMinute: > 0, FailedSignInsPerMinute: > 0 }, "Limits must be above 0.")
            .Validate(o => o.KeyCacheTime >= TimeSpan.Zero && o.KeyCacheTime <= TimeSpan.FromSeconds(30), "KeyCacheTime: 0 to 30 s.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddBlueSkySignIn();
        services.AddSingleton<IAuthorizationHandler, ScopeDecision>();
        services.AddSingleton<IAuthorizationHandler, SilentEndpointDecision>();
        // What says nothing about itself is closed.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder(Schemes.Either)
            .AddRequirements(new SilentEndpointRequirement()).Build());
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<FoldedAudit>();
        services.AddHostedService(s => s.GetRequiredService<FoldedAudit>());
        services.AddSingleton<IngestDispatch>();
        services.AddSingleton<EntryDesk>();
        services.AddSingleton<HandlingDesk>();
        services.AddSingleton<PhotoDesk>();
        services.AddSingleton<TaskDesk>();
        services.AddSingleton<CreditDesk>();
        services.AddSingleton<RegisterDesk>();
        services.AddSingleton<SurveyDesk>();
        services.AddSingleton<ReportDesk>();
        services.AddSingleton<KeyAreaDesk>();
        services.AddSingleton<InboxDesk>();
        services.AddSingleton<SinkDesk>();
        services.AddSingleton<TransmissionReader>().AddSingleton<BackfillDesk>();
        services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<FailureAnswers>();
        services.AddProblemDetails();
        services.AddBlueSkyRateLimits();
        services.AddBlueSkyHealth();
        services.AddBlueSkyOpenApi();
        return services;
    }

    /// <summary>Puts the pipeline in order and maps all endpoints: API, OpenAPI document, health, dashboard, index page.</summary>
    public static WebApplication MapBlueSkyWeb(this WebApplication app)
    {
        app.UseProxies();
        app.UseSecurityHeaders();
        // Before all that may answer in its stead: a page that denies something speaks the language of who asked.
        app.UseRequestLocalization();
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => MissingPage.IsAskedFor(context.HttpContext)
            ? AccountForm.Page<MissingPage>(new { }, StatusCodes.Status404NotFound).ExecuteAsync(context.HttpContext)
            : Problems.Write(context.HttpContext, Problems.Plain(context.HttpContext.Response.StatusCode)));
        app.UseRouting();
        app.RefuseCrossSiteWrites();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseRateLimiter();
        app.MapIndexPage();
        app.MapAccount();
        app.MapBlueSkyHealth();
        app.MapOpenApi("/openapi/{documentName}.json").RequireScope(Scopes.Read).ExcludeFromDescription();
        app.MapApi();
        if (app.Services.GetRequiredService<IOptions<WebOptions>>().Value.Dashboard)
        {
            app.MapOrleansDashboard(SecurityHeaders.Cluster).RequireScope(Scopes.Administer, orDemoLoopback: true).ExcludeFromDescription();
        }

        return app;
    }

    private static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/v1").AddEndpointFilter(Takes.RefuseUnknown);
        api.MapSources();
        api.MapFieldEntries();
        api.MapViolations();
        api.MapViolationCommands();
        api.MapPhotos();
        api.MapReports();
        api.MapRoadSurveys();
        api.MapDistrict();
        api.MapStations();
        api.MapPolicies();
        api.MapAssessments();
        api.MapAccounts();
        api.MapTasks();
        api.MapCredit();
        api.MapCreditQuarters();
        api.MapMuckTrucks();
        api.MapSnapshots();
        api.MapRegisters();
        api.MapKeyAreas();
        api.MapInbox();
        api.MapSinks();
        api.MapDevices();
        api.MapIngest();
        api.MapBulletins();
        api.MapAdministration();
    }
}
