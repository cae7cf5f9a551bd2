using MudBlazor;

namespace BlueSky.Web.Console;

/// <summary>
/// Light, calm, high in contrast. The six colours of the AQI (HJ 633) mean air quality and nothing else, so none of them is here:
/// brand and states come from blues, greys, a deep red and a brown.
/// </summary>
internal static class Theme
{
    public static MudTheme Light { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b4f8a", PrimaryContrastText = "#ffffff", Secondary = "#3f5b73", Tertiary = "#5b4a8a",
            AppbarBackground = "#0b3c66", AppbarText = "#ffffff", Background = "#f3f6f9", Surface = "#ffffff", DrawerBackground = "#ffffff",
            DrawerText = "#16242f", DrawerIcon = "#3f5b73", TextPrimary = "#16242f", TextSecondary = "#4a5a67", ActionDefault = "#3f5b73",
            LinesDefault = "#d5dde4", TableLines = "#e2e8ed", Error = "#9c1c1c", Warning = "#7a4b00", Info = "#0b4f8a", Success = "#1f5f57",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.9375rem", LineHeight = "1.55", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none", FontWeight = "600", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", DrawerWidthLeft = "212px", AppbarHeight = "56px" },
    };

    private static readonly string[] Fonts = ["Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "system-ui", "sans-serif"];
}
