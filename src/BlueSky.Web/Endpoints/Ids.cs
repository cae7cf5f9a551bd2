namespace BlueSky.Web;

/// <summary>Forms of the ids in addresses; what cannot be an id wakes no grain.</summary>
internal static class Ids
{
    /// <summary>Letters, digits and hyphens, 1 to 64.</summary>
    public static bool IsSource(string id) =>
        id.Length is >= 1 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>1 to 64 characters without <c>;</c>, <c>=</c>, <c>&amp;</c>, blanks or control characters; case matters.</summary>
    public static bool IsMn(string mn) =>
        mn.Length is >= 1 and <= 64 && !mn.Any(c => c is ';' or '=' or '&' || char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>Source, rule, point and start, joined by <c>~</c>; at most 256 characters.</summary>
    public static bool IsViolation(string id) => id.Length is >= 1 and <= 256 && id.Contains('~', StringComparison.Ordinal);

    public static void CheckSource(string id)
    {
        if (!IsSource(id))
            throw new InvalidRequestException("id", "form", "编号只含字母、数字和连字符，最多 64 个字符。Letters, digits and hyphens, at most 64.");
    }

    public static void CheckMn(string mn, string field = "mn")
    {
        if (!IsMn(mn))
        {
            throw new InvalidRequestException(
                field, "form", "MN 为 1 到 64 个字符，不含空白和 ; = &。1 to 64 characters without blanks and ; = &.");
        }
    }
}
