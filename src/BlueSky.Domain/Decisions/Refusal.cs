namespace BlueSky.Decisions;

/// <summary>Of what nature a refusal is.</summary>
public enum RefusalGround
{
    /// <summary>内容不符: what was handed in is wrong or not enough.</summary>
    NotEnough = 0,

    /// <summary>无权: this actor may not do it.</summary>
    NotPermitted = 1,

    /// <summary>不合时宜: the present state forbids it.</summary>
    NotNow = 2,
}

/// <summary>Why a rule refuses a command. Nothing was changed; the same again is refused while the state is the same.</summary>
/// <param name="Code">Short stable word, e.g. <c>own-report</c>.</param>
/// <param name="Field">Field at fault; empty when it is the whole.</param>
/// <param name="Chinese">Reason in Chinese, with the way out.</param>
/// <param name="English">The same in English.</param>
public sealed record Refusal(string Code, string Field, string Chinese, string English)
{
    internal Refusal(string code, RefusalGround ground, string field, string chinese, string english) : this(code, field, chinese, english) => Ground = ground;

    /// <summary>Nature; what was handed in is wrong where nothing else is said.</summary>
    public RefusalGround Ground { get; init; }

    /// <summary>Both languages, Chinese first.</summary>
    public string Words => Chinese + English;
}
