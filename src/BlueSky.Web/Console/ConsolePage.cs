using BlueSky.Districts;
using BlueSky.Queries;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace BlueSky.Web.Console;

/// <summary>
/// What every page of the console has. A page names its live views in <see cref="OnStart"/> and turns them to what its address says in
/// <see cref="OnQuery"/>; the README beside this shows one.
/// </summary>
public abstract class ConsolePage : ComponentBase, IDisposable
{
    private readonly List<IDisposable> views = [];
    private string path = "";

    [Inject] private protected Words T { get; set; } = null!;

    [Inject] private protected Viewer Viewer { get; set; } = null!;

    [Inject] private protected NavigationManager Navigation { get; set; } = null!;

    [Inject] private protected IQueries Queries { get; set; } = null!;

    [Inject] private protected IGrainFactory Grains { get; set; } = null!;

    [Inject] private protected District District { get; set; } = null!;

    [Inject] private protected TimeProvider Clock { get; set; } = null!;

    [Inject] private protected ISnackbar Snackbar { get; set; } = null!;

    [Inject] private LiveViews Views { get; set; } = null!;

    /// <summary>What the address says.</summary>
    protected QueryState Query { get; private set; } = null!;

    /// <summary>Called once: names the live views.</summary>
    protected virtual void OnStart()
    {
    }

    /// <summary>Called at the start and whenever the address changed: says what to read.</summary>
    protected virtual void OnQuery()
    {
    }

    /// <summary>A live view of this page.</summary>
    /// <param name="every">Pause between reads; a second when left out.</param>
    /// <param name="looks">What of a value is seen, without the moments that change with every read; all of it when left out. The page is drawn again when that changes.</param>
    protected Live<TValue> Live<TValue>(TimeSpan? every = null, Func<TValue, object?>? looks = null)
    {
        var view = new Live<TValue>(Views, every ?? TimeSpan.FromSeconds(1), looks, () => _ = InvokeAsync(StateHasChanged));
        views.Add(view);
        return view;
    }

    /// <summary>
    /// Turns a view to what <paramref name="read"/> reads. The key says all that it depends on; the page and the viewer's sight are added,
    /// so nobody is told what only another unit sees.
    /// </summary>
    protected void Follow<TValue>(Live<TValue> view, string key, Func<CancellationToken, Task<TValue>> read) =>
        view.Follow($"{GetType().FullName}|{typeof(TValue)}|{Viewer.SightKey}|{key}", read);

    /// <summary>The same for what may not be there: the view then has no value and is not loading.</summary>
    protected void FollowIfAny<TValue>(Live<TValue> view, string key, Func<CancellationToken, Task<TValue?>> read) where TValue : class =>
        Follow(view, key, read!);

    /// <summary>Does what a person asked for. What refuses it is said to them in words, each field by its name; true when it was done.</summary>
    protected async Task<bool> Attempt(Func<Task> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        try
        {
            await act();
            return true;
        }
        catch (Messages.RefusedException e)
        {
            Snackbar.Add(e.Message, MudBlazor.Severity.Error);
        }
        catch (InvalidRequestException e)
        {
            Snackbar.Add(string.Join(' ', e.Problems.Select(p => $"{p.Field}：{p.Message}")), MudBlazor.Severity.Error);
        }
        catch (Exception e) when (FailureAnswers.IsOutage(e))
        {
            Snackbar.Add(T["系统暂时不可用，请稍后再试。"], MudBlazor.Severity.Warning);
        }

        return false;
    }

    /// <inheritdoc/>
    protected sealed override void OnInitialized()
    {
        Query = new QueryState(Navigation);
        Navigation.LocationChanged += Moved;
        OnStart();
    }

    /// <inheritdoc/>
    protected sealed override void OnParametersSet()
    {
        path = new Uri(Navigation.Uri).AbsolutePath;
        OnQuery();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= Moved;
        views.ForEach(view => view.Dispose());
        GC.SuppressFinalize(this);
    }

    private void Moved(object? sender, LocationChangedEventArgs e)
    {
        // On the way to another page the address is no longer this one's.
        if (new Uri(e.Location).AbsolutePath != path) return;
        _ = InvokeAsync(() =>
        {
            OnQuery();
            StateHasChanged();
        });
    }
}
