using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BlueSky.Web.Console.Shell;

/// <summary>
/// What every layout does: asks who looks before any page is shown, and shows the way to sign in when the session has ended.
/// </summary>
public abstract class SignedInLayout : LayoutComponentBase, IDisposable
{
    [Inject] private protected Viewer Viewer { get; set; } = null!;

    [Inject] private protected NavigationManager Navigation { get; set; } = null!;

    [Inject] private AuthenticationStateProvider States { get; set; } = null!;

    /// <summary>True as soon as it is known who looks.</summary>
    protected bool IsLoaded { get; private set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await Viewer.Load();
        States.AuthenticationStateChanged += SessionChanged;
        IsLoaded = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        States.AuthenticationStateChanged -= SessionChanged;
        Leave();
        GC.SuppressFinalize(this);
    }

    /// <summary>Called when the layout goes.</summary>
    protected virtual void Leave()
    {
    }

    private void SessionChanged(Task<AuthenticationState> next) => _ = InvokeAsync(async () =>
    {
        if ((await next).User.Identity?.IsAuthenticated != true)
            Navigation.NavigateTo($"{SessionCookie.SignInPath}?returnUrl={Uri.EscapeDataString(new Uri(Navigation.Uri).PathAndQuery)}", forceLoad: true);
    });
}
