namespace BlueSky.Decisions;

/// <summary>Why a rule refuses a command. Trying the same again changes nothing.</summary>
/// <param name="Code">Short stable word, e.g. <c>own-report</c>.</param>
/// <param name="Field">Field at fault; empty when it is the whole.</param>
/// <param name="Chinese">Reason in Chinese, with the way out.</param>
/// <param name="English">The same in English.</param>
public sealed record Refusal(string Code, string Field, string Chinese, string English)
{
    /// <summary>Both languages, Chinese first.</summary>
    public string Words => Chinese + English;
}
