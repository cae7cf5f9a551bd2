using BlueSky.Access;
using Microsoft.AspNetCore.Authorization;

namespace BlueSky.Web.Console;

/// <summary>Opens a page only to who has the scope: <c>@attribute [NeedsScope(Scopes.Audit)]</c>. The same scopes as the API's.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsScopeAttribute(Scopes scope) : AuthorizeAttribute(PolicyOf(scope))
{
    /// <summary>The scope.</summary>
    public Scopes Scope => scope;

    internal static string PolicyOf(Scopes scope) => $"scope:{scope}";
}
