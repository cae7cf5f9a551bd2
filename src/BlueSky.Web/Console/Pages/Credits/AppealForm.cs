using BlueSky.Credit;

namespace BlueSky.Web.Console;

/// <summary>What a person fills in to appeal against a deduction, or to decide an appeal; becomes the same command as the API's.</summary>
/// <param name="command">Id of the command: one for one intention, so that it is carried out once however often it is sent.</param>
/// <param name="appeal">The appeal to decide; null to file one.</param>
internal sealed class AppealForm(string command, CreditEventAnswer? appeal)
{
    /// <summary>A verdict.</summary>
    public const string Uphold = "uphold", Reject = "reject";

    /// <summary>Characters that the rules take.</summary>
    public const int LongestText = 2_000, LongestEvidence = 256;

    /// <summary>The appeal to decide; null to file one.</summary>
    public CreditEventAnswer? Appeal { get; } = appeal;

    /// <summary>Id of the line that is appealed against.</summary>
    public string Line { get; set; } = "";

    /// <summary>Grounds, or why it is decided so.</summary>
    public string Text { get; set; } = "";

    /// <summary>Reference of the evidence.</summary>
    public string Evidence { get; set; } = "";

    /// <summary><see cref="Uphold"/> or <see cref="Reject"/>; a deduction stands until somebody says otherwise.</summary>
    public string Verdict { get; set; } = Reject;

    /// <summary>What it makes.</summary>
    public CreditCommand Command => Appeal is { } appealed
        ? new DecideAppeal(command, appealed.Number, Verdict == Uphold, Text.Trim())
        : new FileAppeal(command, Line, Text.Trim(), Evidence.Trim());
}
