using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>Words of the domain as people read them, in both languages.</summary>
public static class Labels
{
    /// <summary>How far a problem is.</summary>
    public static string Of(this LoopState state, Words words) => state switch
    {
        LoopState.Found => words["待交办"],
        LoopState.Assigned => words["待签收"],
        LoopState.Accepted => words["整改中"],
        LoopState.Rectified => words["待复核"],
        LoopState.Closed => words["已销号"],
        LoopState.Withdrawn => words["已撤销"],
        _ => words["已并案"],
    };

    /// <summary>Who did it: the name of a person as it was entered, or that nobody did.</summary>
    public static string OfActor(string? name, Words words) => name == Actor.OfTheSystem.Name ? words["系统"] : name ?? "";

    /// <summary>How bad it is.</summary>
    public static string Of(this Severity severity, Words words) => severity switch
    {
        Severity.Suspect => words["疑似"],
        Severity.Warning => words["预警"],
        Severity.Violation => words["违规"],
        _ => words["严重"],
    };

    /// <summary>How a source is.</summary>
    public static string Of(this SourceStatus status, Words words) => status switch
    {
        SourceStatus.Normal => words["正常"],
        SourceStatus.NotConnected => words["未联网"],
        SourceStatus.Warning => words["预警"],
        SourceStatus.Suspect => words["疑似造假"],
        SourceStatus.Offline => words["离线"],
        SourceStatus.Violating => words["违规"],
        SourceStatus.Maintenance => words["维护"],
        _ => words["停用"],
    };

    /// <summary>What is waited for.</summary>
    public static string Of(this Stage stage, Words words) => stage switch
    {
        Stage.Accept => words["签收"],
        Stage.Rectify => words["整改"],
        _ => words["复核"],
    };

    /// <summary>A line of supervision.</summary>
    public static string Of(this Line line, Words words) => line == Line.Town ? words["属地"] : words["行业"];

    /// <summary>A role in a unit.</summary>
    public static string Of(this Role role, Words words) => role switch
    {
        Role.GridMember => words["网格员"],
        Role.Officer => words["经办人"],
        Role.Lead => words["负责人"],
        Role.System => words["系统"],
        _ => words["只读"],
    };

    /// <summary>What a mark says; empty for figures from the text of a rule.</summary>
    public static string OfMark(string mark, Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return mark is "K" or "D" ? words["默认值，待区局确认"] : "";
    }
}
