using BlueSky.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>The scope that an endpoint needs, as metadata: authorization, problem details, OpenAPI and tests read it.</summary>
internal sealed record RequiredScope(Scopes Scope);

/// <summary>Asks for a scope.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="OrDemoLoopback">True when a loopback caller of a demonstration needs none.</param>
internal sealed record ScopeRequirement(Scopes Scope, bool OrDemoLoopback) : IAuthorizationRequirement;

/// <summary>Decides a <see cref="ScopeRequirement"/>.</summary>
internal sealed class ScopeDecision(IOptions<WebOptions> options) : AuthorizationHandler<ScopeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        var mayByScope = (Caller.ScopesOf(context.User) & requirement.Scope) == requirement.Scope;
        var mayByPlace = requirement.OrDemoLoopback && options.Value.LetsAnonymousRead
            && context.Resource is HttpContext request && RemoteCaller.Of(request).IsLoopback;
        if (mayByScope || mayByPlace) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>Closes endpoints that say nothing about themselves.</summary>
internal sealed record SilentEndpointRequirement : IAuthorizationRequirement;

/// <summary>Decides a <see cref="SilentEndpointRequirement"/>.</summary>
internal sealed class SilentEndpointDecision : AuthorizationHandler<SilentEndpointRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, SilentEndpointRequirement requirement)
    {
        // Nothing at the address, or an answer of routing itself (405, 415): nothing to protect, and the caller should hear which.
        var isRouting = context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;
        if (isRouting || Caller.ScopesOf(context.User).HasFlag(Scopes.Administer)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>How endpoints say which scope they need.</summary>
internal static class ScopePolicy
{
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, Scopes scope, bool orDemoLoopback = false)
        where TBuilder : IEndpointConventionBuilder
    {
        var policy = new AuthorizationPolicyBuilder(Schemes.Either)
            .AddRequirements(new ScopeRequirement(scope, orDemoLoopback)).Build();
        builder.RequireAuthorization(policy);
        builder.WithMetadata(new RequiredScope(scope));
        return builder;
    }
}
