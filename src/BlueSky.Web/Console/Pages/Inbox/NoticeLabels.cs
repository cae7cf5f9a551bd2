using BlueSky.Notifications;

namespace BlueSky.Web.Console;

/// <summary>Words of notices (通知).</summary>
public static class NoticeLabels
{
    /// <summary>What a notice is about.</summary>
    public static string Of(this NoticeKind kind, Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        // In English the word of the API, its parts apart: ToReview is "To review".
        return words.Of(kind.Chinese(), string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString())));
    }
}
