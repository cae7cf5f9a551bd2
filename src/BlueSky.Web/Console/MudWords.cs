using Microsoft.Extensions.Localization;
using MudBlazor;

namespace BlueSky.Web.Console;

/// <summary>The few words that MudBlazor says by itself.</summary>
internal sealed class MudWords(Words words) : MudLocalizer
{
    private static readonly Dictionary<string, (string Chinese, string English)> Known = new(StringComparer.Ordinal)
    {
        ["MudDialog_Close"] = ("关闭", "Close"),
        ["MudSnackbar_Close"] = ("关闭", "Close"),
        ["MudNavGroup_ToggleExpand"] = ("展开或收起", "Expand or collapse"),
    };

    public override LocalizedString this[string key] => Known.TryGetValue(key, out var known)
        ? new LocalizedString(key, words.Of(known.Chinese, known.English))
        : new LocalizedString(key, key, resourceNotFound: true);
}
