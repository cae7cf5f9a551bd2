using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>
/// How a status looks: a colour that is none of the AQI's, and a shape, because colour alone says nothing to who cannot tell it apart.
/// </summary>
/// <param name="Colour">Colour.</param>
/// <param name="Symbol">Symbol of ECharts.</param>
/// <param name="Mark">The same shape as a character.</param>
/// <param name="Order">What is drawn over what: the greater is above.</param>
internal sealed record StatusStyle(string Colour, string Symbol, string Mark, int Order)
{
    public static StatusStyle Of(SourceStatus status) => status switch
    {
        SourceStatus.Normal => new("#1f5f57", "circle", "●", 3),
        SourceStatus.NotConnected => new("#6b7a87", "emptyCircle", "○", 1),
        SourceStatus.Warning => new("#7a4b00", "diamond", "◆", 5),
        SourceStatus.Suspect => new("#5b4a8a", "pin", "▼", 6),
        SourceStatus.Offline => new("#16242f", "rect", "■", 4),
        SourceStatus.Violating => new("#9c1c1c", "triangle", "▲", 7),
        SourceStatus.Maintenance => new("#0b4f8a", "emptyRect", "□", 2),
        _ => new("#8795a1", "emptyRect", "□", 0),
    };
}
