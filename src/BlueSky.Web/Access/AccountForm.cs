using BlueSky.Access;
using BlueSky.Messages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>
/// Signing in and out, password and second factor: plain forms, rendered on the server, because only a request of its own can set a
/// cookie. Each form carries an antiforgery token.
/// </summary>
internal static class AccountForm
{
    private const long SmallBody = 16 * 1024;

    public static void MapAccount(this IEndpointRouteBuilder endpoints)
    {
        var account = endpoints.MapGroup("/account").ExcludeFromDescription().WithMetadata(new BodyLimit(SmallBody));
        account.MapGet("/sign-in", (HttpContext http, string? returnUrl, string? refused) =>
            Page<SignInPage>(new { ReturnUrl = Local(returnUrl), Refused = refused == "provider" ? "provider" : null })).AllowAnonymous();
        account.MapPost("/sign-in", SignIn).AllowAnonymous();
        account.MapPost("/sign-out", SignOut).AllowAnonymous();
        // A choice that harms nobody, so a link will do.
        account.MapGet("/language", SetLanguage).AllowAnonymous();
        account.MapGet("/sign-out", () => Page<SignOutPage>(new { })).RequireSession();
        account.MapGet("/alive", () => TypedResults.NoContent()).RequireSession();
        account.MapGet("/password", (HttpContext http) => Page<PasswordPage>(new { Must = PersonClaims.MustChangePassword(http.User) })).RequireSession();
        account.MapPost("/password", ChangePassword).RequireSession();
        account.MapSecondFactor();
        endpoints.MapOpenId();
    }

    /// <summary>Asks for a person who has signed in, even one who must change the password first.</summary>
    public static TBuilder RequireSession<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new AuthorizationPolicyBuilder(Schemes.Session).RequireAuthenticatedUser().Build());

    /// <summary>A page that is rendered once, on the server.</summary>
    public static RazorComponentResult<T> Page<T>(object parameters, int status = StatusCodes.Status200OK) where T : IComponent =>
        new(parameters) { StatusCode = status };

    private static async Task<IResult> SignIn(
        [FromForm] SignInEntry entry, PersonSignIn signIn, HttpContext http)
    {
        var returnUrl = Local(entry.ReturnUrl);
        var (outcome, user) = await signIn.Verify(entry.Name ?? "", entry.Password ?? "", (entry.Code ?? "").Trim(), RemoteCaller.Of(http));
        if (outcome != PersonOutcome.Accepted)
            return Page<SignInPage>(new { ReturnUrl = returnUrl, Entered = entry.Name, Outcome = (PersonOutcome?)outcome }, StatusOf(outcome));
        await SessionCookie.Begin(http, user!);
        return TypedResults.LocalRedirect(user!.MustChangePassword ? "~/account/password" : "~" + returnUrl);
    }

    private static async Task<IResult> SignOut([FromForm] string? everywhere, IGrainFactory grains, AuditTrail audit, SessionCache sessions, HttpContext http)
    {
        var name = PersonClaims.NameOf(http.User);
        if (name.Length > 0)
        {
            var caller = Caller.Of(http);
            if (everywhere is not null) await grains.GetGrain<IUserGrain>(name).EndSessions(new(caller.Name, caller.Address));
            else await audit.Wrote(caller, "user.signed-out", name);
            sessions.Forget(name);
        }

        await http.SignOutAsync(Schemes.Session);
        return TypedResults.LocalRedirect("~" + SessionCookie.SignInPath);
    }

    private static RedirectHttpResult SetLanguage(string? language, string? returnUrl, HttpContext http)
    {
        Language.Remember(http.Response, language);
        return TypedResults.LocalRedirect("~" + Local(returnUrl));
    }

    private static async Task<IResult> ChangePassword([FromForm] PasswordEntry entry, IGrainFactory grains, SessionCache sessions, FailureBrake brake, HttpContext http)
    {
        var must = PersonClaims.MustChangePassword(http.User);
        var name = PersonClaims.NameOf(http.User);
        if (brake.Holds(RemoteCaller.Of(http))) return Wrong("throttled", StatusCodes.Status429TooManyRequests);
        if (entry.Next != entry.Again) return Wrong("different", StatusCodes.Status422UnprocessableEntity);
        try
        {
            var user = await grains.GetGrain<IUserGrain>(name).ChangePassword(entry.Present ?? "", entry.Next ?? "", RemoteCaller.Of(http).Address);
            if (user is null)
            {
                brake.Failed(RemoteCaller.Of(http));
                return Wrong("present", StatusCodes.Status422UnprocessableEntity);
            }

            sessions.Forget(name);
            await SessionCookie.Begin(http, user);
            return TypedResults.LocalRedirect("~/account/password/changed");
        }
        catch (RefusedException e)
        {
            return Page<PasswordPage>(new { Must = must, Problem = "rule", Words = e.Message }, StatusCodes.Status422UnprocessableEntity);
        }

        IResult Wrong(string problem, int status) => Page<PasswordPage>(new { Must = must, Problem = problem }, status);
    }

    private static int StatusOf(PersonOutcome outcome) => outcome switch
    {
        PersonOutcome.Throttled or PersonOutcome.LockedOut => StatusCodes.Status429TooManyRequests,
        PersonOutcome.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status401Unauthorized,
    };

    /// <summary>A path of this site, else its beginning: nobody is sent elsewhere after signing in.</summary>
    internal static string Local(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("/\\", StringComparison.Ordinal)
        && !path.Any(char.IsControl) ? path : "/";
}

/// <summary>The form of signing in.</summary>
internal sealed record SignInEntry(string? Name, string? Password, string? Code, string? ReturnUrl);

/// <summary>The form of the password.</summary>
internal sealed record PasswordEntry(string? Present, string? Next, string? Again);
